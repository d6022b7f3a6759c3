"""Moves what was played just now back to when the story says it happened."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection

_MOVE_BACK = """
WITH moved AS (SELECT * FROM unnest(%(ids)s::bigint[], %(times)s::timestamptz[]) AS m(id, at)),
m AS (UPDATE tickets_message x SET created_at = moved.at, state_at = CASE WHEN x.state = '' THEN NULL ELSE moved.at END
    FROM moved WHERE x.id = moved.id),
e AS (UPDATE core_event x SET at = coalesce(
        (SELECT moved.at FROM moved WHERE moved.id = (x.data->>'message_id')::bigint), (SELECT max(at) FROM moved))
    WHERE x.subject = 'ticket:' || %(ticket)s),
said AS (SELECT o.id, moved.at FROM core_event o JOIN moved ON moved.id = (o.data->>'message_id')::bigint
    WHERE o.subject = 'ticket:' || %(ticket)s),
placed AS (SELECT x.id, x.kind, x.ended_at, coalesce(
        (SELECT said.at FROM said WHERE said.id <= x.cause_id ORDER BY said.id DESC LIMIT 1), (SELECT min(at) FROM moved)) AS at
    FROM tickets_interval x WHERE x.ticket_id = %(ticket)s),
i AS (UPDATE tickets_interval x SET started_at = p.at, ended_at = CASE WHEN p.ended_at IS NULL THEN NULL ELSE p.until END
    FROM (SELECT placed.*, lead(at) OVER (PARTITION BY kind ORDER BY id) AS until FROM placed) p WHERE x.id = p.id),
r AS (UPDATE rules_run x SET at = (SELECT max(at) FROM moved) WHERE x.ticket_id = %(ticket)s),
latest AS (SELECT max(moved.at) AS at,
        max(moved.at) FILTER (WHERE x.author = 'customer') AS customer,
        min(moved.at) FILTER (WHERE x.author = 'agent' AND x.is_public) AS answered, min(moved.at) AS first
    FROM moved JOIN tickets_message x USING (id))
UPDATE tickets_ticket t SET created_at = latest.first, updated_at = latest.at, last_message_at = latest.at,
    last_customer_at = latest.customer, first_answered_at = latest.answered,
    solved_at = CASE WHEN t.status >= 5 THEN latest.at END, closed_at = CASE WHEN t.status = 6 THEN latest.at END
FROM latest WHERE t.id = %(ticket)s
"""


def move_back(ticket_id: int, moments: dict[int, datetime]) -> None:
    """Give a ticket the times of the story: messages, events, intervals, and the ticket's own."""
    with connection.cursor() as cursor:
        cursor.execute(
            _MOVE_BACK, {"ids": list(moments), "times": list(moments.values()), "ticket": ticket_id}
        )


_CLOSE = """
WITH t AS (UPDATE tickets_ticket SET closed_at = solved_at + make_interval(hours => %(hours)s), updated_at = solved_at + make_interval(hours => %(hours)s) WHERE id = %(ticket)s
    RETURNING id, closed_at),
e AS (UPDATE core_event x SET at = t.closed_at FROM t WHERE x.id = (
        SELECT max(o.id) FROM core_event o WHERE o.subject = 'ticket:' || %(ticket)s AND o.name = 'ticket.status_changed')),
before AS (UPDATE tickets_interval x SET ended_at = t.closed_at FROM t WHERE x.id = (
        SELECT max(o.id) FROM tickets_interval o WHERE o.ticket_id = t.id AND o.kind = 'status' AND o.ended_at IS NOT NULL))
UPDATE tickets_interval x SET started_at = t.closed_at FROM t
WHERE x.ticket_id = t.id AND x.kind = 'status' AND x.ended_at IS NULL
"""


def close_back(ticket_id: int, *, hours: int) -> None:
    """Have a ticket that was closed just now be closed so many hours after it was solved."""
    with connection.cursor() as cursor:
        cursor.execute(_CLOSE, {"ticket": ticket_id, "hours": hours})


_MISSED = """
UPDATE core_event SET at = (data->>'due')::timestamptz
WHERE name = 'clock.breached' AND data->>'due' <> '' AND (data->>'due')::timestamptz < at
"""
_PAST = """
UPDATE core_event x SET at = t.solved_at FROM tickets_ticket t
WHERE t.id = ANY(%(ids)s) AND x.subject = 'ticket:' || t.id AND x.at > t.updated_at + interval '1 hour'
"""


_KEPT = """
WITH gone AS (DELETE FROM core_event x WHERE x.name = 'clock.met' AND NOT EXISTS (
        SELECT FROM policies_clock c WHERE c.id = (x.data->>'clock_id')::bigint AND c.state = 'met'))
UPDATE core_event x SET at = c.stopped_at,
    data = x.data || jsonb_build_object('used_seconds', round(c.used_seconds)::int, 'policy_id', c.policy_id)
FROM policies_clock c WHERE x.name = 'clock.met' AND c.id = (x.data->>'clock_id')::bigint AND c.state = 'met'
"""


def tell_as_kept() -> None:
    """What the history says of targets that were kept goes by the clocks as they lie in time, not by how fast the story is told."""
    with connection.cursor() as cursor:
        cursor.execute(_KEPT)


_SINCE = """
UPDATE customers_customer x SET created_at = t.first FROM (
    SELECT customer_id, min(created_at) AS first FROM tickets_ticket GROUP BY customer_id) t
WHERE t.customer_id = x.id AND t.first < x.created_at
"""


_PROMISED = """
UPDATE core_event x SET at = least(x.at, CASE x.name WHEN 'promise.made' THEN p.created_at WHEN 'promise.near' THEN p.warn_at
        WHEN 'promise.broken' THEN p.due_at ELSE coalesce(p.ended_at, x.at) END),
    data = x.data || jsonb_build_object('due', p.due_at)
FROM promises_promise p WHERE x.name LIKE 'promise.%' AND (x.data->>'promise_id')::bigint = p.id
"""


def put_in_the_past(ticket_ids: Iterable[int]) -> None:
    """What was written only now happened then: targets were missed and promises broken when they were due, of solved
    tickets nothing is new.

    Customers are known since they first wrote.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MISSED)
        cursor.execute(_PROMISED)
        cursor.execute(_SINCE)
        cursor.execute(_PAST, {"ids": [*ticket_ids]})
