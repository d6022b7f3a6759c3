"""The facts about one ticket, newest first, as far as a person may read them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Q

from careline.accounts.contracts import Right
from careline.core.models import Event
from careline.tickets.slots import withheld_from

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.models import Ticket

MOST = 20_000


def history(
    agent: Agent, ticket: Ticket, *, names: Iterable[str] = (), before: int = 0, limit: int = 100
) -> list[Event]:
    """The events of an accessed ticket, newest first, from before an event on; `names` are beginnings of names.

    Reminders are told to their owner and to auditors only; what a room reserved, to those with its right.
    """
    found = Event.objects.filter(subject=f"ticket:{ticket.pk}")
    wanted = Q()
    for name in names:
        wanted |= Q(name__startswith=name)
    found = found.filter(wanted)
    if not agent.may(Right.READ_AUDIT):
        found = found.exclude(Q(name__startswith="reminder.") & ~Q(data__agent_id=agent.pk))
    found = found.exclude(withheld(agent))
    if before:
        found = found.filter(pk__lt=before)
    return [*found.order_by("-pk")[: min(limit, MOST)]]


def causes_of(agent: Agent, events: Iterable[Event]) -> dict[int, Event]:
    """The events that caused these, by id, as far as the person may read them."""
    ids = {event.cause_id for event in events if event.cause_id}
    found = Event.objects.filter(pk__in=ids).exclude(withheld(agent)) if ids else ()
    return {event.pk: event for event in found}


def withheld(agent: Agent) -> Q:
    """The events of tickets that rooms reserved for a right which this person lacks."""
    names = Q(pk__in=[])
    for beginning in withheld_from(agent):
        names |= Q(name__startswith=beginning)
    return names
