"""Which ticket somebody should take next: the nearest due, then the customer who waits longest; nothing others are in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils import timezone

from careline.accounts.queries import own_team_ids
from careline.tickets.models import Ticket
from careline.tickets.models.exclusion import NOT_KEPT
from careline.tickets.models.ticket import NEVER
from careline.tickets.queries.queue import HERE_SECONDS

if TYPE_CHECKING:
    from careline.accounts.models import Agent

CANDIDATES = 50
# Our move, awake, and free; or already in one's own hands with the customer having had the last word.
_FREE = f"""{NOT_KEPT} AND t.status IN (1, 2, 3, 4) AND t.status IN (1, 2) AND t.snoozed_until IS NULL AND t.id <> %(but)s
    AND (t.assignee_id IS NULL OR (t.assignee_id = %(me)s AND t.last_customer_at >= t.last_message_at))
    AND NOT EXISTS (SELECT FROM tickets_viewer v WHERE v.ticket_id = t.id AND v.agent_id <> %(me)s AND v.at > %(since)s)"""
_DUE = "t.due_at, t.last_customer_at, t.id"
_WAITING = "t.last_customer_at, t.id"
_FOUND = """
SELECT x.id FROM unnest(%(teams)s::bigint[]) m(team_id) CROSS JOIN LATERAL (
    SELECT t.* FROM tickets_ticket t WHERE t.team_id = m.team_id AND {when} AND {free} ORDER BY {order} LIMIT %(most)s) x
ORDER BY {outer} LIMIT %(most)s
"""
_TAKE = """
SELECT t.* FROM tickets_ticket t WHERE t.id = ANY(%(ids)s::bigint[]) AND t.team_id = ANY(%(teams)s::bigint[]) AND {free}
ORDER BY {order} LIMIT 1 FOR UPDATE OF t SKIP LOCKED
"""


def lock_next(agent: Agent, *, but: int = 0) -> Ticket | None:
    """The ticket to take next of the person's teams, locked until the transaction ends; None if nothing waits.

    `but` is left out: the ticket they come from. One that somebody else takes at this moment is passed over.
    """
    values: dict[str, Any] = {
        "me": agent.pk,
        "but": but,
        "teams": own_team_ids(agent),
        "since": timezone.now() - timedelta(seconds=HERE_SECONDS),
        "never": NEVER,
        "most": CANDIDATES,
    }
    for when, order in (("t.due_at < %(never)s", _DUE), ("t.due_at >= %(never)s", _WAITING)):
        found = _ids(
            _FOUND.format(when=when, free=_FREE, order=order, outer=order.replace("t.", "x.")), values
        )
        if found:
            taken = [*Ticket.objects.raw(_TAKE.format(free=_FREE, order=order), values | {"ids": found})]
            if taken:
                return taken[0]
    return None


def _ids(statement: str, values: dict[str, Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [row[0] for row in cursor.fetchall()]
