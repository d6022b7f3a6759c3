"""The hashes of the audit chain: of one event, and of a batch of them with the batch before. No database here."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64
SALT_BYTES = 16
COLUMNS = ("id", "at", "name", "subject", "topics", "actor_kind", "actor_id", "data", "cause_id")
Row = tuple[Any, ...]


def digest(row: Row, salt: bytes = b"") -> bytes:
    """SHA-256 over `salt` and the canonical JSON of an event's COLUMNS.

    The salt is random and goes with redaction: without it nobody can try out what the words may have been.
    """
    return hashlib.sha256(salt + canonical(row)).digest()


def canonical(row: Row) -> bytes:
    """One way to write an event: keys sorted, no spaces, UTF-8, the time in UTC with microseconds."""
    row = loaded(row)
    values = [value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value for value in row]
    text = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8", "surrogatepass")


def loaded(row: Row) -> Row:
    """A row with its data as an object: a cursor of Django's gives JSON as text."""
    return tuple(
        json.loads(value) if name == "data" and isinstance(value, str) else value
        for name, value in zip(COLUMNS, row, strict=True)
    )


def link(previous: str, members: Iterable[tuple[int, bytes]]) -> str:
    """The hash of a batch: SHA-256 over the batch before and each event's id and digest, in order of id."""
    chain = hashlib.sha256(bytes.fromhex(previous))
    for event_id, event_digest in members:
        chain.update(event_id.to_bytes(8, "big") + event_digest)
    return chain.hexdigest()
