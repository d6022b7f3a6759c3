"""Ask to be reminded of a ticket, and settle a reminder that has served."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.tickets.contracts import NotVisible, Refused
from careline.tickets.events import ReminderSet, ReminderSettled
from careline.tickets.models import Reminder, Ticket
from careline.tickets.queries.access import lock_ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent

LONGEST = timedelta(days=366 * 2)
LONGEST_NOTE = 300
MOST_OPEN = 500


@transaction.atomic
def set_reminder(
    ticket: Ticket, due_at: datetime, *, by: Agent, note: str = "", cause: int | None = None
) -> Reminder:
    """Remind a person of a ticket at a moment (aware). Emits ReminderSet.

    Refuses a moment that has passed or lies over two years ahead, and more than 500 open reminders of one person.
    """
    by.require(Right.READ_TICKETS)
    ticket = lock_ticket(ticket, by=by)
    if not timezone.now() < due_at <= timezone.now() + LONGEST:
        raise Refused(_("Choose a time that is still to come, within two years."))
    if Reminder.objects.filter(agent=by, done_at=None).count() >= MOST_OPEN:
        raise Refused(_("You have very many reminders: settle some first."))
    words = " ".join(note.replace("\x00", "").split())[:LONGEST_NOTE]
    reminder = Reminder.objects.create(ticket=ticket, agent=by, note=words, due_at=due_at)
    fact = ReminderSet(
        ticket.pk, ticket.team_id, reminder_id=reminder.pk, agent_id=by.pk, due=due_at.isoformat()
    )
    emit(fact, by=by.actor, cause=cause)
    return reminder


@transaction.atomic
def settle_reminder(reminder_id: int, *, by: Agent, cause: int | None = None) -> Reminder:
    """Say that one's own reminder has served, or is no longer wanted. Emits ReminderSettled, once."""
    own = Reminder.objects.visible_to(by).select_related("ticket").select_for_update(of=("self",))
    reminder = own.filter(pk=reminder_id).first()
    if reminder is None:
        raise NotVisible(reminder_id)
    if reminder.done_at is None:
        reminder.done_at = timezone.now()
        reminder.save(update_fields=["done_at"])
        ticket = reminder.ticket
        fact = ReminderSettled(ticket.pk, ticket.team_id, reminder_id=reminder.pk, agent_id=by.pk)
        emit(fact, by=by.actor, cause=cause)
    return reminder
