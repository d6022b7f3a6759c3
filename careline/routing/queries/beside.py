"""One ticket as routing sees it: the queue that takes it, since when it waits, and who could take it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from careline.routing.choosing import choose
from careline.routing.contracts import Person, Plan
from careline.routing.models import Waiting
from careline.routing.queries.examining import explained, stage_at
from careline.routing.queries.queues import plan_for
from careline.tickets.queries.hands import needs_hands

if TYPE_CHECKING:
    from careline.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Explained:
    """Who could take a ticket: the queue, everybody who is asked, and who would get it now."""

    plan: Plan
    people: list[Person]
    best: Person | None
    since: datetime | None
    stage: int
    widens_at: datetime | None


def waiting_of(ticket: Ticket) -> Waiting | None:
    """How a ticket waits; None where it does not."""
    if not needs_hands(ticket):
        return None
    return Waiting.objects.select_related("queue").filter(ticket_id=ticket.pk).first()


def explain(ticket: Ticket) -> Explained | None:
    """Who could take a ticket as it is now, and why not the others; None where no queue takes it."""
    now = timezone.now()
    plan = plan_for(ticket, at=now)
    if plan is None:
        return None
    waiting = waiting_of(ticket)
    since = waiting.since if waiting and waiting.queue_id == plan.id else None
    stage, widens_at = stage_at(plan, ticket, since or now, now)
    people = explained(plan, ticket, stage=stage, at=now)
    best = choose(people, plan.strategy, fallback=plan.fallback)
    return Explained(plan, people, best, since, stage, widens_at if since else None)
