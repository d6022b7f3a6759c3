"""Saving a change of a ticket's fields together with its ledger. Used by actions, which emit the event first."""

from django.db.models.functions import Now
from django.utils import timezone

from careline.tickets.models.ledger import Place, move_in_ledger
from careline.tickets.models.ticket import Status, Ticket
from careline.tickets.slots import follow


def save_change(ticket: Ticket, before: Place, *fields: str, cause_id: int) -> None:
    """Write the named fields of a locked ticket, raise its version, keep intervals and counts in step, and tell who follows."""
    ticket.version += 1
    ticket.updated_at = Now()
    ticket.save(update_fields=[*fields, "version", "updated_at"])
    ticket.refresh_from_db(fields=["updated_at"])
    move_in_ledger(ticket, before, cause_id=cause_id)
    follow(ticket, cause_id)


def set_status_fields(ticket: Ticket, status: int) -> tuple[str, ...]:
    """Set the status and the moments that go with it; returns the names of the fields touched. What is done wakes."""
    ticket.status = status
    if status >= Status.SOLVED:
        ticket.snoozed_until = None
    moment = timezone.now()
    if status == Status.SOLVED:
        ticket.solved_at = moment
    elif status == Status.CLOSED:
        ticket.closed_at = moment
    else:
        ticket.solved_at = ticket.closed_at = None
    return ("status", "solved_at", "closed_at", "snoozed_until")
