"""Hop 1: write down what arrived, raw, and commit, before anyone is told that we have it."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

import structlog
from django.db import connection, transaction

from careline.channels.intake.cursor import bare_cursor
from careline.channels.intake.scan import Scan, clean, scan_mail
from careline.channels.protocol import NewArrival

log = structlog.get_logger()
_COLUMNS = "(inbox_id, origin, kind, sha256, size, raw, envelope, sender, subject, fingerprint, state, reason, error, attempts, claimed_by)"
_INSERT = (
    f"INSERT INTO channels_arrival {_COLUMNS} VALUES"  # noqa: S608
    " (%s, %s, %s, %s, %s, %b, %s::jsonb, %s, %s, %s, 'waiting', '', '', 0, 0)"
    " ON CONFLICT (inbox_id, origin) DO NOTHING RETURNING id"
)


def accept(items: Sequence[NewArrival]) -> list[int]:
    """Journal what arrived and commit it durably, many in one commit; then wake the drain.

    Returns the ids of the rows that are new. What is known by its origin and hash changes nothing. Raises
    `django.db.Error` when nothing was written; then nothing may be acknowledged.
    """
    with transaction.atomic(durable=True):
        ids = journal(items)
    if ids:
        wake()
    return ids


def journal(items: Sequence[NewArrival]) -> list[int]:
    """Write arrivals in the caller's transaction, who commits and wakes; returns the ids of the new rows."""
    rows = [_row(item) for item in items]
    found = _insert(rows)
    unknown = [
        _renamed(row) for row, row_id in zip(rows, found, strict=True) if row_id is None and _differs(row)
    ]
    if unknown:
        log.warning("origin_reused", origins=[row[1] for row in unknown])
    ids = [i for i in (*found, *_insert(unknown)) if i is not None]
    if ids:
        log.info("accepted", arrival_ids=ids[:50], count=len(ids))
    return ids


def wake() -> None:
    """Tell the drains that something waits. Only a hint: they look by themselves every two seconds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('careline_arrival', '')")


def _row(item: NewArrival) -> tuple[Any, ...]:
    seen = scan_mail(item.raw) if item.kind == "email" else Scan(item.sender.lower(), item.subject)
    digest = hashlib.sha256(item.raw).hexdigest()
    envelope = clean(json.dumps(item.envelope, ensure_ascii=False).replace("\\u0000", ""), 100_000)
    return (item.inbox_id, clean(item.origin, 380), item.kind, digest, len(item.raw), item.raw, envelope,
            clean(seen.sender, 320), clean(seen.subject, 300), seen.fingerprint or item.fingerprint)  # fmt: skip


def _insert(rows: Iterable[tuple[Any, ...]]) -> list[int | None]:
    """Insert with server-side binding (raw bytes go as they are), pipelined; None where the origin was taken."""
    listed = list(rows)
    if not listed:
        return []
    found: list[int | None] = []
    with bare_cursor() as cursor:
        cursor.executemany(_INSERT, listed, returning=True)
        while True:
            row = cursor.fetchone()
            found.append(row[0] if row else None)
            if not cursor.nextset():
                return found


def _differs(row: tuple[Any, ...]) -> bool:
    """Whether the taken origin holds other bytes: a server that reuses its ids, not a duplicate."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM channels_arrival WHERE inbox_id = %s AND sha256 = %s AND origin IN (%s, %s)",
            [row[0], row[3], row[1], _renamed(row)[1]],
        )
        return cursor.fetchone() is None


def _renamed(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return (row[0], f"{row[1]}#{row[3][:16]}", *row[2:])
