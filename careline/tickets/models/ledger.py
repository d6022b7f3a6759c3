"""The ledger of a ticket: its intervals of time, and what it adds to the queues' counters.

Called by actions, in their transaction, after they locked the ticket. The counters leave merged tickets out.
"""

from dataclasses import dataclass

from django.db import connection

from careline.tickets.models.interval import Interval
from careline.tickets.models.proposing import recount_proposals
from careline.tickets.models.ticket import SLEEPS, Ticket, TicketDelta

_TURN = """
WITH moment AS (SELECT clock_timestamp() AS at), ended AS (
    UPDATE tickets_interval i SET ended_at = greatest(i.started_at, moment.at) FROM moment
    WHERE i.ticket_id = %(ticket)s AND i.kind = %(kind)s AND i.ended_at IS NULL RETURNING i.ended_at)
INSERT INTO tickets_interval (ticket_id, kind, value, started_at, cause_id)
SELECT %(ticket)s, %(kind)s, %(value)s, coalesce((SELECT ended_at FROM ended), at), %(cause)s FROM moment
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a ticket stands: whose queue, which status, whose hands (0: nobody's), whether it counts, and sleeps."""

    team_id: int
    status: int
    assignee_id: int
    counts: bool = True
    sleeps: bool = False


def place_of(ticket: Ticket) -> Place:
    """Where the ticket stands now, in memory."""
    return Place(
        ticket.team_id,
        ticket.status,
        ticket.assignee_id or 0,
        counts=ticket.merged_into_id is None,
        sleeps=ticket.snoozed_until is not None,
    )


def open_ledger(ticket: Ticket, *, cause_id: int) -> None:
    """Begin the intervals of a new ticket, and count it."""
    place = place_of(ticket)
    Interval.objects.bulk_create(
        Interval(ticket=ticket, kind=kind, value=value, started_at=ticket.created_at, cause_id=cause_id)
        for kind, value in _values(place).items()
    )
    _count(place, +1)


def move_in_ledger(ticket: Ticket, before: Place, *, cause_id: int) -> None:
    """End the intervals that no longer hold, begin the next without a gap, and move the count."""
    after = place_of(ticket)
    was = _values(before)
    for kind, value in _values(after).items():
        if was[kind] != value:
            turn_interval(ticket.pk, kind, value, cause_id=cause_id)
    if before.team_id != after.team_id:
        recount_proposals(ticket, from_team=before.team_id)
    if before != after:
        _count(before, -1)
        _count(after, +1)


def turn_interval(ticket_id: int, kind: str, value: int, *, cause_id: int | None) -> None:
    """End the open interval of a kind now, and begin one with another value at the same moment."""
    with connection.cursor() as cursor:
        cursor.execute(_TURN, {"ticket": ticket_id, "kind": kind, "value": value, "cause": cause_id})


def _values(place: Place) -> dict[str, int]:
    return {"status": place.status, "team": place.team_id, "assignee": place.assignee_id}


def _count(place: Place, n: int) -> None:
    if place.counts:
        TicketDelta.objects.create(
            team_id=place.team_id,
            status=SLEEPS if place.sleeps else place.status,
            assignee_id=place.assignee_id,
            n=n,
        )
