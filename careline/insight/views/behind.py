"""The tickets that a figure is made of: those that the person may see."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from careline.insight.contracts import TIMES, Figure, Totals
from careline.insight.queries.ranking import behind as ranked
from careline.insight.queries.slices import house_period
from careline.insight.queries.summing import sum_whole
from careline.insight.views.asking import asked_by, reader_of
from careline.insight.views.overview import frame
from careline.insight.words import DEFINITIONS
from careline.tickets.queries.solved import named
from careline.ui.durations import in_words

MOST_SHOWN = 100


@require_safe
def behind(request: HttpRequest, figure: str) -> HttpResponse:
    """Show the tickets behind a figure: the longest first, or those of which it is not true."""
    if figure not in {*Figure}:
        raise Http404(figure)
    agent, which = reader_of(request), Figure(figure)
    asked = asked_by(request, agent)
    period = house_period(asked.days)
    whole = asked.slice(agent, period)
    found = ranked(whole, which, most=MOST_SHOWN)
    names = named(agent, [pk for pk, _value in found])
    is_time = which in TIMES
    rows = [(pk, *names[pk][:2], in_words(value) if is_time else value) for pk, value in found if pk in names]
    totals = sum_whole(whole, times=(which,) if is_time else ())
    context = {
        "definition": DEFINITIONS[which], "rows": rows, "all": _counted(totals, which, len(found)), **frame(agent, asked, totals.tickets),
    }  # fmt: skip
    return render(request, "insight/behind.html", context)


def _counted(totals: Totals, figure: Figure, shown: int) -> int:
    """How many tickets a figure is made of; of the next response one may have several values."""
    if figure == Figure.NEXT_RESPONSE and shown < MOST_SHOWN:
        return shown
    if figure in TIMES:
        summary = totals.times.get(figure)
        return summary.count if summary else 0
    return totals.shares.get(figure, (0, 0))[1]
