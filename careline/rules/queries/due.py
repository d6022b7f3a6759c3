"""Which tickets a timed rule has to look at: those whose hours ran out since the last look. By index, whatever the size."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from careline.rules.contracts import Trigger

MOST = 500
# The latest change of the status counts: another one begins a new stretch. That of a merged ticket is over with it.
_BY_STATUS = """
SELECT t.id, e.at FROM core_event e JOIN tickets_ticket t ON t.id = (e.data->>'ticket_id')::bigint
WHERE e.at > %(from)s AND e.at <= %(to)s AND e.name = ANY(%(names)s) AND t.merged_into_id IS NULL
    AND NOT EXISTS (SELECT FROM core_event l WHERE l.subject = e.subject AND l.id > e.id AND l.name = ANY(%(names)s))
ORDER BY e.at, t.id LIMIT %(most)s
"""
# The latest message counts: a customer who wrote again begins a new stretch. A merge takes messages along, and so their hours.
_BY_MESSAGE = """
SELECT m.ticket_id, e.at FROM core_event e JOIN tickets_message m ON m.id = (e.data->>'message_id')::bigint
WHERE e.at > %(from)s AND e.at <= %(to)s AND e.name = ANY(%(names)s) AND m.machine = ''
    AND NOT EXISTS (SELECT FROM tickets_message l WHERE l.ticket_id = m.ticket_id AND l.id > m.id
        AND l.author = 'customer' AND l.is_public AND l.machine = '')
ORDER BY e.at, m.ticket_id LIMIT %(most)s
"""
# Hours that a ticket still had when it was merged run out for what remains, unless the rule did something there already.
_BY_CREATION = """
SELECT r.id, e.at FROM core_event e CROSS JOIN LATERAL (
    WITH RECURSIVE way(id, into_id, n) AS (
        SELECT id, merged_into_id, 1 FROM tickets_ticket WHERE id = (e.data->>'ticket_id')::bigint
        UNION ALL SELECT t.id, t.merged_into_id, n + 1 FROM way JOIN tickets_ticket t ON t.id = way.into_id WHERE n < 100)
    SELECT id FROM way WHERE into_id IS NULL) r
WHERE e.at > %(from)s AND e.at <= %(to)s AND e.name = ANY(%(names)s)
    AND NOT EXISTS (SELECT FROM rules_run x JOIN rules_rule u ON u.id = x.rule_id AND u.version_id = x.version_id
        WHERE x.ticket_id = r.id AND x.rule_id = %(rule)s)
ORDER BY e.at, r.id LIMIT %(most)s
"""
_BY_DUE = """
SELECT t.id, t.due_at FROM tickets_ticket t
WHERE t.status IN (1, 2, 3, 4) AND t.due_at > %(from)s AND t.due_at <= %(to)s AND t.merged_into_id IS NULL
    AND NOT EXISTS (SELECT FROM rules_mark m WHERE m.rule_id = %(rule)s AND m.ticket_id = t.id AND m.stretch = t.due_at)
ORDER BY t.due_at, t.id LIMIT %(most)s
"""
_CREATED = ["ticket.created", "ticket.opened", "ticket.split_off"]
_ASKS: dict[str, tuple[str, list[str]]] = {
    Trigger.AFTER_CREATED: (_BY_CREATION, _CREATED),
    Trigger.AFTER_MESSAGE: (_BY_MESSAGE, ["message.received"]),
    Trigger.AFTER_STATUS: (_BY_STATUS, ["ticket.status_changed", *_CREATED]),
    Trigger.BEFORE_DUE: (_BY_DUE, []),
    Trigger.AFTER_DUE: (_BY_DUE, []),
}
OF_DUE = frozenset({Trigger.BEFORE_DUE, Trigger.AFTER_DUE})


def due_for(
    rule_id: int, trigger: str, hours: int, since: datetime, until: datetime
) -> list[tuple[int, datetime]]:
    """Tickets with the moment from which a timed rule's hours ran out between `since` and `until`, earliest first.

    At most 500. What is due counts by its present moment, unless the rule has handled that. A merged ticket is never
    among them; what remains of it may be twice, of which the first counts.
    """
    span = timedelta(hours=-hours if trigger == Trigger.BEFORE_DUE else hours)
    statement, names = _ASKS[trigger]
    values: dict[str, Any] = {
        "from": since - span,
        "to": until - span,
        "names": names,
        "rule": rule_id,
        "most": MOST,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [*cursor.fetchall()]
