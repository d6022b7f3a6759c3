"""Who works on which arrival. A drain is alive as long as it holds its advisory lock; what a dead one held is free.

Claims are taken one drain at a time, in order; a sender's mails never run in two drains at once.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from django.db import transaction

from careline.channels.intake.cursor import bare_cursor

CLAIM_LOCK = 0x0CA2E11E
LIVES = 0x0CA2E
BATCH = 20
SMALL_BYTES = 256 * 1024
MAX_ATTEMPTS = 5

_ALIVE = (
    "SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND granted AND classid = %(lives)s"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND objid::bigint <> %(me)s"
)
_CANDIDATES = f"""
WITH alive AS MATERIALIZED ({_ALIVE}),
busy AS MATERIALIZED (SELECT sender FROM channels_arrival
  WHERE state = 'waiting' AND claimed_by <> 0 AND claimed_by IN (SELECT objid FROM alive))
SELECT id, attempts FROM channels_arrival WHERE state = 'waiting'
  AND (claimed_by = 0 OR claimed_by NOT IN (SELECT objid FROM alive))
  AND (sender = '' OR sender NOT IN (SELECT sender FROM busy))
ORDER BY id LIMIT %(limit)s
"""  # noqa: S608
_FIELDS = (
    "id, inbox_id, kind, origin, sha256, size, envelope, attempts, sender, fingerprint, released_by_id, arrived_at,"
    f" CASE WHEN size <= {SMALL_BYTES} THEN raw END"
)
_TAKE = f"""
UPDATE channels_arrival SET claimed_by = %(me)s, attempts = attempts + 1
WHERE id = ANY(%(ids)s) AND state = 'waiting' RETURNING {_FIELDS}
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Claimed:
    """One arrival that this drain works on; `content` is None for a large one, read when its turn comes."""

    id: int
    inbox_id: int
    kind: str
    origin: str
    sha256: str
    size: int
    envelope: dict[str, Any]
    attempts: int
    sender: str
    fingerprint: str
    released_by_id: int | None
    arrived_at: datetime
    content: bytes | None


def claim(me: int, *, limit: int = BATCH) -> list[Claimed]:
    """Take the next arrivals in order, and count the attempt before anything is tried.

    One that was tried before comes alone, so that a mail which kills its worker is counted, and not its neighbours.
    """
    with transaction.atomic(), bare_cursor() as cursor:
        _commit_lazily(cursor)
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CLAIM_LOCK])
        cursor.execute(_CANDIDATES, {"lives": LIVES, "me": me, "limit": limit})
        ids = _first_run(cursor.fetchall())
        return _take(cursor, me, ids) if ids else []


def claim_one(me: int, arrival_id: int) -> Claimed | None:
    """Take this arrival if it waits, whoever was at it; None if it has been dealt with."""
    with transaction.atomic(), bare_cursor() as cursor:
        return next(iter(_take(cursor, me, [arrival_id])), None)


def release(me: int, ids: list[int]) -> None:
    """Give back what was not tried, or could not be for want of a database: the attempt does not count."""
    with bare_cursor() as cursor:
        cursor.execute(
            "UPDATE channels_arrival SET claimed_by = 0, attempts = greatest(attempts - 1, 0)"
            " WHERE id = ANY(%s) AND state = 'waiting' AND claimed_by = %s",
            [ids, me],
        )


def put_back(arrival_id: int, me: int) -> None:
    """Leave an arrival waiting for another attempt; this one counts."""
    with bare_cursor() as cursor:
        cursor.execute(
            "UPDATE channels_arrival SET claimed_by = 0 WHERE id = %s AND state = 'waiting' AND claimed_by = %s",
            [arrival_id, me],
        )


def read_content(arrival_id: int) -> bytes:
    """The raw bytes of one arrival."""
    with bare_cursor() as cursor:
        row = cursor.execute(
            "SELECT raw FROM channels_arrival WHERE id = %s", [arrival_id], binary=True
        ).fetchone()
    return bytes(row[0]) if row and row[0] is not None else b""


def _first_run(rows: list[Any]) -> list[int]:
    """The longest run of fresh ones from the start, or the first alone if it was tried before."""
    if rows and rows[0][1] > 0:
        return [rows[0][0]]
    ids = []
    for arrival_id, attempts in rows:
        if attempts > 0:
            break
        ids.append(arrival_id)
    return ids


def _take(cursor: psycopg.Cursor[Any], me: int, ids: list[int]) -> list[Claimed]:
    cursor.execute(_TAKE, {"me": me, "ids": ids}, binary=True)
    return sorted((Claimed(*row) for row in cursor.fetchall()), key=lambda one: one.id)


def _commit_lazily(cursor: psycopg.Cursor[Any]) -> None:
    """A count that a crash of the whole machine takes back does no harm; one of the worker is kept."""
    cursor.execute("SET LOCAL synchronous_commit = off")
