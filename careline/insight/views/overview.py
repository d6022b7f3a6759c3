"""How the service stands in a period: its figures beside those of the period before, their course, and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from careline.accounts.queries import visible_teams
from careline.insight.contracts import DIMENSIONS, Figure, Summary, Totals
from careline.insight.queries.freshness import Freshness, freshness
from careline.insight.queries.slices import house_period
from careline.insight.summed import Question
from careline.insight.views.asking import PERIODS, Asked, asked_by, reader_of
from careline.insight.views.naming import names_of
from careline.insight.views.sums import sums_for
from careline.insight.views.tiles import percent, tiles
from careline.insight.views.trends import trends
from careline.insight.words import DIMENSION_WORDS
from careline.ui.durations import in_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from careline.accounts.models import Agent
    from careline.insight.periods import Period
    from careline.insight.summed import Summed

KEPT = ("agent", "channel", "priority", "type", "by", "apart", "assignee")


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show the figures of a period, narrowed as asked, for what the person may see."""
    agent = reader_of(request)
    asked = asked_by(request, agent)
    period = house_period(asked.days)
    sums = sums_for(request, Question(asked.slice(agent, period), period, asked.by))
    shown = _shown(agent, sums.summed, period, asked) if sums.summed else {}
    count = sums.summed.now.tickets if sums.summed else 0
    context = {"sums": sums, **shown, **frame(agent, asked, count, fresh=sums.freshness)}
    return render(request, "insight/overview.html", context)


def _shown(agent: Agent, summed: Summed, period: Period, asked: Asked) -> dict[str, Any]:
    return {
        "tiles": tiles(summed.now, summed.before, asked),
        "charts": trends(summed.units, summed.came, period, asked),
        "rows": _breakdown(agent, summed.parts, asked),
        "dimensions": [
            (one, DIMENSION_WORDS[one], asked.address(by=one), one == asked.by) for one in DIMENSIONS
        ],
        "by_word": DIMENSION_WORDS[asked.by],
        "before": summed.before.tickets,
        "solved": summed.now.solved,
    }


def frame(agent: Agent, asked: Asked, count: int, *, fresh: Freshness | None = None) -> dict[str, Any]:
    """What every page of a period shows: the choices, what it is narrowed to, and how fresh it is."""
    return {
        "asked": asked,
        "count": count,
        "freshness": fresh or freshness(),
        "periods": [(days, days == asked.days) for days in PERIODS],
        "teams": [(team, team.pk == asked.team) for team in visible_teams(agent).order_by("name")],
        "narrowed": _narrowed(agent, asked),
        "hidden": [(name, getattr(asked, name)) for name in KEPT if getattr(asked, name)],
    }


def _breakdown(agent: Agent, found: Mapping[Any, Totals], asked: Asked) -> list[dict[str, Any]]:
    """The figures told apart by one dimension, the most tickets first."""
    names = names_of(asked.by, found, agent)
    rows = [_row(key, names[key], totals, asked) for key, totals in found.items() if key in names]
    return sorted(rows, key=lambda row: -row["totals"].tickets)


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
