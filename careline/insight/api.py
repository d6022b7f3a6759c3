"""The API's part of insight, to read: figures over a period, those of one ticket, service targets, and the open work."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router
from pydantic import Field, model_validator

from careline.accounts.contracts import Scope
from careline.core.api.answers import reading
from careline.core.api.callers import Bearer, caller_of
from careline.core.api.paging import PageOf
from careline.core.api.values import Given, GivenMoment, Id, Moment, Shown
from careline.insight.contracts import SHARES, TIMES, Figure, Slice, Totals
from careline.insight.periods import units_from
from careline.insight.queries.backlog import standing_at
from careline.insight.queries.figures import Told, told_figures
from careline.insight.queries.freshness import freshness
from careline.insight.queries.slices import house_zone, slice_for
from careline.insight.queries.summing import KEYS, sum_units, sum_up, sum_whole, targets_of
from careline.tickets.queries.access import access_ticket
from careline.workforce.contracts import ALWAYS

router = Router(tags=["Insight"])
READ = Bearer(Scope.READ_TICKETS)
USUAL = timedelta(days=28)
LONGEST = timedelta(days=800)
PRIORITIES = {"low": 1, "normal": 2, "high": 3, "urgent": 4}
PRIORITY_WORDS = {value: word for word, value in PRIORITIES.items()}
Kind = Literal["question", "incident", "problem", "task", "request", "complaint"]
By = Literal["all", "day", "week", "month", "team", "agent", "channel", "priority", "type"]


class Asked(Given):
    """Which tickets: those solved last from `since` to `until` that still are, or those created then; the last 28 days if left out."""

    since: GivenMoment | None = None
    until: GivenMoment | None = None
    time: Literal["business", "calendar"] = "business"
    team_id: Id | None = None
    agent_id: Id | None = Field(
        None, description="Who answered first. Left out where you may not see their figures."
    )
    channel: str = Field("", pattern=r"^[a-z0-9]{0,16}$")
    priority: Literal["low", "normal", "high", "urgent"] | None = None
    type: Kind | None = None
    of: Literal["solved", "created"] = Field(
        "solved", description="The tickets solved last in that time, or those created in it, solved or not."
    )

    @model_validator(mode="after")
    def _in_order(self) -> Asked:
        since, until = self.span
        if not timedelta() < until - since <= LONGEST:
            raise ValueError("`since` must come before `until`, by at most 800 days.")
        return self

    @property
    def span(self) -> tuple[datetime, datetime]:
        """From when to when."""
        until = self.until or timezone.now()
        return self.since or until - USUAL, until


class AskedBy(Asked):
    """The same, told apart."""

    by: By = Field("all", description="Told apart by this; days, weeks and months are those of the company.")


class TimeFiguresShown(Shown):
    """Many values of a time: how many, the middle one, what nine in ten stay below (nearest rank), and the mean."""

    count: int
    median_seconds: float
    p90_seconds: float
    mean_seconds: float


class ShareFiguresShown(Shown):
    """Of how many tickets it is true, and of how many it can be said."""

    true: int
    of: int


class FiguresShown(Shown):
    """The figures of some tickets together. `of` is what they have in common: an id, a word or the first moment of a unit."""

    of: str
    tickets: int
    solved: int
    times: dict[str, TimeFiguresShown | None]
    shares: dict[str, ShareFiguresShown]
    targets_kept: int
    targets_missed: int


class FiguresPage(PageOf[FiguresShown]):
    """One page; and how fresh it is."""

    computed_seconds_ago: int | None = Field(
        description="Until when all that happened is heeded; null: never yet."
    )
    still_to_come: int = Field(description="How many tickets wait to be computed.")


class TargetFiguresShown(Shown):
    """How one target of a policy went; `policy_id` null: due dates set by hand."""

    kind: str
    policy_id: int | None
    kept: int
    missed: int


class FigureSpanShown(Shown):
    """One stretch; `ended_at` null: it still runs."""

    began_at: Moment
    ended_at: Moment | None


class FigureValueShown(Shown):
    """One value of a figure of time of a ticket, the sum of its stretches."""

    figure: str
    business_seconds: float
    calendar_seconds: float
    is_running: bool
    spans: list[FigureSpanShown]


class TicketFiguresShown(Shown):
    """The figures of one ticket, computed from its course now; a share is null while it can't be said."""

    times: list[FigureValueShown]
    shares: dict[str, bool | None]


class OpenWorkShown(Shown):
    """The open work at the end of a day of the company, in the team where it was then."""

    day: date
    tickets: int
    over_a_week_old: int


class AskedDays(Given):
    """Which days."""

    days: int = Field(28, ge=1, le=400, description="The last so many days that are over.")
    team_id: Id | None = None


@router.get(
    "/figures",
    response=reading(FiguresPage),
    auth=READ,
    operation_id="listFigures",
    summary="Figures of a period",
)
def list_figures(request: HttpRequest, asked: Query[AskedBy]) -> dict[str, Any]:
    """First and next response, wait, resolution, first contact, one-touch and reopen rate. One page."""
    agent = caller_of(request)
    fresh = freshness()
    return {
        "items": _items(_slice(agent, asked), asked.by),
        "computed_seconds_ago": fresh.seconds,
        "still_to_come": fresh.waiting,
    }


@router.get(
    "/figures/targets", response=reading(PageOf[TargetFiguresShown]), auth=READ, operation_id="listTargetFigures",
    summary="Service targets kept and missed",
)  # fmt: skip
def list_targets(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """Of the tickets solved in a period, by kind and policy. One page."""
    rows = targets_of(_slice(caller_of(request), asked))
    return {
        "items": [
            {"kind": kind, "policy_id": policy or None, "kept": kept, "missed": missed}
            for kind, policy, kept, missed in rows
        ]
    }


@router.get(
    "/figures/open-work", response=reading(PageOf[OpenWorkShown]), auth=READ, operation_id="listOpenWork",
    summary="Open work at the end of each day",
)  # fmt: skip
def list_open_work(request: HttpRequest, asked: Query[AskedDays]) -> dict[str, Any]:
    """Those of the last days that are counted, oldest first. One page."""
    now = timezone.now()
    whole = slice_for(caller_of(request), now - USUAL, now, team_id=asked.team_id)
    today = now.astimezone(house_zone()).date()
    found = standing_at([today - timedelta(days=n) for n in range(1, asked.days + 1)], whole)
    return {
        "items": [
            {"day": day, "tickets": one.all, "over_a_week_old": one.old} for day, one in sorted(found.items())
        ]
    }


@router.get(
    "/tickets/{number}/figures", response=reading(TicketFiguresShown, 404), auth=READ, operation_id="getTicketFigures",
    summary="The figures of a ticket",
)  # fmt: skip
def get_ticket_figures(request: HttpRequest, number: Id) -> dict[str, Any]:
    """Each value with the stretches that it is the sum of."""
    pk = access_ticket(caller_of(request), number).pk
    told = told_figures([pk])[pk]
    return {"times": _values(told), "shares": {one.value: told.figures.shares[one] for one in SHARES}}


def _slice(agent: Any, asked: Asked) -> Slice:
    since, until = asked.span
    return slice_for(
        agent, since, until, team_id=asked.team_id, agent_id=asked.agent_id or 0, is_business=asked.time == "business",
        channel=asked.channel, priority=PRIORITIES.get(asked.priority or "", 0), type=asked.type or "", moment=f"{asked.of}_at",
    )  # fmt: skip


def _items(whole: Slice, by: str) -> list[dict[str, Any]]:
    if by == "all":
        found: dict[Any, Totals] = {"all": sum_whole(whole)}
    elif by in KEYS:
        found = sum_up(whole, by)
    else:
        found = sum_units(whole, units_from(whole.since, whole.until, unit=by, zone=house_zone().key))
    return [{"of": _name(key, by), **_shown(one)} for key, one in found.items()]


def _name(key: Any, by: str) -> str:
    if isinstance(key, datetime):
        return key.astimezone(house_zone()).isoformat()
    return PRIORITY_WORDS[key] if by == "priority" else str(key)


def _shown(one: Totals) -> dict[str, Any]:
    shares = {figure: one.shares.get(figure, (0, 0)) for figure in SHARES}
    return {
        "tickets": one.tickets, "solved": one.solved, "times": {figure.value: _time(one, figure) for figure in TIMES},
        "shares": {figure.value: {"true": true, "of": said} for figure, (true, said) in shares.items()},
        "targets_kept": one.kept, "targets_missed": one.missed,
    }  # fmt: skip


def _time(one: Totals, figure: Figure) -> dict[str, Any] | None:
    found = one.times.get(figure)
    if found is None:
        return None
    return {
        "count": found.count, "median_seconds": found.median, "p90_seconds": found.ninth, "mean_seconds": found.mean,
    }  # fmt: skip


def _values(told: Told) -> list[dict[str, Any]]:
    return [
        {
            "figure": one.figure.value, "is_running": one.is_running,
            "business_seconds": one.seconds(told.calendar, told.now), "calendar_seconds": one.seconds(ALWAYS, told.now),
            "spans": [{"began_at": span.began, "ended_at": span.ended} for span in one.spans],
        }
        for one in told.figures.times
    ]  # fmt: skip
