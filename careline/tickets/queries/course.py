"""The courses of tickets, read from the ledger in one statement for many. No rights: for what acts without a person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from careline.core.prepared import prepared_cursor
from careline.customers.queries import ORGANISATION_ID
from careline.tickets.contracts.course import Course, Stretch

_SAID_AT = "CASE WHEN m.is_scheduled THEN m.send_at ELSE m.created_at END"
_ANSWERS = (
    "m.author = 'agent' AND NOT m.is_automatic AND NOT m.is_forward AND m.state <> 'cancelled'"
    " AND (NOT m.is_scheduled OR m.state IN ('sent', 'delivered', 'bounced', 'unsure'))"
)
_COURSES = f"""
SELECT t.id, t.team_id, t.inbox_id, {ORGANISATION_ID}, coalesce(t.assignee_id, 0), t.priority, t.status,
    t.merged_into_id IS NOT NULL, t.created_at, t.clock_due_at, t.clock_is_promise,
    (SELECT json_agg(json_build_array(i.kind, i.value, i.started_at, i.ended_at)
        ORDER BY i.started_at, i.id)
     FROM tickets_interval i WHERE i.ticket_id = t.id AND i.kind IN ('status', 'assignee')),
    (SELECT json_agg(json_build_array(m.author, {_SAID_AT}))
     FROM tickets_message m WHERE m.ticket_id = t.id AND m.is_public AND (
        (m.author = 'customer' AND m.machine = '') OR ({_ANSWERS}))),
    EXISTS (SELECT FROM tickets_ticket s WHERE s.merged_into_id = t.id), t.due_left_seconds, {{further}}
FROM tickets_ticket t JOIN customers_customer c ON c.id = t.customer_id WHERE t.id = ANY(%s::bigint[])
"""  # noqa: S608  (our own words)
_FIRST_ANSWERERS = f"""
SELECT DISTINCT ON (m.ticket_id) m.ticket_id, m.agent_id FROM tickets_message m
WHERE m.ticket_id = ANY(%s::bigint[]) AND m.is_public AND {_ANSWERS} ORDER BY m.ticket_id, {_SAID_AT}, m.id
"""  # noqa: S608  (our own words)
_SOURCES = """
WITH RECURSIVE way(id, root, n) AS (
    SELECT s.id, s.merged_into_id, 1 FROM tickets_ticket s WHERE s.merged_into_id = ANY(%s::bigint[])
    UNION ALL SELECT s.id, way.root, n + 1 FROM way JOIN tickets_ticket s ON s.merged_into_id = way.id WHERE n < 100)
SELECT DISTINCT ON (way.root) way.root, t.created_at,
    (SELECT json_agg(json_build_array(i.kind, i.value, i.started_at, i.ended_at)
        ORDER BY i.started_at, i.id)
     FROM tickets_interval i WHERE i.ticket_id = t.id AND i.kind IN ('status', 'assignee'))
FROM way JOIN tickets_ticket t ON t.id = way.id ORDER BY way.root, t.created_at, t.id
"""


def courses_of(ticket_ids: Iterable[int]) -> dict[int, Course]:
    """The courses of these tickets by id; one statement, and one more where tickets were merged into one of them."""
    return {pk: course for pk, (course, _none) in courses_and(ticket_ids, "NULL").items()}


def courses_and(ticket_ids: Iterable[int], further: str) -> dict[int, tuple[Course, Any]]:
    """As `courses_of`, each with what `further` gives: an expression over the ticket `t` that the caller's own code wrote."""
    with prepared_cursor() as cursor:
        rows = cursor.execute(_COURSES.format(further=further), [[*ticket_ids]]).fetchall()
        merged = [row[0] for row in rows if row[13]]
        sources = cursor.execute(_SOURCES, [merged]).fetchall() if merged else []
    earlier = {root: (created_at, ledger) for root, created_at, ledger in sources}
    return {row[0]: (_course(row, earlier.get(row[0])), row[15]) for row in rows}


def first_answerers(ticket_ids: Iterable[int]) -> dict[int, int]:
    """Whose public message answered first, by ticket: the same messages as `answered` of a course. None where nobody did."""
    with prepared_cursor() as cursor:
        return dict(cursor.execute(_FIRST_ANSWERERS, [[*ticket_ids]]).fetchall())


def _course(row: tuple[Any, ...], earlier: tuple[datetime, Any] | None) -> Course:
    created_at, ledger, said = row[8], row[11] or [], row[12] or []
    statuses, assignees = _stretches(ledger, "status"), _stretches(ledger, "assignee")
    if earlier is not None and earlier[0] < created_at:
        statuses = _before(_stretches(earlier[1] or [], "status"), created_at) + statuses
        assignees = _before(_stretches(earlier[1] or [], "assignee"), created_at) + assignees
        created_at = earlier[0]
    moments = sorted((_moment(at), author) for author, at in said if at is not None)
    ticket_id, team_id, inbox_id, organisation_id, assignee_id, priority, status, is_merged = row[:8]
    return Course(
        ticket_id, team_id, inbox_id, organisation_id, assignee_id, priority, status, is_merged,
        created_at, row[9], row[10], row[14], statuses, assignees,
        tuple(at for at, author in moments if author == "customer"),
        tuple(at for at, author in moments if author == "agent"),
    )  # fmt: skip


def _stretches(ledger: list[list[Any]], wanted: str) -> tuple[Stretch, ...]:
    return tuple(
        Stretch(value, _moment(began), _moment(ended) if ended is not None else None)
        for kind, value, began, ended in ledger
        if kind == wanted
    )


def _before(stretches: tuple[Stretch, ...], end: datetime) -> tuple[Stretch, ...]:
    """The stretches of an earlier ticket up to where the remaining one begins."""
    return tuple(
        Stretch(one.value, one.began, min(one.ended or end, end)) for one in stretches if one.began < end
    )


def _moment(words: str) -> datetime:
    return datetime.fromisoformat(words)
