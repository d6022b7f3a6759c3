"""Writing clocks: many at once in one statement, since a message received and ten thousand due ones both come this way."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from careline.core.prepared import prepared_cursor
from careline.policies.models.clock import Clock

_SHAPE = """
AS x(id bigint, ticket_id bigint, kind text, policy_id bigint, state text, seconds int, is_business boolean, hours_id bigint,
    started_at timestamptz, due_at timestamptz, next_at timestamptz, stopped_at timestamptz, used_seconds float8,
    agenda jsonb, fired varchar[], reason text, set_by_id bigint)
"""
_INSERT = (
    """
INSERT INTO policies_clock (ticket_id, kind, policy_id, state, seconds, is_business, hours_id, started_at, due_at, next_at,
    stopped_at, used_seconds, agenda, fired, reason, set_by_id)
SELECT x.ticket_id, x.kind, x.policy_id, x.state, x.seconds, x.is_business, x.hours_id, x.started_at, x.due_at, x.next_at,
    x.stopped_at, x.used_seconds, x.agenda, x.fired, x.reason, x.set_by_id
FROM jsonb_to_recordset(%s::jsonb) """
    + _SHAPE
)
_UPDATE = (
    """
UPDATE policies_clock c SET policy_id = x.policy_id, state = x.state, seconds = x.seconds, is_business = x.is_business,
    hours_id = x.hours_id, started_at = x.started_at, due_at = x.due_at, next_at = x.next_at, stopped_at = x.stopped_at,
    used_seconds = x.used_seconds, agenda = x.agenda, fired = x.fired, reason = x.reason, set_by_id = x.set_by_id
FROM jsonb_to_recordset(%s::jsonb) """
    + _SHAPE
    + " WHERE c.id = x.id"
)
_COLUMNS = (
    "ticket_id", "kind", "policy_id", "state", "seconds", "is_business", "hours_id", "started_at", "due_at", "next_at",
    "stopped_at", "used_seconds", "agenda", "fired", "reason", "set_by_id",
)  # fmt: skip


def write_clocks(new: Sequence[Clock], changed: Sequence[Clock]) -> None:
    """Insert new clocks and write changed ones as they are in memory. New ones don't learn their keys."""
    with prepared_cursor() as cursor:
        for statement, clocks in ((_INSERT, new), (_UPDATE, changed)):
            if clocks:
                cursor.execute(statement, [json.dumps([*map(_row, clocks)])])


def _row(clock: Clock) -> dict[str, Any]:
    row = {name: getattr(clock, name) for name in _COLUMNS}
    moments = {
        key: value.isoformat() for key, value in row.items() if key.endswith("_at") and value is not None
    }
    return {"id": clock.pk, **row, **moments}
