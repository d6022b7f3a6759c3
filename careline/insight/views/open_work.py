"""The open work: how much there is by status and age, and how it went from day to day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from careline.insight.charts import count_scale
from careline.insight.contracts import AGES, OLD, OPEN_KEYS
from careline.insight.queries.backlog import Standing, standing_at, standing_now
from careline.insight.queries.slices import house_period
from careline.insight.views.asking import Asked, asked_by, reader_of
from careline.insight.views.naming import names_of
from careline.insight.views.overview import frame
from careline.insight.views.trends import chart, number_words
from careline.insight.words import AGE_WORDS, OPEN_WORDS, PRIORITY_SEARCHES, STATUS_SEARCHES

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.insight.contracts import Slice
    from careline.insight.periods import Period

STATUSES = (1, 2, 3, 4)
Ages = dict[tuple[Any, int], int]


@require_safe
def open_work(request: HttpRequest) -> HttpResponse:
    """Show the open work of all that the person sees, or of a team, channel, priority or assignee."""
    agent = reader_of(request)
    asked = asked_by(request, agent)
    period = house_period(asked.days)
    whole, only = asked.slice(agent, period), _only(asked)
    now = standing_now(whole, now=period.until, by=asked.apart, only=only)
    total = sum(now.values())
    old = sum(n for (_key, age), n in now.items() if age >= OLD)
    context = {
        "total": total, "old": old, "ages": AGE_WORDS, "rows": _rows(now, asked, agent, only),
        "sums": [(word, sum(n for (_key, at), n in now.items() if at == age)) for age, word in enumerate(AGE_WORDS)],
        "chart": None if only else _chart(whole, period, Standing(total, old)), "key_word": OPEN_WORDS[asked.apart],
        "keys": [(OPEN_WORDS[one], asked.address(apart=one), one == asked.apart) for one in OPEN_KEYS],
        "chips": _chips(asked, agent, only), **frame(agent, asked, total),
    }  # fmt: skip
    return render(request, "insight/open_work.html", context)


def _only(asked: Asked) -> dict[str, Any]:
    """What it is narrowed to beside the team."""
    found: dict[str, Any] = {"channel": asked.channel, "priority": asked.priority}
    only = {name: value for name, value in found.items() if value}
    return only | ({"assignee": int(asked.assignee)} if asked.assignee else {})


def _rows(now: Ages, asked: Asked, agent: Agent, only: dict[str, Any]) -> list[dict[str, Any]]:
    """A row for each status, or for each value there is of another key, the most tickets first."""
    keys = STATUSES if asked.apart == "status" else [*dict.fromkeys(key for key, _age in now)]
    names = names_of(asked.apart, keys, agent)
    rows = [_row(key, names.get(key, ""), now, asked) for key in keys]
    if asked.apart != "status":
        return sorted(rows, key=lambda row: -row["all"])
    words = _search_words(asked, agent, only)
    for key, row in zip(keys, rows, strict=True):
        row["search"] = f"status:{STATUS_SEARCHES[key]}{words}"
    return rows


def _row(key: Any, name: str, now: Ages, asked: Asked) -> dict[str, Any]:
    by_age = [now.get((key, age), 0) for age in range(len(AGES) + 1)]
    value = str(key) if asked.apart == "assignee" else key
    return {
        "name": name,
        "href": "" if asked.apart == "status" else asked.address(apart="status", **{asked.apart: value}),
        "by_age": [*zip(AGE_WORDS, by_age, strict=True)],
        "all": sum(by_age),
    }


def _search_words(asked: Asked, agent: Agent, only: dict[str, Any]) -> str:
    """The same narrowing in the words of the search."""
    words = []
    if team := names_of("team", [asked.team], agent).get(asked.team) if asked.team else "":
        words.append(f'team:"{team}"')
    if "channel" in only:
        words.append(f"channel:{asked.channel}")
    if "priority" in only:
        words.append(f"priority:{PRIORITY_SEARCHES[asked.priority]}")
    if whose := only.get("assignee"):
        words.append(f'assignee:"{names_of("assignee", [whose], agent).get(whose, "")}"')
    elif "assignee" in only:
        words.append("assignee:none")
    return "".join(f" {word}" for word in words)


def _chips(asked: Asked, agent: Agent, only: dict[str, Any]) -> list[tuple[str, str, str]]:
    """What it is narrowed to, each with the address without it."""
    usual = Asked()
    return [
        (str(OPEN_WORDS[name]), names_of(name, [value], agent).get(value, ""), asked.address(**{name: getattr(usual, name)}))
        for name, value in only.items()
    ]  # fmt: skip


def _chart(whole: Slice, period: Period, now: Standing) -> dict[str, Any]:
    """At the end of each day, or of the last day of each week or month; the present stands for what isn't over."""
    days = _last_days(period)
    found = standing_at(days, whole)
    known = [*(found.get(day) for day in days[:-1]), now]
    series = [
        (_("All open work"), [float(one.all) if one else None for one in known]),
        (_("More than a week old"), [float(one.old) if one else None for one in known]),
    ]
    note = _("New, open, pending and on hold at the end of each day, in the team where it was then.")
    return chart(
        "open-work", _("Open work at the end of the day"), series, period, scale=count_scale, words=number_words,
        note=note, anchor="open-work",
    )  # fmt: skip


def _last_days(period: Period) -> list[date]:
    """The last day of each unit."""
    zone = ZoneInfo(period.zone)
    begins = [at.astimezone(zone).date() for at in period.starts]
    return [*(day - timedelta(days=1) for day in begins[1:]), period.until.astimezone(zone).date()]
