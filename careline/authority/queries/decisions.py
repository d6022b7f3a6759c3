"""Decisions: those that wait for somebody, those on a ticket, and what was decided for a customer before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, QuerySet, Subquery, Sum

from careline.authority.contracts import USUAL_CURRENCY, Ruling
from careline.authority.models import Budget, Decision, DecisionKind, Escalation, Limit
from careline.customers.queries import same_person_ids
from careline.tickets.contracts import NotVisible

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.models import Ticket

MOST, PAGE = 100, 50
_WITH = ("kind", "ticket", "ticket__customer", "asked_by", "decided_by", "budget")


@dataclass(frozen=True, slots=True)
class Offer:
    """What somebody can ask for on a ticket: the kinds that are taken, and the currency that is meant where nobody says one."""

    kinds: Sequence[DecisionKind]
    currency: str
    is_escalated: bool


def offer_on(ticket: Ticket) -> Offer:
    """What can be asked for on a ticket, and whether it is escalated; one statement, for the panel beside it."""
    limits = Limit.objects.exclude(currency="").order_by("pk").values("currency")[:1]
    budgets = Budget.objects.order_by("-pk").values("currency")[:1]
    kinds = DecisionKind.objects.filter(is_archived=False).annotate(
        said=Subquery(limits),
        planned=Subquery(budgets),
        is_escalated=Exists(Escalation.objects.filter(ticket_id=ticket.pk, ended_at=None)),
    )
    rows = [*kinds]
    if not rows:
        return Offer([], USUAL_CURRENCY, is_escalated=True)  # nobody knows: look
    first = rows[0]
    return Offer(rows, first.said or first.planned or USUAL_CURRENCY, first.is_escalated)


def decisions_to_take(agent: Agent) -> QuerySet[Decision]:
    """Those that wait for this person, the nearest deadline first."""
    return Decision.objects.to_take_by(agent).select_related(*_WITH).order_by("deadline_at", "pk")


def decisions_asked_by(agent: Agent) -> list[Decision]:
    """What somebody asked for and nobody decided yet, oldest first."""
    own = Decision.objects.visible_to(agent).filter(asked_by=agent, state=Decision.State.WAITING)
    return [*own.select_related(*_WITH).order_by("pk")[:MOST]]


def browse_decisions(agent: Agent, *, whose: str, state: str, before: int = 0) -> list[Decision]:
    """Decisions on tickets that somebody may see, newest first, behind an id: one more than a page, if there are more.

    `whose` is to_take, asked or all; `state` "" is any.
    """
    rows = Decision.objects.to_take_by(agent) if whose == "to_take" else Decision.objects.visible_to(agent)
    if whose == "asked":
        rows = rows.filter(asked_by=agent)
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(pk__lt=before) if before else rows
    return [*rows.select_related("kind").order_by("-pk")[: PAGE + 1]]


def decisions_of(ticket: Ticket) -> list[Decision]:
    """The decisions on an accessed ticket, newest first; those of tickets that were merged into it came along."""
    rows = Decision.objects.filter(ticket_id=ticket.pk)
    return [*rows.select_related("kind", "asked_by", "decided_by").order_by("-pk")[:MOST]]


def access_decision(agent: Agent, decision_id: int) -> Decision:
    """One decision on a ticket that this person may see. Raises NotVisible."""
    found = Decision.objects.visible_to(agent).select_related(*_WITH).filter(pk=decision_id).first()
    if found is None:
        raise NotVisible(decision_id)
    return found


def decided_before(agent: Agent, decision: Decision) -> list[Decision]:
    """Earlier decisions for the same customer that this person may see, newest first."""
    rows = Decision.objects.visible_to(agent).filter(
        customer_id__in=same_person_ids(decision.ticket.customer)
    )
    return [*rows.exclude(pk=decision.pk).select_related("kind", "ticket", "decided_by").order_by("-pk")[:20]]


def ruling_on(about: str) -> Ruling | None:
    """How the latest decision stands that a room asked for about this; None where none was. No rights: rooms ask."""
    row = Decision.objects.filter(about=about).select_related("kind").order_by("-pk").first()
    return ruling_of(row) if row is not None else None


def ruling_of(row: Decision) -> Ruling:
    """How a decision stands, as a value."""
    said = row.reason if row.decided_by_id == row.asked_by_id else row.answer
    return Ruling(
        row.pk,
        row.kind.key,
        row.state,
        row.amount_minor,
        row.granted_minor,
        row.currency,
        said,
        row.decided_by_id,
    )


def people_asked(decision_id: int) -> list[int]:
    """The ids of those who were asked for a decision, whoever took it."""
    return next(iter(Decision.objects.filter(pk=decision_id).values_list("approver_ids", flat=True)), [])


def granted_on(ticket_id: int, kind: str, currency: str) -> int:
    """How much of a kind was granted on a ticket so far, in minor units of a currency."""
    rows = Decision.objects.filter(
        ticket_id=ticket_id, kind__key=kind, currency=currency, state=Decision.State.GRANTED
    )
    return rows.aggregate(sum=Sum("granted_minor"))["sum"] or 0


def escalation_of(ticket: Ticket) -> Escalation | None:
    """The escalation that an accessed ticket is in, if any."""
    return Escalation.objects.filter(ticket_id=ticket.pk, ended_at=None).select_related("by").first()


def escalations_of(ticket: Ticket) -> list[Escalation]:
    """All escalations of an accessed ticket, newest first."""
    return [*Escalation.objects.filter(ticket_id=ticket.pk).order_by("-pk")[:MOST]]
