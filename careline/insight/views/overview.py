"""How the service stands: figures over the tickets that were solved lately, each down to the tickets it is made of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from careline.accounts.queries import visible_teams
from careline.insight.contracts import SHARES, TIMES, Figure, Summary
from careline.insight.queries.figures import Told, share_of, summaries, told_figures
from careline.insight.views.asking import PERIODS, Asked, asked_by, reader_of
from careline.insight.words import DEFINITIONS
from careline.tickets.queries.solved import named, solved_since
from careline.ui.durations import in_words

if TYPE_CHECKING:
    from careline.accounts.models import Agent

MOST = 1000
MOST_SHOWN = 100


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show the figures of a period, for all teams that the person sees or for one of them."""
    agent, asked = reader_of(request), asked_by(request)
    told = _told(agent, asked)
    context = {
        "times": _times(told.values(), asked),
        "shares": [
            (DEFINITIONS[one], *_share(told.values(), one), f"{one}/{asked.address()}") for one in SHARES
        ],
        "by_team": _by_team(agent, told, asked),
        **_frame(agent, asked, len(told)),
    }
    return render(request, "insight/overview.html", context)


@require_safe
def behind(request: HttpRequest, figure: str) -> HttpResponse:
    """Show the tickets that a figure is made of: the longest first, or those of which it is not true."""
    if figure not in {*Figure}:
        raise Http404(figure)
    agent, asked, which = reader_of(request), asked_by(request), Figure(figure)
    told = _told(agent, asked)
    ranked = _longest(told, which, asked) if which in TIMES else _said(told, which)
    names = named(agent, [pk for pk, _value in ranked[:MOST_SHOWN]])
    rows = [(pk, *names[pk][:2], value) for pk, value in ranked[:MOST_SHOWN] if pk in names]
    context = {
        "definition": DEFINITIONS[which],
        "rows": rows,
        "all": len(ranked),
        **_frame(agent, asked, len(told)),
    }
    return render(request, "insight/behind.html", context)


def _told(agent: Agent, asked: Asked) -> dict[int, Told]:
    ids = solved_since(agent, asked.since, team_id=asked.team_id, most=MOST)
    return told_figures(ids)


def _frame(agent: Agent, asked: Asked, count: int) -> dict[str, Any]:
    """What every page of a period shows: the choices, and whether all of it was read."""
    return {
        "asked": asked,
        "count": count,
        "most": MOST if count == MOST else 0,
        "periods": [(days, days == asked.days) for days in PERIODS],
        "teams": [(team, team.pk == asked.team_id) for team in visible_teams(agent).order_by("name")],
    }  # fmt: skip


def _times(told: Iterable[Told], asked: Asked) -> list[tuple[Any, dict[str, Any] | None, str]]:
    summed = summaries(told, is_business=asked.is_business)
    return [(DEFINITIONS[one], _in_words(summed[one]), f"{one}/{asked.address()}") for one in TIMES]


def _in_words(summary: Summary | None) -> dict[str, Any] | None:
    if summary is None:
        return None
    words = {name: in_words(getattr(summary, name)) for name in ("median", "ninth", "mean")}
    return {"count": summary.count, **words}


def _share(told: Iterable[Told], figure: Figure) -> tuple[int, int, float | None]:
    """How many, of how many, and in percent."""
    true, said = share_of(told, figure)
    return true, said, 100 * true / said if said else None


def _by_team(agent: Agent, told: dict[int, Told], asked: Asked) -> list[dict[str, Any]]:
    """The same figures for each team that solved something."""
    if asked.team_id is not None:
        return []
    rows = []
    for team in visible_teams(agent).order_by("name"):
        own = [one for one in told.values() if one.course.team_id == team.pk]
        if not own:
            continue
        summed = summaries(own, is_business=asked.is_business)
        rows.append(
            {
                "team": team,
                "href": asked.address(team=team.pk),
                "count": len(own),
                "first": _in_words(summed[Figure.FIRST_RESPONSE]),
                "full": _in_words(summed[Figure.FULL_RESOLUTION]),
                "first_contact": _share(own, Figure.FIRST_CONTACT)[2],
                "reopened": _share(own, Figure.REOPENED)[2],
            }
        )
    return rows


def _longest(told: dict[int, Told], figure: Figure, asked: Asked) -> list[tuple[int, str]]:
    values = [
        (max(of), pk)
        for pk, one in told.items()
        if (of := one.seconds_of(figure, is_business=asked.is_business))
    ]
    return [(pk, in_words(seconds)) for seconds, pk in sorted(values, reverse=True)]


def _said(told: dict[int, Told], figure: Figure) -> list[tuple[int, bool]]:
    """Every ticket of which it can be said, and whether it is true: the exceptions first."""
    said = [(pk, one.figures.shares[figure]) for pk, one in told.items()]
    exception = figure == Figure.REOPENED
    return sorted(
        ((pk, bool(true)) for pk, true in said if true is not None),
        key=lambda row: (row[1] is not exception, -row[0]),
    )
