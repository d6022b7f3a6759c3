"""Take a measure against abuse by a customer, and lift it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.accounts.queries import find_agents
from careline.core.events import emit
from careline.customers.actions.block_sender import block_sender, unblock_sender
from careline.feedback.actions.keep_to_contact import keep_to_contact
from careline.feedback.contracts import FeedbackRefused
from careline.feedback.events import MeasureLifted, MeasureTaken
from careline.feedback.models import Measure
from careline.feedback.queries.measures import usual_review
from careline.feedback.queries.restrictions import changed_restrictions, open_tickets_of
from careline.tickets.queries.access import lock_ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.models import Ticket

Kind = Measure.Kind


@dataclass(frozen=True, slots=True)
class Wish:
    """What to do: its kind, why, and when to look at it again (None: as usual).

    Of a restriction its terms in words, whether forms take nothing any more, and the one person who serves the customer.
    """

    kind: str
    reason: str
    terms: str = ""
    review_on: date | None = None
    by_mail_only: bool = False
    contact_id: int | None = None


@transaction.atomic
def take_measure(ticket: Ticket, wish: Wish, *, by: Agent) -> Measure:
    """Warn, restrict or block the customer of a ticket. Emits MeasureTaken; a block sets later mail of theirs aside.

    A warning is any agent's; further measures need the right to manage feedback. Refuses (FeedbackRefused) one without a
    reason, a restriction that says nothing, a contact who can't answer, and a review date that has passed. Each kind stands
    once at a time. With a contact the customer's open tickets go to them.
    """
    by.require(Right.CHANGE_TICKETS if wish.kind == Kind.WARN else Right.MANAGE_FEEDBACK)
    ticket = lock_ticket(ticket, by=by)
    review_on = wish.review_on or usual_review()
    _check(wish, review_on)
    if Measure.objects.filter(customer_id=ticket.customer_id, kind=wish.kind, lifted_at=None).exists():
        raise FeedbackRefused(_("This measure stands already."))
    restricts = wish.kind == Kind.RESTRICT
    measure = Measure.objects.create(
        customer_id=ticket.customer_id, ticket=ticket, kind=wish.kind, reason=_line(wish.reason), taken_by=by,
        review_on=review_on, terms=_line(wish.terms) if restricts else "", by_mail_only=restricts and wish.by_mail_only,
        contact_id=wish.contact_id if restricts else None,
    )  # fmt: skip
    if wish.kind == Kind.BLOCK:
        _block(measure, by)
    fact = MeasureTaken(
        ticket.pk, ticket.team_id, measure_id=measure.pk, kind=wish.kind, review_on=review_on.isoformat()
    )
    taken = emit(fact, by=by.actor)
    changed_restrictions()
    if measure.contact_id:
        for number in open_tickets_of(measure.customer_id):
            keep_to_contact(number, measure.contact_id, measure_id=measure.pk, cause=taken)
    return measure


def _check(wish: Wish, review_on: date) -> None:
    if wish.kind not in Kind.values or not _line(wish.reason):
        raise FeedbackRefused(_("Say what happened: it stands in the record."))
    if wish.kind == Kind.RESTRICT and not (_line(wish.terms) or wish.by_mail_only or wish.contact_id):
        raise FeedbackRefused(_("Say how this customer is served from now on."))
    if wish.contact_id and not any(one.may(Right.REPLY) for one in find_agents([wish.contact_id])):
        raise FeedbackRefused(_("Choose somebody who can answer."))
    if review_on < timezone.localdate():
        raise FeedbackRefused(_("The day to look at it again has passed already."))


@transaction.atomic
def lift_measure(measure: Measure, reason: str, *, by: Agent) -> Measure:
    """End a measure, with the reason; addresses that it blocked may write again. Emits MeasureLifted, once."""
    by.require(Right.MANAGE_FEEDBACK)
    fresh = Measure.objects.select_for_update().get(pk=measure.pk)
    if fresh.lifted_at is not None:
        return fresh
    fresh.lifted_by, fresh.lifted_at, fresh.lift_reason = by, timezone.now(), _line(reason)
    fresh.save(update_fields=["lifted_by", "lifted_at", "lift_reason"])
    changed_restrictions()
    for address in fresh.addresses:
        unblock_sender(address, by=by, reason=_block_reason(fresh))
    if fresh.ticket is not None:
        emit(
            MeasureLifted(fresh.ticket_id or 0, fresh.ticket.team_id, measure_id=fresh.pk, kind=fresh.kind),
            by=by.actor,
        )
    return fresh


def _block(measure: Measure, by: Agent) -> None:
    identities = measure.customer.identities.filter(kind="email").values_list("normalised", flat=True)
    measure.addresses = [*identities]
    measure.save(update_fields=["addresses"])
    for address in measure.addresses:
        block_sender(address, by=by, reason=_block_reason(measure))


def _block_reason(measure: Measure) -> str:
    return f"abuse: {measure.pk}"


def _line(words: str) -> str:
    return " ".join(words.replace("\x00", "").split())[:500]
