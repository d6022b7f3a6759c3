"""Which rules had a hand in an event: those who did it, or what caused it."""

from django.db import connection

_CHAIN = """
WITH RECURSIVE chain(id, cause_id, kind, actor, n) AS (
    SELECT id, cause_id, actor_kind, actor_id, 1 FROM core_event WHERE id = %s
    UNION ALL SELECT e.id, e.cause_id, e.actor_kind, e.actor_id, n + 1
    FROM core_event e JOIN chain ON e.id = chain.cause_id WHERE n < 10)
SELECT actor FROM chain WHERE kind = 'rule'
"""


def rules_behind(event_id: int) -> set[int]:
    """The rules in the chain of causes that leads to an event."""
    with connection.cursor() as cursor:
        cursor.execute(_CHAIN, [event_id])
        return {row[0] for row in cursor.fetchall()}
