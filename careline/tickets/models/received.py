"""Filing one received message: everything that must be written, in one SQL statement, for speed.

This is the one place that writes tickets, messages and events past the ORM; what it must keep true is what the
actions keep true by the ledger, `emit` and the word index, and the same tests hold for both. It decides nothing.
"""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from careline.core.events import Actor, Fact, Recorded, inline_handlers, queued_handlers
from careline.core.prepared import prepared_cursor
from careline.tickets.models.ticket import Ticket
from careline.tickets.slots import greeters

_NEW_TICKET = """
t AS (INSERT INTO tickets_ticket (subject, snippet, status, priority, type, channel, inbox_id, team_id, customer_id,
        language, tags, version, message_count, due_at, created_at, updated_at, last_customer_at, last_message_at)
    SELECT %(title)s, %(snippet)s, %(status)s, 2, 'question', %(channel)s, %(inbox)s, %(team)s, %(customer)s,
        %(language)s, '{}', 1, 1, timestamptz '9999-01-01 00:00+00', at, at, at, at FROM moment
    RETURNING id, team_id, created_at AS at, 0::bigint AS assignee_id, 0::smallint AS before),
"""
_OLD_TICKET = """
t AS (UPDATE tickets_ticket SET snippet = CASE WHEN %(asks)s THEN %(snippet)s ELSE snippet END,
        message_count = message_count + 1, updated_at = greatest(updated_at, at),
        last_message_at = greatest(last_message_at, at), status = %(status)s,
        last_customer_at = CASE WHEN %(asks)s THEN greatest(last_customer_at, at) ELSE last_customer_at END,
        version = version + (%(before)s <> %(status)s)::int,
        solved_at = CASE WHEN %(before)s = %(status)s THEN solved_at END
    FROM moment WHERE id = %(ticket)s
    RETURNING id, team_id, at, coalesce(assignee_id, 0) AS assignee_id, %(before)s::smallint AS before),
"""
_MESSAGE = """
m AS (INSERT INTO tickets_message (ticket_id, author, is_public, customer_id, channel, inbox_id, arrival_id, key,
        subject, from_email, from_name, "to", cc, bcc, reply_to, text, html, reply_text, quoted_text, language, grade, machine,
        threaded_by, external_id, in_reply_to, authentication, headers, is_automatic, quotes_history, state,
        state_detail, is_scheduled, bounces, sent_at, created_at)
    SELECT t.id, 'customer', true, %(customer)s, %(channel)s, %(inbox)s, %(arrival)s, gen_random_uuid(),
        %(subject)s, %(from_email)s, %(from_name)s, %(to)s, %(cc)s, '[]', %(reply_to)s, %(text)s, %(html)s, %(reply_text)s,
        %(quoted_text)s, %(language)s, %(grade)s, %(machine)s, %(threaded_by)s, %(external_id)s, %(in_reply_to)s,
        %(authentication)s, %(headers)s, false, false, '', '', false, '[]', %(sent_at)s, t.at FROM t
    RETURNING id),
s AS (INSERT INTO tickets_messagesearch (message_id, ticket_id, team_id, is_public, tsv)
    SELECT m.id, t.id, t.team_id, true,
        setweight(to_tsvector(%(configuration)s::regconfig, %(subject_words)s), 'A')
        || setweight(to_tsvector('careline_simple', %(name_words)s), 'B')
        || to_tsvector(%(configuration)s::regconfig, %(words)s) FROM t, m),
e AS (INSERT INTO core_event (name, subject, topics, actor_kind, actor_id, data)
    SELECT f.fact->>'name', 'ticket:' || t.id, ARRAY['ticket:' || t.id, 'team:' || t.team_id], 'customer', %(customer)s,
        (f.fact->'data') || jsonb_build_object('ticket_id', t.id, 'team_id', t.team_id)
        || CASE WHEN f.fact->'data' ? 'message_id' THEN jsonb_build_object('message_id', m.id) ELSE '{}' END
    FROM t, m, jsonb_array_elements(%(facts)s::jsonb) WITH ORDINALITY AS f(fact, n) ORDER BY n
    RETURNING id, name),
"""
_FILES = """
a AS (INSERT INTO tickets_attachment (message_id, file_id, key, name, content_type, size, is_inline, content_id)
    SELECT m.id, x.* FROM m, jsonb_to_recordset(%(files)s::jsonb) AS x(file_id bigint, key text, name text,
        content_type text, size bigint, is_inline boolean, content_id text)),
"""
_TEAM_KNOWS = """
k AS (UPDATE customers_customer SET team_ids = team_ids || t.team_id FROM t
    WHERE customers_customer.id = %(customer)s AND NOT team_ids @> ARRAY[t.team_id]),
"""
_FIRST_PLACE = """
i AS (INSERT INTO tickets_interval (ticket_id, kind, value, started_at, cause_id)
    SELECT t.id, v.kind, v.value, t.at, (SELECT min(id) FROM e)
    FROM t, (VALUES ('status', %(status)s::bigint), ('team', %(team)s), ('assignee', 0)) AS v(kind, value)),
d AS (INSERT INTO tickets_ticketdelta (team_id, status, assignee_id, n) SELECT t.team_id, %(status)s, 0, 1 FROM t)
"""
_NEXT_PLACE = """
ended AS (UPDATE tickets_interval i SET ended_at = greatest(i.started_at, t.at) FROM t
    WHERE i.ticket_id = t.id AND i.kind = 'status' AND i.ended_at IS NULL RETURNING i.ended_at),
i AS (INSERT INTO tickets_interval (ticket_id, kind, value, started_at, cause_id)
    SELECT t.id, 'status', %(status)s, ended.ended_at, (SELECT max(id) FROM e) FROM t, ended),
d AS (INSERT INTO tickets_ticketdelta (team_id, status, assignee_id, n)
    SELECT t.team_id, v.status, t.assignee_id, v.n
    FROM t, (VALUES (%(before)s, -1), (%(status)s, 1)) AS v(status, n))
"""
_SAME_PLACE = "d AS (SELECT 1)"
_ANSWER = """
SELECT t.id, t.team_id, m.id, (SELECT array_agg(e.id ORDER BY e.id) FROM e), t.at, pg_notify('careline_event', ''),
    (SELECT procrastinate_defer_jobs_v1(array_agg(ROW('events', 'careline.react', 0, 'ticket:' || t.id, NULL,
        jsonb_build_object('event_id', e.id), NULL)::procrastinate_job_to_defer_v1 ORDER BY e.id))
     FROM e WHERE e.name = ANY(%(queued)s)) FROM t, m
"""


@dataclass(frozen=True, slots=True)
class Filing:
    """What is to be written: columns by name in `values`, the events in order, the files' attachments.

    `before` is the status of the ticket found (which the caller has locked), None for a new ticket.
    """

    values: dict[str, Any]
    facts: tuple[Fact, ...]
    files: list[dict[str, Any]]
    before: int | None


@dataclass(frozen=True, slots=True)
class Filed:
    """The keys of what was written."""

    ticket_id: int
    message_id: int
    event_ids: tuple[int, ...]


def file_received(filing: Filing, *, at: datetime | None) -> Filed:
    """Write it all, wake the listeners, defer the jobs, and run the inline handlers. Needs a transaction."""
    names = [fact.name for fact in filing.facts]
    values = filing.values | {
        "at": at,
        "before": filing.before,
        "files": json.dumps(filing.files),
        "facts": json.dumps([{"name": fact.name, "data": asdict(fact)} for fact in filing.facts]),
        "queued": [name for name in names if queued_handlers(name)],
    }
    with prepared_cursor() as cursor:
        row = cursor.execute(_statement(filing), values).fetchone()
    if row is None:
        raise Ticket.DoesNotExist(filing.values["ticket"])
    ticket_id, team_id, message_id, event_ids, created_at, *_ = row
    if filing.before is None:
        _greet(filing, ticket_id, created_at)
    _run_inline(filing, ticket_id, team_id, message_id, event_ids)
    return Filed(ticket_id, message_id, tuple(event_ids))


def _statement(filing: Filing) -> str:
    if filing.before is None:
        ticket, place = _NEW_TICKET, _FIRST_PLACE
    else:
        ticket = _OLD_TICKET
        place = _SAME_PLACE if filing.before == filing.values["status"] else _NEXT_PLACE
    files = _FILES if filing.files else ""
    moment = "WITH moment AS (SELECT coalesce(%(at)s, statement_timestamp()) AS at), "
    return moment + ticket + _MESSAGE + files + _TEAM_KNOWS + place + _ANSWER


def _greet(filing: Filing, ticket_id: int, created_at: datetime) -> None:
    """Show a new ticket to those who greet it, as the statement wrote it."""
    if not (waiting := greeters()):
        return
    values = filing.values
    ticket = Ticket(
        pk=ticket_id, subject=values["title"], snippet=values["snippet"], status=values["status"], channel=values["channel"],
        inbox_id=values["inbox"], team_id=values["team"], customer_id=values["customer"], language=values["language"],
        message_count=1, created_at=created_at, updated_at=created_at, last_customer_at=created_at,
        last_message_at=created_at,
    )  # fmt: skip
    for greeter in waiting:
        greeter(ticket)


def _run_inline(filing: Filing, ticket_id: int, team_id: int, message_id: int, event_ids: list[int]) -> None:
    handlers = inline_handlers()
    actor = Actor("customer", filing.values["customer"])
    for fact, event_id in zip(filing.facts, event_ids, strict=True):
        for handler in handlers.get(fact.name, {}).values():
            known = {"ticket_id": ticket_id, "team_id": team_id, "message_id": message_id}
            fields = {k: v for k, v in known.items() if k in fact.__dataclass_fields__}
            handler(replace(fact, **fields), Recorded(event_id, actor, None))
