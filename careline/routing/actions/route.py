"""Give a ticket that is in nobody's hands to somebody who can take it, or have it wait. Acts as its queue: no rights.

Locks, in this order: the ticket's row, the seats of those who could take it (by id), then what belongs to the ticket.
Never a second ticket in the same transaction: two who route never wait for each other in a circle, and since loads are
counted with the seats held, no two give somebody more than they can take.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from careline.accounts.queries import speaking_house
from careline.core.events import Actor, emit
from careline.routing.choosing import choose
from careline.routing.contracts import Person, Plan, Why
from careline.routing.events import TicketRouted
from careline.routing.models import Routed, Seat, Waiting, lock_seats
from careline.routing.queries.examining import people_for, stage_at, with_loads
from careline.routing.queries.queues import plan_for
from careline.routing.queries.reasons import because
from careline.tickets.actions.automate import hand_to
from careline.tickets.contracts import Refused
from careline.tickets.queries.access import lock_free, lock_remaining
from careline.tickets.queries.hands import needs_hands

if TYPE_CHECKING:
    from careline.tickets.models import Ticket

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Round:
    """One attempt to route a ticket: by which queue, how often that has widened, since when it waits, and now."""

    ticket: Ticket
    plan: Plan
    stage: int
    since: datetime
    widens_at: datetime | None
    at: datetime


def route(ticket_id: int, *, at: datetime | None = None, waits_for_lock: bool = True) -> int:
    """Route a ticket; the id of who has it now through this, 0 where nobody does or need. Emits TicketRouted.

    Does nothing to a ticket that somebody has, sleeps, or is done. Without `waits_for_lock` one that somebody else
    holds is left for the next time.
    """
    with transaction.atomic():
        ticket = lock_remaining(ticket_id) if waits_for_lock else lock_free([ticket_id]).get(ticket_id)
        return route_locked(ticket, at=at or timezone.now()) if ticket is not None else 0


def route_locked(ticket: Ticket, *, at: datetime) -> int:
    """The same for a ticket that the caller locked."""
    plan = plan_for(ticket, at=at) if needs_hands(ticket) else None
    if plan is None:
        Waiting.objects.filter(ticket_id=ticket.pk).delete()
        return 0
    waiting = Waiting.objects.filter(ticket_id=ticket.pk).first()
    since = waiting.since if waiting and waiting.queue_id == plan.id else at
    stage, widens_at = stage_at(plan, ticket, since, at)
    this = Round(ticket, plan, stage, since, widens_at, at)
    taken = _give(this)
    if taken is None:
        _wait(this, tries=waiting.tries + 1 if waiting else 1)
    elif waiting is not None:
        waiting.delete()
    return taken.agent_id if taken else 0


def _give(this: Round) -> Person | None:
    """Take the best who can, while others are kept from giving them anything; None where nobody can."""
    able = [
        one for one in people_for(this.plan, this.ticket, stage=this.stage, at=this.at) if one.why is None
    ]
    if not able:
        return None
    seats = lock_seats(one.agent_id for one in able)
    people = with_loads(able, this.ticket.channel, seats)
    while (best := choose(people, this.plan.strategy, fallback=this.plan.fallback)) is not None:
        if _hand_over(this, best, seats[best.agent_id]):
            return best
        people = [replace(one, why=Why.UNSEEN) if one == best else one for one in people]
    return None


def _hand_over(this: Round, person: Person, seat: Seat) -> bool:
    """Assign the ticket; False where this person may not see it, or has just left."""
    ticket, actor = this.ticket, Actor("routing", this.plan.id)
    waited = max(int((this.at - this.since).total_seconds()), 0)
    try:
        with transaction.atomic(), speaking_house():
            fact = TicketRouted(
                ticket.pk, ticket.team_id, queue_id=this.plan.id, title=this.plan.name, agent_id=person.agent_id,
                because=because(person, this.plan, stage=this.stage), waited_seconds=waited,
            )  # fmt: skip
            hand_to(ticket, person.agent_id, by=actor, cause=emit(fact, by=actor))
            row = Routed.objects.create(
                ticket_id=ticket.pk, queue_id=this.plan.id, agent_id=person.agent_id, waited_seconds=waited
            )
    except Refused:
        return False
    seat.turn, seat.active_at = row.pk, this.at
    seat.save(update_fields=["turn", "active_at"])
    return True


def _wait(this: Round, *, tries: int) -> None:
    """Look again later, ever less often, but at the moment at which the queue widens."""
    pause = min(FIRST_PAUSE * 2 ** min(tries - 1, 10), LONGEST_PAUSE)
    next_at = min(this.at + pause, this.widens_at or this.at + pause)
    values = {
        "queue_id": this.plan.id, "rank": this.plan.priority * 10 + this.ticket.priority, "since": this.since,
        "stage": this.stage, "tries": tries, "next_at": next_at,
    }  # fmt: skip
    Waiting.objects.update_or_create(ticket_id=this.ticket.pk, defaults=values)
