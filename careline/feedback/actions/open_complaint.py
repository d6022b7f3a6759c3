"""Take a ticket into the complaint register, or add a further ticket to a complaint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.accounts.queries import find_agents
from careline.core.events import emit
from careline.feedback.actions.keep_apart import keep_out_of
from careline.feedback.contracts import FeedbackRefused
from careline.feedback.deadlines import deadline
from careline.feedback.events import ComplaintLinked, ComplaintOpened
from careline.feedback.models import Complaint, ComplaintTicket
from careline.feedback.queries.settings import feedback_settings
from careline.tickets.queries.access import access_ticket, lock_ticket
from careline.workforce.queries import calendar_of, hours_for

if TYPE_CHECKING:
    from datetime import datetime

    from careline.accounts.models import Agent
    from careline.tickets.models import Ticket

LONGEST_SUMMARY = 300


@dataclass(frozen=True, slots=True)
class Opening:
    """What is known when a complaint is taken down. `about_id`: the member of staff whom it is about, if anybody."""

    summary: str
    category: str
    severity: int = 2
    about_id: int | None = None


@transaction.atomic
def open_complaint(ticket: Ticket, opening: Opening, *, by: Agent) -> Complaint:
    """Make a complaint of a ticket's customer, with its deadlines. Emits ComplaintOpened.

    It counts as received when the ticket was made. Whom it is about is kept out of the ticket at once. Refuses (FeedbackRefused) no summary, an unknown category, and
    (Forbidden) those who don't handle complaints. Nobody takes down a complaint about themselves.
    """
    by.require(Right.HANDLE_COMPLAINTS)
    ticket = lock_ticket(ticket, by=by)
    settings = feedback_settings()
    summary = " ".join(opening.summary.replace("\x00", "").split())[:LONGEST_SUMMARY]
    if (
        not summary
        or opening.category not in settings.categories
        or opening.severity not in Complaint.Severity.values
    ):
        raise FeedbackRefused(_("Say in a sentence what the complaint is about, and choose its category."))
    if opening.about_id == by.pk:
        raise FeedbackRefused(_("Somebody else takes down a complaint about you: hand the ticket over."))
    if opening.about_id and not find_agents([opening.about_id]):
        raise FeedbackRefused(_("This person is not here any more."))
    organisation_id = ticket.customer.organisation_id
    acknowledge_by, respond_by = _deadlines(ticket, ticket.created_at, organisation_id)
    complaint = Complaint.objects.create(
        customer_id=ticket.customer_id, organisation_id=organisation_id, summary=summary, category=opening.category,
        severity=opening.severity, about_id=opening.about_id, owner=_owner(ticket, opening, by), opened_by=by,
        currency=settings.currency, received_at=ticket.created_at, acknowledge_by=acknowledge_by, respond_by=respond_by,
        next_due_at=acknowledge_by,
    )  # fmt: skip
    link = ComplaintTicket.objects.create(complaint=complaint, ticket=ticket)
    opened = emit(ComplaintOpened(ticket.pk, ticket.team_id, complaint_id=complaint.pk), by=by.actor)
    keep_out_of(ticket, link, opening.about_id, by=by, cause=opened)
    return complaint


def _owner(ticket: Ticket, opening: Opening, by: Agent) -> Agent:
    """Whose ticket it is looks after the complaint, unless it is about them."""
    return ticket.assignee if ticket.assignee and ticket.assignee_id != opening.about_id else by


@transaction.atomic
def link_ticket(complaint: Complaint, number: int, *, by: Agent) -> None:
    """Add a ticket to a complaint. Emits ComplaintLinked, once. Raises NotVisible for a ticket that the person can't see."""
    by.require(Right.HANDLE_COMPLAINTS)
    ticket = lock_ticket(access_ticket(by, number), by=by)
    link, is_new = ComplaintTicket.objects.get_or_create(complaint=complaint, ticket=ticket)
    if is_new:
        linked = emit(ComplaintLinked(ticket.pk, ticket.team_id, complaint_id=complaint.pk), by=by.actor)
        about = complaint.about_id if complaint.stage != Complaint.Stage.WITHDRAWN else None
        keep_out_of(ticket, link, about, by=by, cause=linked)


def _deadlines(
    ticket: Ticket, received_at: datetime, organisation_id: int | None
) -> tuple[datetime, datetime]:
    settings = feedback_settings()
    hours = hours_for(team_id=ticket.team_id, inbox_id=ticket.inbox_id, organisation_id=organisation_id)
    calendar, counts = calendar_of(hours), settings.counts_business_days
    return (
        deadline(received_at, settings.acknowledge_days, calendar, counts_business_days=counts),
        deadline(received_at, settings.respond_days, calendar, counts_business_days=counts),
    )
