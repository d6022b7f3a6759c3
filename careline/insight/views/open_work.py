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
from careline.insight.contracts import AGES, OLD
from careline.insight.queries.backlog import Standing, standing_at, standing_now
from careline.insight.queries.slices import house_period
from careline.insight.views.asking import asked_by, reader_of
from careline.insight.views.naming import names_of
from careline.insight.views.overview import frame
from careline.insight.views.trends import chart, number_words
from careline.insight.words import AGE_WORDS, STATUS_SEARCHES, STATUS_WORDS

if TYPE_CHECKING:
    from careline.insight.contracts import Slice
    from careline.insight.periods import Period

OPEN = (1, 2, 3, 4)


@require_safe
def open_work(request: HttpRequest) -> HttpResponse:
    """Show the open work of all that the person sees, or of a team."""
    agent = reader_of(request)
    asked = asked_by(request, agent)
    period = house_period(asked.days)
    whole = asked.slice(agent, period)
    now = standing_now(whole, now=period.until)
    total = sum(now.values())
    old = sum(n for (_status, age), n in now.items() if age >= OLD)
    names = names_of("team", [asked.team], agent) if asked.team else {}
    team = f' team:"{names[asked.team]}"' if asked.team in names else ""
    context = {
        "total": total, "old": old, "chart": _chart(whole, period, Standing(total, old)), "ages": AGE_WORDS,
        "rows": [_row(status, now, team) for status in OPEN], "sums": [(word, sum(now.get((status, age), 0) for status in OPEN)) for age, word in enumerate(AGE_WORDS)],
        **frame(agent, asked, total),
    }  # fmt: skip
    return render(request, "insight/open_work.html", context)


def _row(status: int, now: dict[tuple[int, int], int], team: str) -> dict[str, Any]:
    by_age = [now.get((status, age), 0) for age in range(len(AGES) + 1)]
    return {
        "status": STATUS_WORDS[status],
        "search": f"status:{STATUS_SEARCHES[status]}{team}",
        "by_age": [*zip(AGE_WORDS, by_age, strict=True)],
        "all": sum(by_age),
    }


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
