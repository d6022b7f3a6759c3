"""How the service stands in a period: its figures beside those of the period before, their course, and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from careline.accounts.queries import visible_teams
from careline.insight.contracts import DIMENSIONS, Figure, Slice, Summary, Totals
from careline.insight.queries.freshness import freshness
from careline.insight.queries.slices import house_period
from careline.insight.queries.summing import received, sum_units, sum_up, sum_whole
from careline.insight.views.asking import PERIODS, Asked, asked_by, reader_of
from careline.insight.views.naming import names_of
from careline.insight.views.tiles import percent, tiles
from careline.insight.views.trends import trends
from careline.insight.words import DIMENSION_WORDS
from careline.ui.durations import in_words

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.insight.periods import Period

MEDIANS = (Figure.FIRST_RESPONSE, Figure.FULL_RESOLUTION)
KEPT = ("agent", "channel", "priority", "type", "by")


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show the figures of a period, narrowed as asked, for what the person may see."""
    agent = reader_of(request)
    asked = asked_by(request, agent)
    period = house_period(asked.days)
    whole = asked.slice(agent, period)
    now, before = sum_whole(whole), sum_whole(whole.between(period.before, period.since))
    context = {
        "tiles": tiles(now, before, asked),
        "charts": _charts(whole, period, asked),
        "rows": breakdown(agent, whole, asked),
        "dimensions": [
            (one, DIMENSION_WORDS[one], asked.address(by=one), one == asked.by) for one in DIMENSIONS
        ],
        "by_word": DIMENSION_WORDS[asked.by],
        "before": before.tickets,
        **frame(agent, asked, now.tickets),
    }
    return render(request, "insight/overview.html", context)


def frame(agent: Agent, asked: Asked, count: int) -> dict[str, Any]:
    """What every page of a period shows: the choices, what it is narrowed to, and how fresh it is."""
    return {
        "asked": asked,
        "count": count,
        "freshness": freshness(),
        "periods": [(days, days == asked.days) for days in PERIODS],
        "teams": [(team, team.pk == asked.team) for team in visible_teams(agent).order_by("name")],
        "narrowed": _narrowed(agent, asked),
        "hidden": [(name, getattr(asked, name)) for name in KEPT if getattr(asked, name)],
    }


def breakdown(agent: Agent, whole: Slice, asked: Asked) -> list[dict[str, Any]]:
    """The figures told apart by one dimension, the most tickets first."""
    found = sum_up(whole, asked.by, times=MEDIANS)
    names = names_of(asked.by, found, agent)
    rows = [_row(key, names[key], totals, asked) for key, totals in found.items() if key in names]
    return sorted(rows, key=lambda row: -row["totals"].tickets)


def _charts(whole: Slice, period: Period, asked: Asked) -> list[dict[str, Any]]:
    both = whole.between(period.before, period.until)
    by_unit = sum_units(both, (*period.earlier, *period.starts), times=MEDIANS)
    return trends(by_unit, received(whole, period.starts), period, asked)


def _row(key: Any, name: str, totals: Totals, asked: Asked) -> dict[str, Any]:
    return {
        "name": name,
        "href": asked.address(**{asked.by: key}) if key else "",
        "totals": totals,
        "first": _median(totals.times.get(Figure.FIRST_RESPONSE)),
        "full": _median(totals.times.get(Figure.FULL_RESOLUTION)),
        "contact": percent(totals.shares[Figure.FIRST_CONTACT]),
        "reopened": percent(totals.shares[Figure.REOPENED]),
        "kept": percent((totals.kept, totals.kept + totals.missed)),
    }


def _median(summary: Summary | None) -> str:
    return in_words(summary.median) if summary else ""


def _narrowed(agent: Agent, asked: Asked) -> list[tuple[str, str, str]]:
    """What it is narrowed to beside the team, each with the address without it."""
    found = []
    for one in DIMENSIONS[1:]:
        key = getattr(asked, one)
        if key:
            name = names_of(one, [key], agent).get(key, "")
            found.append((str(DIMENSION_WORDS[one]), name, asked.address(**{one: type(key)()})))
    return found
