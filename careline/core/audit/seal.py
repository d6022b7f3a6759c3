"""Sealing: every minute the events that nobody sealed yet are bound into the chain, in batches.

Events commit out of order, so the last id says nothing. Whatever committed before the oldest transaction that ran
at the last sealing is sealed; among the rest, those without a seal are taken.
"""

import secrets

from django.db import connection, transaction

from careline.core.audit.digest import COLUMNS, GENESIS, SALT_BYTES, Row, digest, link
from careline.core.models import Seal

LOCK = 0x5EA1
BATCH = 5000
_NOW = "SELECT (SELECT system_identifier FROM pg_control_system())::text, pg_snapshot_xmin(pg_current_snapshot())::text"
_UNSEALED = f"""
SELECT {", ".join("e." + name for name in COLUMNS)} FROM core_event e
WHERE e.txid >= %s::xid8 AND NOT EXISTS (SELECT FROM core_sealedevent s WHERE s.event_id = e.id)
ORDER BY e.id LIMIT {BATCH}
"""  # noqa: S608  (our own words)


def seal() -> int:
    """Seal what is visible and not sealed yet; returns how many events. Does nothing where another does it now."""
    return sum(iter(_seal_batch, 0))


def since(identifier: str, last: Seal | None) -> str:
    """The oldest transaction whose events may be unsealed: any, for the first seal and after a move to another cluster."""
    return last.reached if last and last.cluster == identifier else "0"


@transaction.atomic
def _seal_batch() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not _value(cursor.fetchone()):
            return 0
        cursor.execute(_NOW)
        identifier, reached = cursor.fetchone() or ("", "0")
        last = Seal.objects.order_by("-pk").first()
        oldest = since(identifier, last)
        cursor.execute(_UNSEALED, [oldest])
        rows = cursor.fetchall()
    if not rows:
        return 0
    if len(rows) == BATCH:
        reached = oldest  # there is more: the next batch begins where this one began
    _write(rows, last, cluster=identifier, reached=reached)
    return len(rows)


def _write(rows: list[Row], last: Seal | None, *, cluster: str, reached: str) -> None:
    salted = [(row[0], secrets.token_bytes(SALT_BYTES), row) for row in rows]
    members = [(event_id, digest(row, salt), salt) for event_id, salt, row in salted]
    sealed = Seal.objects.create(
        hash=link(last.hash if last else GENESIS, ((one[0], one[1]) for one in members)),
        count=len(members), first_id=members[0][0], last_id=members[-1][0], cluster=cluster, reached=reached,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO core_sealedevent (event_id, seal_id, digest, salt) VALUES (%s, %s, %s, %s)",
            [(event_id, sealed.pk, mark, salt) for event_id, mark, salt in members],
        )


def _value(row: tuple[object, ...] | None) -> object:
    return row[0] if row else None
