"""Letting a ticket sleep, from its head: moments in natural words, any other time, and the way back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from careline.accounts.queries import agent_of, open_teams
from careline.tickets.actions.snooze import snooze
from careline.tickets.actions.wake import wake
from careline.tickets.contracts import Refused
from careline.tickets.models import Ticket
from careline.tickets.moments import presets_at
from careline.tickets.queries.access import access_ticket
from careline.tickets.views.changes import change
from careline.tickets.views.doors import agent_page
from careline.ui.numbers import number_of
from careline.ui.times import day_words
from careline.ui.when import understand

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@agent_page
@require_safe
def snooze_menu(request: HttpRequest, number: int) -> HttpResponse:
    """Show the moments to choose from, in the zone of the person who asks."""
    ticket = access_ticket(agent_of(request), number)
    now = timezone.localtime()
    presets = [(label, at.isoformat(), moment_words(at)) for label, at in presets_at(now)]
    context = {"ticket": ticket, "presets": presets, "teams": open_teams().exclude(pk=ticket.team_id)}
    return render(request, "tickets/menu_snooze.html", context)


@agent_page
@require_safe
def understood(request: HttpRequest) -> HttpResponse:
    """Say how the words for a moment are understood, while they are written."""
    words = request.GET.get("when", "").strip()
    at = understand(words, timezone.localtime()) if words else None
    context = {"words": moment_words(at) if at else "", "is_unclear": bool(words) and at is None}
    return render(request, "tickets/_understood.html", context)


@agent_page
@require_POST
def snooze_ticket(request: HttpRequest, number: int) -> HttpResponse:
    """Let a ticket sleep until the chosen moment."""
    until = asked_moment(request)

    def do(agent: Agent, ticket: Ticket, version: int | None) -> str:
        team_id = number_of(request.POST.get("team", ""))
        snooze(ticket, until, by=agent, wakes_in_team=team_id, version=version)
        return _("Snoozed until %(moment)s") % {"moment": moment_words(timezone.localtime(until))}

    return change(request, number, do, undo_url=reverse("tickets:waking", args=[number]))


@agent_page
@require_POST
def wake_ticket(request: HttpRequest, number: int) -> HttpResponse:
    """Wake a ticket by hand."""

    def do(agent: Agent, ticket: Ticket, version: int | None) -> str:
        wake(ticket, by=agent, version=version)
        return _("Awake again")

    return change(request, number, do)


def asked_moment(request: HttpRequest, name: str = "when") -> datetime:
    """Return the moment that a form asks for, in plain words or as a date. Raises Refused where it is none."""
    words = request.POST.get("date", "") or request.POST.get(name, "")
    try:
        exact = datetime.fromisoformat(words)
    except ValueError:
        exact = None
    if exact is not None and timezone.is_aware(exact):
        return exact
    at = understand(words, timezone.localtime())
    if at is None:
        raise Refused(
            _("This time was not understood. Write it like “fri 9:00”, “in 3 days” or “24 dec 14:30”.")
        )
    return at


def moment_words(at: datetime) -> str:
    """Return a moment in words, such as "Mon 30 Mar, 09:00"; with the year where it is another."""
    is_this_year = at.year == timezone.localtime().year
    return f"{date_format(at, 'D')} {day_words(at, with_year=not is_this_year)}, {date_format(at, 'H:i')}"
