"""Reading the event log without a gap: what became visible between two snapshots of the database.

The difference of snapshots misses, doubles and misorders nothing, whatever order transactions commit in. A cursor
given to a browser is the snapshot with the cluster's identifier, as `identifier/xmin:xmax:in-progress`.
"""

from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.rows import TupleRow

Connection = psycopg.AsyncConnection[TupleRow]

_SINCE = """
WITH now AS MATERIALIZED (SELECT pg_current_snapshot() s)
SELECT now.s::text, e.id, e.name, e.topics, e.data FROM now LEFT JOIN core_event e
  ON e.txid >= pg_snapshot_xmin(%(before)s::pg_snapshot) AND e.txid < pg_snapshot_xmax(now.s)
  AND NOT pg_visible_in_snapshot(e.txid, %(before)s::pg_snapshot) AND pg_visible_in_snapshot(e.txid, now.s)
ORDER BY e.id
"""
_MISSED = """
WITH now AS MATERIALIZED (SELECT %(until)s::pg_snapshot s)
SELECT e.id, e.name, e.topics, e.data FROM now JOIN core_event e
  ON e.txid >= pg_snapshot_xmin(%(before)s::pg_snapshot) AND e.txid < pg_snapshot_xmax(now.s)
  AND NOT pg_visible_in_snapshot(e.txid, %(before)s::pg_snapshot) AND pg_visible_in_snapshot(e.txid, now.s)
WHERE e.topics && %(topics)s::varchar[] ORDER BY e.id LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class News:
    """One event as browsers learn of it: its name, its topics, and ids, never words."""

    name: str
    topics: frozenset[str]
    data: dict[str, Any]


async def identify(connection: Connection) -> tuple[str, str]:
    """The cluster's identifier and the present snapshot."""
    cursor = await connection.execute(
        "SELECT (SELECT system_identifier FROM pg_control_system())::text, pg_current_snapshot()::text"
    )
    row = await cursor.fetchone()
    assert row is not None
    return str(row[0]), str(row[1])


async def since(connection: Connection, before: str) -> tuple[str, list[News]]:
    """All events that became visible since the snapshot `before`, in order, and the snapshot that was reached."""
    cursor = await connection.execute(_SINCE, {"before": before})
    rows = await cursor.fetchall()
    return str(rows[0][0]), [_news(row[1:]) for row in rows if row[1] is not None]


async def missed(connection: Connection, before: str, until: str, topics: list[str], most: int) -> list[News]:
    """Events on these topics between two snapshots, at most `most` of them."""
    cursor = await connection.execute(
        _MISSED, {"before": before, "until": until, "topics": topics, "most": most}
    )
    return [_news(row) for row in await cursor.fetchall()]


def _news(row: tuple[Any, ...]) -> News:
    facts = {key: value for key, value in row[3].items() if isinstance(value, int)}
    return News(row[1], frozenset(row[2]), {"event": row[0], **facts})
