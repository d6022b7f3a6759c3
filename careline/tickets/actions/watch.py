"""Begin to watch a ticket, or cease to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.tickets.events import WatchersChanged
from careline.tickets.models import Ticket, Watcher
from careline.tickets.queries.access import lock_ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def watch(ticket: Ticket, *, by: Agent, cause: int | None = None) -> bool:
    """Watch a ticket that one may see; False if one did already. Emits WatchersChanged."""
    by.require(Right.READ_TICKETS)
    ticket = lock_ticket(ticket, by=by)
    if not Watcher.objects.get_or_create(ticket=ticket, agent=by)[1]:
        return False
    emit(WatchersChanged(ticket.pk, ticket.team_id, agent_id=by.pk, watches=True), by=by.actor, cause=cause)
    return True


@transaction.atomic
def unwatch(ticket: Ticket, *, by: Agent, cause: int | None = None) -> bool:
    """Cease to watch; False if one did not watch. Emits WatchersChanged."""
    ticket = lock_ticket(ticket, by=by)
    if not Watcher.objects.filter(ticket=ticket, agent=by).delete()[0]:
        return False
    emit(WatchersChanged(ticket.pk, ticket.team_id, agent_id=by.pk, watches=False), by=by.actor, cause=cause)
    return True
