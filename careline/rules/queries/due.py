"""Which tickets a timed rule has to look at: those whose hours ran out since the last look. By index, whatever the size."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from careline.rules.contracts import Trigger

MOST = 500
# The latest event of the kind counts: a customer who wrote again begins a new stretch.
_BY_EVENT = """
SELECT t.id, e.at FROM core_event e JOIN tickets_ticket t ON t.id = (e.data->>'ticket_id')::bigint
WHERE e.at > %(from)s AND e.at <= %(to)s AND e.name = ANY(%(names)s)
    AND coalesce(e.data->>'machine', '') = '' AND t.merged_into_id IS NULL
    AND NOT EXISTS (SELECT FROM core_event l WHERE l.subject = e.subject AND l.id > e.id AND l.name = ANY(%(names)s)
        AND coalesce(l.data->>'machine', '') = '')
ORDER BY e.at, t.id LIMIT %(most)s
"""
_BY_DUE = """
SELECT t.id, t.due_at FROM tickets_ticket t
WHERE t.status IN (1, 2, 3, 4) AND t.due_at > %(from)s AND t.due_at <= %(to)s AND t.merged_into_id IS NULL
    AND NOT EXISTS (SELECT FROM rules_mark m WHERE m.rule_id = %(rule)s AND m.ticket_id = t.id AND m.stretch = t.due_at)
ORDER BY t.due_at, t.id LIMIT %(most)s
"""
_EVENTS: dict[str, list[str]] = {
    Trigger.AFTER_CREATED: ["ticket.created", "ticket.opened", "ticket.split_off"],
    Trigger.AFTER_MESSAGE: ["message.received"],
    Trigger.AFTER_STATUS: ["ticket.status_changed", "ticket.created", "ticket.opened", "ticket.split_off"],
}
OF_DUE = frozenset({Trigger.BEFORE_DUE, Trigger.AFTER_DUE})


def due_for(
    rule_id: int, trigger: str, hours: int, since: datetime, until: datetime
) -> list[tuple[int, datetime]]:
    """Tickets with the moment from which a timed rule's hours ran out between `since` and `until`, earliest first.

    At most 500. What is due counts by its present moment, unless the rule has handled that.
    """
    span = timedelta(hours=-hours if trigger == Trigger.BEFORE_DUE else hours)
    values: dict[str, Any] = {
        "from": since - span,
        "to": until - span,
        "names": _EVENTS.get(trigger, []),
        "rule": rule_id,
        "most": MOST,
    }
    with connection.cursor() as cursor:
        cursor.execute(_BY_DUE if trigger in OF_DUE else _BY_EVENT, values)
        return [*cursor.fetchall()]
