"""Following the event log: which tickets a window of it concerns. One statement a look; intake pays nothing for it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from careline.core.live.export import IN_WINDOW

NEWCOMERS = ("ticket.created", "ticket.opened", "ticket.imported")
# After these the settled figures of a ticket, or where it is counted, may be others. What a customer writes settles
# nothing: if it changes the status, that is an event of its own.
CHANGES = (
    "ticket.opened", "ticket.imported", "ticket.status_changed", "ticket.team_changed", "ticket.priority_changed",
    "ticket.type_changed", "ticket.requester_changed", "ticket.merged", "ticket.absorbed", "ticket.merge_undone",
    "ticket.split", "ticket.split_off", "message.added", "message.cancelled", "clock.met", "clock.breached",
)  # fmt: skip
OF_CUSTOMERS = ("customer.changed", "customer.merged", "customer.unmerged", "organisation.changed")
OF_HOURS = ("hours.created", "hours.changed", "hours.removed", "hours.assigned", "hours.exception_added", "hours.exception_removed")  # fmt: skip
_NOW = "SELECT (SELECT system_identifier FROM pg_control_system())::text, pg_current_snapshot()::text"
_CONCERNED = f"""
SELECT e.name, e.subject FROM core_event e WHERE {IN_WINDOW}
    AND (e.name = ANY(%(names)s::text[])
        OR (e.name = 'delivery.changed' AND e.data->>'state' IN ('sent', 'unsure', 'bounced')
            AND EXISTS (SELECT FROM tickets_message m WHERE m.id = (e.data->>'message_id')::bigint AND m.is_scheduled)))
"""  # noqa: S608  (our own words)
_OF_CUSTOMERS = """
INSERT INTO insight_dueticket (ticket_id) SELECT id FROM tickets_ticket WHERE customer_id = ANY(%s::bigint[])
ON CONFLICT DO NOTHING
"""
_DUE = "INSERT INTO insight_dueticket (ticket_id) SELECT unnest(%s::bigint[]) ON CONFLICT DO NOTHING"
_TAKE = """
DELETE FROM insight_dueticket WHERE ticket_id IN (
    SELECT ticket_id FROM insight_dueticket ORDER BY ticket_id LIMIT %s FOR UPDATE SKIP LOCKED) RETURNING ticket_id
"""


@dataclass(frozen=True, slots=True)
class Window:
    """What happened between two looks at the log, as far as it concerns figures."""

    snapshot: str
    new: tuple[int, ...]
    changed: tuple[int, ...]
    customers: tuple[int, ...]
    hours_changed: bool


def log_end() -> tuple[str, str]:
    """The identifier of this database cluster, and the snapshot of all that is committed now."""
    with connection.cursor() as cursor:
        cursor.execute(_NOW)
        cluster, snapshot = cursor.fetchone()
    return cluster, snapshot


def window(before: str, until: str) -> Window:
    """What became visible after one snapshot and before another."""
    names = [*NEWCOMERS, *CHANGES, *OF_CUSTOMERS, *OF_HOURS]
    with connection.cursor() as cursor:
        cursor.execute(_CONCERNED, {"before": before, "until": until, "names": names})
        rows = cursor.fetchall()
    new = {_number(subject) for name, subject in rows if name in NEWCOMERS}
    customers = {_number(subject) for name, subject in rows if name in OF_CUSTOMERS[:3]}
    changed = {
        _number(subject) for name, subject in rows if subject.startswith("ticket:") and name != NEWCOMERS[0]
    }
    return Window(
        until, tuple(new), tuple(changed), tuple(customers), any(name in OF_HOURS for name, _subject in rows)
    )


def mark_due(ticket_ids: tuple[int, ...], *, customer_ids: tuple[int, ...] = ()) -> None:
    """Remember tickets whose figures are to be computed again, and all of some customers."""
    with connection.cursor() as cursor:
        if ticket_ids:
            cursor.execute(_DUE, [[*ticket_ids]])
        if customer_ids:
            cursor.execute(_OF_CUSTOMERS, [[*customer_ids]])


def take_due(limit: int) -> list[int]:
    """Take some of them, for this transaction: if it fails they are due again. Never waits for another worker."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [limit])
        return [row[0] for row in cursor.fetchall()]


def _number(subject: str) -> int:
    return int(subject.partition(":")[2])
