"""The figures of one ticket, down to the stretches that they are the sums of."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from careline.insight.contracts import SHARES, TIMES, Measured
from careline.insight.queries.figures import Told, told_figures
from careline.insight.views.asking import reader_of
from careline.insight.words import DEFINITIONS, STATUS_WORDS
from careline.tickets.queries.access import access_ticket
from careline.ui.durations import in_words
from careline.workforce.contracts import ALWAYS


@require_safe
def figures(request: HttpRequest, number: int) -> HttpResponse:
    """Show every figure of a ticket with its stretches."""
    ticket = access_ticket(reader_of(request), number)
    told = told_figures([ticket.pk])[ticket.pk]
    return render(request, "insight/ticket.html", {"ticket": ticket, **shown(told)})


@require_safe
def beside(request: HttpRequest, number: int) -> HttpResponse:
    """Show the sums alone, beside the ticket."""
    ticket = access_ticket(reader_of(request), number)
    told = told_figures([ticket.pk])[ticket.pk]
    return render(request, "insight/beside.html", {"ticket": ticket, **shown(told)})


def shown(told: Told) -> dict[str, Any]:
    """The figures ready to be shown: times with their values, shares with yes, no or not yet."""
    times = [
        (DEFINITIONS[figure], [_value(one, told) for one in told.figures.of(figure)]) for figure in TIMES
    ]
    shares = [(DEFINITIONS[figure], told.figures.shares[figure]) for figure in SHARES]
    return {
        "times": times,
        "shares": shares,
        "zone": told.calendar.zone,
        "has_hours": told.calendar is not ALWAYS,
    }


def _value(one: Measured, told: Told) -> dict[str, Any]:
    return {
        "is_running": one.is_running,
        "calendar": in_words(one.seconds(ALWAYS, told.now)),
        "business": in_words(one.seconds(told.calendar, told.now)),
        "spans": [
            {
                "began": span.began,
                "ended": span.ended,
                "status": STATUS_WORDS.get(span.status, ""),
                "calendar": in_words(span.seconds(ALWAYS, told.now)),
                "business": in_words(span.seconds(told.calendar, told.now)),
            }
            for span in one.spans
        ],
    }
