"""Put a ticket to sleep: out of the lists until a moment, or until something happens."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.accounts.queries import open_teams
from careline.core.events import Actor, emit
from careline.tickets.contracts import Refused
from careline.tickets.events import TicketSnoozed
from careline.tickets.models import Snooze, Ticket
from careline.tickets.models.ledger import place_of
from careline.tickets.models.moves import save_change
from careline.tickets.queries.access import lock_ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent

LONGEST = timedelta(days=366 * 2)


@transaction.atomic
def snooze(
    ticket: Ticket,
    until: datetime,
    *,
    by: Agent,
    wakes_in_team: int = 0,
    version: int | None = None,
    cause: int | None = None,
) -> Ticket:
    """Let a ticket sleep until a moment (aware), then wake where it is or in another team. Emits TicketSnoozed.

    Refuses what is solved, a moment that has passed or lies over two years ahead, and a team that is not there.
    """
    by.require(Right.CHANGE_TICKETS)
    ticket = lock_ticket(ticket, by=by, version=version)
    if not ticket.is_open_work:
        raise Refused(_("A solved ticket has nothing to wait for."))
    if not timezone.now() < until <= timezone.now() + LONGEST:
        raise Refused(_("Choose a time that is still to come, within two years."))
    if wakes_in_team and not open_teams().filter(pk=wakes_in_team).exists():
        raise Refused(_("There is no such team."))
    _put_to_sleep(ticket, until, by.actor, cause, wakes_in_team=wakes_in_team)
    chosen = {"agent": by, "team_id": wakes_in_team or None, "created_at": timezone.now()}
    Snooze.objects.update_or_create(ticket=ticket, defaults=chosen)
    return ticket


def apply_snooze(ticket: Ticket, until: datetime, *, by: Actor, cause: int | None = None) -> int | None:
    """Put a ticket to sleep without a person, one that the caller locked; None if it sleeps already, or is solved."""
    if not ticket.is_open_work or ticket.snoozed_until is not None:
        return None
    Snooze.objects.filter(ticket=ticket).delete()
    return _put_to_sleep(ticket, until, by, cause)


def _put_to_sleep(
    ticket: Ticket, until: datetime, by: Actor, cause: int | None, *, wakes_in_team: int = 0
) -> int:
    before = place_of(ticket)
    fact = TicketSnoozed(ticket.pk, ticket.team_id, until=until.isoformat(), wakes_in_team=wakes_in_team)
    event_id = emit(fact, by=by, cause=cause)
    ticket.snoozed_until = until
    save_change(ticket, before, "snoozed_until", cause_id=event_id)
    return event_id
