"""How what is promised on tickets stands, in one word, for conditions: the same in SQL and read for many."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection

NONE, OPEN, BROKEN, ENDED = "none", "open", "broken", "ended"
_OF = "SELECT 1 FROM promises_promise p WHERE p.ticket_id = t.id AND"
STANDING_SQL = (
    f"(CASE WHEN EXISTS ({_OF} p.state = 'broken' AND p.ended_at IS NULL) THEN '{BROKEN}'"
    f" WHEN EXISTS ({_OF} p.state = 'open' AND p.ended_at IS NULL) THEN '{OPEN}'"
    f" WHEN EXISTS ({_OF} p.state IN ('kept', 'broken', 'withdrawn')) THEN '{ENDED}' ELSE '{NONE}' END)"
)


def standings(ticket_ids: Collection[int]) -> dict[int, str]:
    """How what is promised on each of these tickets stands; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT t.id, {STANDING_SQL} FROM tickets_ticket t WHERE t.id = ANY(%s)",  # noqa: S608
            [[*ticket_ids]],
        )
        return dict(cursor.fetchall())
