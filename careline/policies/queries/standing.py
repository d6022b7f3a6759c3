"""How the clocks of tickets stand, in SQL on the ticket `t`: for conditions, and the same for many tickets at once."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

NONE = "none"
_CLOCKS = "FROM policies_clock c WHERE c.ticket_id = t.id AND c.kind <> 'internal'"
STANDING = (
    f"coalesce((SELECT CASE WHEN bool_or(c.stopped_at IS NULL AND c.state = 'breached') THEN 'breached'"
    f" WHEN bool_or(c.state = 'running') THEN 'running' WHEN bool_or(c.state = 'paused') THEN 'paused'"
    f" WHEN bool_or(c.state = 'breached') THEN 'missed' WHEN bool_or(c.state = 'met') THEN 'kept' END {_CLOCKS}), '{NONE}')"
)
NEAREST = f"coalesce((SELECT c.kind {_CLOCKS} AND c.stopped_at IS NULL ORDER BY c.due_at NULLS LAST, c.id LIMIT 1), '{NONE}')"
LATEST_POLICY = (
    f"coalesce((SELECT c.policy_id {_CLOCKS} AND c.policy_id IS NOT NULL ORDER BY c.id DESC LIMIT 1), 0)"
)
_MANY = f"SELECT t.id, {STANDING}, {NEAREST}, {LATEST_POLICY} FROM tickets_ticket t WHERE t.id = ANY(%s)"  # noqa: S608  (nothing but our own text)


def standings(ticket_ids: Iterable[int]) -> dict[int, tuple[str, str, str]]:
    """Of these tickets: how what is owed stands, the nearest target, and the policy ("0": none)."""
    with connection.cursor() as cursor:
        cursor.execute(_MANY, [[*ticket_ids]])
        return {row[0]: (row[1], row[2], str(row[3])) for row in cursor.fetchall()}
