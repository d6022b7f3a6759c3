"""Which act an event came of: all events of one transaction, and what they caused, are one thing for who is told."""

from django.db import connection

_FIRST = """
WITH RECURSIVE up(id, cause_id, txid, n) AS (
    SELECT id, cause_id, txid, 1 FROM core_event WHERE id = %s
    UNION ALL SELECT e.id, e.cause_id, e.txid, n + 1 FROM core_event e JOIN up ON e.id = up.cause_id WHERE n < 10),
top AS (SELECT txid FROM up ORDER BY n DESC LIMIT 1)
SELECT min(e.id) FROM core_event e JOIN top ON e.txid = top.txid
"""


def origin_of(event_id: int) -> int:
    """The first event of the act that this event belongs to: the same for every event of that act."""
    with connection.cursor() as cursor:
        cursor.execute(_FIRST, [event_id])
        row = cursor.fetchone()
    return int(row[0]) if row and row[0] else event_id
