"""Complaints as people may see them: the list page by page, one of them, those of a ticket, and whom they concern."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.http import Http404
from django.utils import timezone

from careline.accounts.contracts import Right
from careline.feedback.models import Complaint, ComplaintTicket
from careline.feedback.models.complaint import ENDED
from careline.tickets.queries.watching import visible_ids, watchable_tickets

if TYPE_CHECKING:
    from careline.accounts.models import Agent

PAGE = 50
_PERSON = """WITH RECURSIVE person(id) AS (
    SELECT %s::bigint UNION SELECT c.id FROM customers_customer c JOIN person p ON c.merged_into_id = p.id
) SELECT id FROM person"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which complaints: a stage or `open`, category, cause, severity, those that are late, some words; all by default."""

    stage: str = ""
    category: str = ""
    cause: str = ""
    severity: int = 0
    is_late: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some complaints, newest first, and where the next ones start (0: nowhere)."""

    complaints: list[Complaint]
    next_before: int


def wanted_by(agent: Agent, wanted: Wanted, *, at: datetime | None = None) -> QuerySet[Complaint]:
    """The visible complaints of a kind, without an order."""
    rows = Complaint.objects.get_queryset().visible_to(agent)  # type: ignore[attr-defined]
    if wanted.stage == "open":
        rows = rows.exclude(stage__in=ENDED)
    elif wanted.stage:
        rows = rows.filter(stage=wanted.stage)
    exact = {
        name: getattr(wanted, name) for name in ("category", "cause", "severity") if getattr(wanted, name)
    }
    rows = rows.filter(**exact)
    if wanted.is_late:
        rows = rows.filter(late_at(at or timezone.now()))
    if wanted.words:
        number = (
            Q(pk=int(wanted.words))
            if wanted.words.isascii() and wanted.words.isdigit() and len(wanted.words) < 18
            else Q()
        )
        rows = rows.filter(
            Q(summary__icontains=wanted.words) | Q(customer__name__icontains=wanted.words) | number
        )
    found: QuerySet[Complaint] = rows
    return found


def late_at(at: datetime) -> Q:
    """Open, and a deadline has passed with the thing not done."""
    unacknowledged = Q(acknowledged_at=None, acknowledge_by__lt=at)
    return Q(unacknowledged | Q(responded_at=None, respond_by__lt=at)) & ~Q(stage__in=ENDED)


def browse_complaints(agent: Agent, wanted: Wanted, *, before: int = 0) -> Stretch:
    """Visible complaints, newest first, those with a number below `before`."""
    rows = wanted_by(agent, wanted).select_related("customer", "owner").order_by("-pk")
    if before:
        rows = rows.filter(pk__lt=before)
    found = [*rows[: PAGE + 1]]
    return Stretch(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else 0)


def access_complaint(agent: Agent, number: int) -> Complaint:
    """The complaint of this number. Raises Http404 for who may not see it."""
    rows = wanted_by(agent, Wanted()).select_related("customer", "owner", "about", "opened_by")
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404(number)
    return found


def complaints_of(agent: Agent, ticket_id: int) -> list[Complaint]:
    """The visible complaints that a ticket belongs to."""
    return [*wanted_by(agent, Wanted()).filter(links__ticket_id=ticket_id).order_by("-pk")]


def complaints_by(agent: Agent, customer_id: int, *, limit: int) -> list[Complaint]:
    """The visible complaints of a customer and of the records that were merged into them, newest first. One statement."""
    rows = wanted_by(agent, Wanted()).filter(customer_id__in=RawSQL(_PERSON, [customer_id]))  # noqa: S611 - bound
    return [*rows.order_by("-pk")[:limit]]


def origin_of(complaint_id: int) -> tuple[int, int]:
    """The ticket that a complaint came from, and its team; zeros where no ticket is left."""
    rows = ComplaintTicket.objects.filter(complaint_id=complaint_id).order_by("pk")
    return rows.values_list("ticket_id", "ticket__team_id").first() or (0, 0)


def beside_of(complaint_id: int, ticket_id: int) -> tuple[int, ...]:
    """The numbers of a complaint's other tickets. No rights: for what is told live, each to those who see that ticket."""
    rows = ComplaintTicket.objects.filter(complaint_id=complaint_id).exclude(ticket_id=ticket_id)
    return tuple(rows.order_by("ticket_id").values_list("ticket_id", flat=True))


def watchable_complaints(agent: Agent, ids: list[int]) -> set[int]:
    """Those of the tickets of whose complaints this person may hear."""
    return watchable_tickets(agent, ids) if agent.may(Right.READ_COMPLAINTS) else set()


def tickets_of(agent: Agent, complaint: Complaint) -> list[tuple[int, str]]:
    """Number and subject of the tickets of a complaint, those that the agent sees."""
    rows = ComplaintTicket.objects.filter(complaint=complaint, ticket_id__in=visible_ids(agent)).order_by(
        "pk"
    )
    return [*rows.values_list("ticket_id", "ticket__subject")]
