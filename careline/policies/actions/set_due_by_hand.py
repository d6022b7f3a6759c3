"""Set by hand when a ticket is due, with the reason, and take that back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.policies.actions.keep_clocks import set_nearest
from careline.policies.bringing import BREACH
from careline.policies.contracts import Kind, PolicyRefused
from careline.policies.events import DueSet
from careline.policies.models import Clock
from careline.policies.models.writing import write_clocks
from careline.tickets.queries.access import lock_ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.models import Ticket

LONGEST = timedelta(days=3 * 366)


@transaction.atomic
def set_due_by_hand(ticket: Ticket, due_at: datetime, *, by: Agent, reason: str) -> None:
    """Set when a ticket is due, instead of what was set by hand before. Emits DueSet.

    Refuses a moment that is past or years away, a missing reason, and a ticket that is done. The promises of its
    policy go on beside it: the nearest counts.
    """
    by.require(Right.CHANGE_TICKETS)
    ticket = lock_ticket(ticket, by=by)
    words = " ".join(reason.split())[:300]
    if not words:
        raise PolicyRefused(_("Say why it is due then."), field="reason")
    if not timezone.now() < due_at <= timezone.now() + LONGEST:
        raise PolicyRefused(_("Choose a moment to come."), field="when")
    if not ticket.is_open_work:
        raise PolicyRefused(_("This ticket is done."))
    _end(ticket)
    clock = Clock(
        ticket_id=ticket.pk, kind=Kind.MANUAL, started_at=timezone.now(), due_at=due_at, next_at=due_at, is_business=False,
        agenda=[[BREACH, due_at.isoformat()]], reason=words, set_by_id=by.pk,
    )  # fmt: skip
    write_clocks([clock], [])
    _tell(ticket, by, due_at.isoformat(), words)


@transaction.atomic
def clear_due_by_hand(ticket: Ticket, *, by: Agent, reason: str = "") -> None:
    """Take back what was set by hand. Emits DueSet without a moment; nothing if nothing was set."""
    by.require(Right.CHANGE_TICKETS)
    ticket = lock_ticket(ticket, by=by)
    if _end(ticket):
        _tell(ticket, by, "", " ".join(reason.split())[:300])


def _end(ticket: Ticket) -> bool:
    running = Clock.objects.filter(ticket_id=ticket.pk, kind=Kind.MANUAL, stopped_at=None)
    return bool(
        running.update(state=Clock.State.CANCELLED, stopped_at=timezone.now(), next_at=None, agenda=[])
    )


def _tell(ticket: Ticket, by: Agent, due: str, reason: str) -> None:
    clocks = Clock.objects.filter(ticket_id=ticket.pk, stopped_at=None)
    set_nearest(ticket.pk, clocks, says=ticket)
    emit(DueSet(ticket.pk, ticket.team_id, kind=Kind.MANUAL, due=due, reason=reason), by=by.actor)
