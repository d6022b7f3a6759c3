"""What the journal knows about one arrival at the moment it is filed, read under its lock, and its last mark."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from careline.channels.intake.claim import Claimed
from careline.channels.intake.cursor import bare_cursor

STORM_MINUTES = 10
TICKET_LIMIT = 30

_LOCK = "SELECT set_config('synchronous_commit', 'off', true), pg_advisory_xact_lock(hashtextextended(%s, 0))"
_FACTS = f"""
SELECT (SELECT min(d.id) FROM channels_arrival d WHERE d.fingerprint = %(fingerprint)s AND d.fingerprint <> ''
         AND d.id <> a.id AND ((d.id < a.id AND d.state = 'waiting') OR d.state IN ('done', 'suspended'))),
       (SELECT count(*) FROM (SELECT 1 FROM channels_arrival s WHERE s.sender = %(sender)s AND s.id <= a.id
         AND s.arrived_at BETWEEN a.arrived_at - interval '{STORM_MINUTES} minutes' AND a.arrived_at
         LIMIT %(limit)s) counted)
FROM channels_arrival a WHERE a.id = %(id)s AND a.state = 'waiting' AND a.claimed_by = %(me)s FOR UPDATE OF a
"""  # noqa: S608
_DONE = (
    "UPDATE channels_arrival SET state = %s, reason = %s, error = %s, message_id = %s, ticket_id = %s,"
    " processed_at = clock_timestamp(), claimed_by = 0 WHERE id = %s AND state = 'waiting' AND claimed_by = %s"
)


@dataclass(frozen=True, slots=True)
class Facts:
    """`duplicate_of`: the arrival that brought the same mail by another way. `recent`: the sender's last ten minutes."""

    duplicate_of: int | None
    recent: int


def lock_and_read(one: Claimed, me: int, *, storm_limit: int) -> Facts | None:
    """Lock the arrival, and all that carry the same mail, until the end of the transaction.

    None if it is no longer ours: dealt with, or taken over. The transaction may commit lazily, since the arrival
    itself is durable: what a crash of the machine takes back is done again.
    """
    known: dict[str, Any] = {"fingerprint": one.fingerprint, "sender": one.sender, "id": one.id, "me": me}
    known["limit"] = storm_limit + 1 if one.sender else 0
    with bare_cursor() as lock, bare_cursor() as cursor, connection.connection.pipeline():
        # Two statements, one way there and back: the second must look after the lock was got.
        lock.execute(_LOCK, [one.fingerprint or one.origin])
        cursor.execute(_FACTS, known)
        row = cursor.fetchone()
    return Facts(*row) if row else None


def count_on_ticket(ticket_id: int) -> int:
    """How many arrivals went to a ticket in the last ten minutes (counted to just above the limit)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT 1 FROM channels_arrival WHERE ticket_id = %s"
            " AND arrived_at > now() - make_interval(mins => %s) LIMIT %s) counted",
            [ticket_id, STORM_MINUTES, TICKET_LIMIT + 1],
        )
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def mark(
    one: Claimed,
    me: int,
    *,
    state: str,
    reason: str = "",
    error: str = "",
    message_id: int | None = None,
    ticket_id: int | None = None,
) -> None:
    """Write what became of the arrival, in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_DONE, [state, reason[:300], error, message_id, ticket_id, one.id, me])
