"""Escalations by the API: the ladder of a ticket, up and back; and the budgets of teams, to read."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Status as Answer
from pydantic import Field

from careline.authority.actions.escalate import current_level, de_escalate, escalate, ladder_of
from careline.authority.api.routers import READ, WRITE, Reason, router
from careline.authority.models import Budget
from careline.authority.queries.budgets import budgets_for
from careline.authority.queries.decisions import escalations_of
from careline.authority.queries.ladder import steps_of, who_words
from careline.core.api.answers import changing, reading
from careline.core.api.callers import caller_of
from careline.core.api.paging import PageOf
from careline.core.api.values import NO_NUL, Given, Id, Moment, Shown
from careline.tickets.queries.access import access_ticket


class StepShown(Shown):
    """One level of a ladder: `who` is lead, manager, agent:5, team:3 or skill:4, `said` the same in words."""

    level: int
    who: str
    said: str
    name: str
    hours: int


class EscalationShown(Shown):
    """A ticket was taken up its ladder; `by_id` is null where a rule did it, `ended_at` while it stands."""

    id: int
    ticket_id: int
    level: int
    who: str
    reason: str
    note: str
    by_id: int | None
    at: Moment
    ended_at: Moment | None


class BudgetShown(Shown):
    """A team's goodwill budget of a month, in minor units of `currency`; `left` is below zero where its owner spent more."""

    team_id: int
    month: str = Field(description="Its first day.")
    most: int
    used: int
    left: int
    currency: str
    owner_id: int


class EscalationGiven(Given):
    """To which level, why, and a note for those who take over."""

    level: Annotated[int, Field(ge=1, le=100, strict=True)]
    reason: Reason
    note: Annotated[str, Field(pattern=NO_NUL, max_length=20_000)] = ""


class ReasonGiven(Given):
    """Why."""

    reason: Reason


@router.get(
    "/tickets/{number}/ladder", response=reading(PageOf[StepShown], 404), auth=READ, operation_id="getLadder",
    summary="To whom a ticket can be escalated",
)  # fmt: skip
def ladder(request: HttpRequest, number: Id) -> dict[str, Any]:
    """The levels above the one on which the ticket stands, lowest first. One page."""
    ticket = access_ticket(caller_of(request), number)
    steps, at = steps_of(ladder_of(ticket)), current_level(ticket)
    said = who_words(steps)
    return {
        "items": [
            {"level": one.level, "who": one.who, "said": said[one.who], "name": one.name, "hours": one.hours}
            for one in steps
            if one.level > at
        ]
    }


@router.get(
    "/tickets/{number}/escalations", response=reading(PageOf[EscalationShown], 404), auth=READ,
    operation_id="listEscalations", summary="Where a ticket was escalated to",
)  # fmt: skip
def list_escalations(request: HttpRequest, number: Id) -> dict[str, Any]:
    """The escalations of a ticket, newest first; at most one of them stands. One page."""
    return {"items": escalations_of(access_ticket(caller_of(request), number))}


@router.post(
    "/tickets/{number}/escalations", response=changing(EscalationShown, 404, status=201), auth=WRITE,
    operation_id="escalate", summary="Escalate a ticket",
)  # fmt: skip
def escalate_ticket(request: HttpRequest, number: Id, given: EscalationGiven) -> Any:
    """Take a ticket up its ladder. Refused (422): a level that is not above the present one, or on which nobody can take it."""
    agent = caller_of(request)
    ticket = access_ticket(agent, number)
    made = escalate(ticket, given.level, reason=given.reason, words=given.note, by=agent)
    return Answer(201, made)


@router.post(
    "/tickets/{number}/de-escalation", response=changing(None, 404, status=204), auth=WRITE,
    operation_id="deEscalate", summary="Give an escalated ticket back",
)  # fmt: skip
def give_back(request: HttpRequest, number: Id, given: ReasonGiven) -> Any:
    """Give a ticket back to the team and the person it was escalated from."""
    agent = caller_of(request)
    de_escalate(access_ticket(agent, number), reason=given.reason, by=agent)
    return Answer(204, None)


@router.get(
    "/budgets",
    response=reading(PageOf[BudgetShown]),
    auth=READ,
    operation_id="listBudgets",
    summary="Goodwill budgets",
)
def list_budgets(request: HttpRequest) -> dict[str, Any]:
    """The budgets that the token's owner may read, the latest month first: all, or those they own or whose team they lead."""
    return {"items": [_budget(row) for row in budgets_for(caller_of(request))[:200]]}


def _budget(row: Budget) -> dict[str, Any]:
    return {
        "team_id": row.team_id, "month": row.month.isoformat(), "most": row.most_minor, "used": row.used_minor,
        "left": row.left_minor, "currency": row.currency, "owner_id": row.owner_id,
    }  # fmt: skip
