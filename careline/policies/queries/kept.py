"""What clocks are kept by: the course of tickets, the clocks they have, and the policy each fits; in one statement.

Every answer of a customer asks this once. The clocks are not locked: who holds a ticket's lock is the only one who
writes them (`fire_due` takes none whose ticket it can't lock).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from careline.core.rows import row_from_json
from careline.policies.contracts import Policy
from careline.policies.models import Clock
from careline.policies.queries.policies import asks_tickets, fitting
from careline.tickets.contracts.course import Course
from careline.tickets.queries.conditions import facts_from_json
from careline.tickets.queries.course import courses_and

_CLOCKS = "(SELECT json_agg(to_jsonb(c) ORDER BY c.id) FROM policies_clock c WHERE c.ticket_id = t.id)"
_TICKET = "to_jsonb(t)"


@dataclass(frozen=True, slots=True)
class Kept:
    """One ticket: its course, its clocks in the order in which they began, and the policy that it fits now."""

    course: Course
    clocks: list[Clock]
    policy: Policy | None


def kept_of(ticket_ids: Iterable[int], *, at: datetime) -> list[Kept]:
    """These tickets as clocks see them; one more statement where one was merged into another, or a policy asks for more."""
    ticket = _TICKET if asks_tickets() else "NULL"
    found = courses_and(ticket_ids, f"json_build_array({_CLOCKS}, {ticket})")
    facts = facts_from_json(row for _course, (_clocks, row) in found.values() if row)
    chosen = fitting([*found], facts, at=at)
    return [
        Kept(course, [row_from_json(Clock, one) for one in clocks or ()], chosen.get(pk))
        for pk, (course, (clocks, _row)) in found.items()
    ]
