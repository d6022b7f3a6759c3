"""The floor for intake: what nobody could do with much less, on one connection, one durable commit a message.

`email.message_from_bytes(policy.default)`, nh3, and the same rows as the product writes, by plain psycopg `execute`.
"""

import hashlib
import json
import uuid
from collections.abc import Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import nh3
import psycopg
from psycopg.types.json import Jsonb

Connection = psycopg.Connection[Any]


def run(address: str, raws: Sequence[bytes], *, inbox_id: int, team_id: int) -> None:
    """Take in all messages, one after the other. Raises what psycopg raises."""
    with psycopg.connect(address) as connection:
        for number, raw in enumerate(raws):
            _take_in(connection, raw, number, inbox_id, team_id)
            connection.commit()


def _take_in(connection: Connection, raw: bytes, number: int, inbox_id: int, team_id: int) -> None:
    arrival = _insert(
        connection,
        "INSERT INTO channels_arrival (inbox_id, origin, kind, sha256, size, raw, envelope, state, reason, error,"
        " attempts, sender, subject, fingerprint, claimed_by) VALUES (%s, %s, 'email', %s, %s, %s, '{}', 'waiting', '', '', 0,"
        " '', '', '', 0) RETURNING id",
        [inbox_id, f"floor:{uuid.uuid4()}:{number}", hashlib.sha256(raw).hexdigest(), len(raw), raw],
    )
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    sender = message["From"].addresses[0]
    customer = _customer(connection, sender.addr_spec, sender.display_name, team_id)
    subject = str(message["Subject"])
    text, html = _bodies(message)
    ticket = _find(connection, message) or _ticket(connection, subject, text, customer, inbox_id, team_id)
    said = _message(connection, ticket, customer, arrival, inbox_id, message, text, html)
    connection.execute(
        "INSERT INTO tickets_messagesearch (message_id, ticket_id, team_id, is_public, tsv)"
        " VALUES (%s, %s, %s, true, to_tsvector('english', %s))",
        [said, ticket, team_id, f"{subject} {text} {sender.display_name}"],
    )
    _attachments(connection, message, said)
    _tell(connection, ticket, customer, team_id)
    connection.execute(
        "UPDATE channels_arrival SET state = 'done', message_id = %s, ticket_id = %s, processed_at = now() WHERE id = %s",
        [said, ticket, arrival],
    )


def _tell(connection: Connection, ticket: int, customer: int, team_id: int) -> None:
    for name in ("ticket.created", "message.received"):
        event = _insert(
            connection,
            "INSERT INTO core_event (name, subject, topics, actor_kind, actor_id, data)"
            " VALUES (%s, %s, %s, 'customer', %s, %s) RETURNING id",
            [
                name,
                f"ticket:{ticket}",
                [f"ticket:{ticket}", f"team:{team_id}"],
                customer,
                Jsonb({"ticket_id": ticket}),
            ],
        )
    connection.execute(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, args) VALUES ('floor', 'floor', %s, %s)",
        [f"ticket:{ticket}", Jsonb({"event_id": event})],
    )


def _insert(connection: Connection, statement: str, values: list[Any]) -> int:
    row = connection.execute(statement, values).fetchone()
    assert row is not None
    return int(row[0])


def _customer(connection: Connection, address: str, name: str, team_id: int) -> int:
    found = connection.execute(
        "SELECT customer_id FROM customers_identity WHERE kind = 'email' AND normalised = %s",
        [address.lower()],
    ).fetchone()
    if found:
        return int(found[0])
    customer = _insert(
        connection,
        "INSERT INTO customers_customer (name, language, time_zone, notes, tags, team_ids, created_at)"
        " VALUES (%s, '', '', '', '{}', %s, now()) RETURNING id",
        [name, [team_id]],
    )
    connection.execute(
        "INSERT INTO customers_identity (customer_id, kind, value, normalised, created_at)"
        " VALUES (%s, 'email', %s, %s, now())",
        [customer, address, address.lower()],
    )
    return customer


def _bodies(message: EmailMessage) -> tuple[str, str]:
    plain, rich = message.get_body(("plain",)), message.get_body(("html",))
    return (plain.get_content() if plain else ""), (nh3.clean(rich.get_content()) if rich else "")


def _find(connection: Connection, message: EmailMessage) -> int | None:
    for reference in str(message.get("References", "")).split():
        found = connection.execute(
            "SELECT ticket_id FROM tickets_message WHERE external_id = %s", [reference.strip("<>")]
        ).fetchone()
        if found:
            return int(found[0])
    return None


def _ticket(
    connection: Connection, subject: str, text: str, customer: int, inbox_id: int, team_id: int
) -> int:
    ticket = _insert(
        connection,
        "INSERT INTO tickets_ticket (subject, snippet, status, priority, type, channel, inbox_id, team_id, customer_id,"
        " language, tags, version, message_count, due_at) VALUES (%s, %s, 1, 2, 'question', 'email', %s, %s, %s, 'en',"
        " '{}', 1, 1, '9999-01-01') RETURNING id",
        [subject[:300], text[:140], inbox_id, team_id, customer],
    )
    for kind, value in (("status", 1), ("team", team_id), ("assignee", 0)):
        connection.execute(
            "INSERT INTO tickets_interval (ticket_id, kind, value) VALUES (%s, %s, %s)", [ticket, kind, value]
        )
    connection.execute(
        "INSERT INTO tickets_ticketdelta (team_id, status, assignee_id, n) VALUES (%s, 1, 0, 1)", [team_id]
    )
    return ticket


def _message(
    connection: Connection,
    ticket: int,
    customer: int,
    arrival: int,
    inbox_id: int,
    message: EmailMessage,
    text: str,
    html: str,
) -> int:
    sender = message["From"].addresses[0]
    return _insert(
        connection,
        "INSERT INTO tickets_message (ticket_id, author, is_public, customer_id, channel, inbox_id, arrival_id, key,"
        ' subject, from_email, from_name, "to", cc, bcc, text, html, reply_text, quoted_text, language, grade, machine,'
        " threaded_by, external_id, in_reply_to, authentication, headers, is_automatic, quotes_history, state,"
        " state_detail, is_scheduled, bounces) VALUES (%s, 'customer', true, %s, 'email', %s, %s, %s, %s, %s, %s, %s,"
        " '[]', '[]', %s, %s, %s, '', 'en', 'plausible', '', '', %s, '', '{}', %s, false, false, '', '', false, '[]')"
        " RETURNING id",
        [
            ticket, customer, inbox_id, arrival, uuid.uuid4(), str(message["Subject"]), sender.addr_spec,
            sender.display_name, json.dumps([[a.addr_spec, a.display_name] for a in message["To"].addresses]), text,
            html, text, str(message["Message-ID"]).strip("<>"), json.dumps([[k, str(v)] for k, v in message.items()]),
        ],
    )  # fmt: skip


def _attachments(connection: Connection, message: EmailMessage, said: int) -> None:
    for part in message.iter_attachments():
        content = part.get_content()
        digest = hashlib.sha256(content).hexdigest()
        file = _insert(
            connection,
            "INSERT INTO core_file (sha256, size, content_type, created_at) VALUES (%s, %s, 'image/png', now())"
            " ON CONFLICT (sha256) DO UPDATE SET size = excluded.size RETURNING id",
            [digest, len(content)],
        )
        connection.execute(
            "INSERT INTO tickets_attachment (message_id, file_id, key, name, content_type, size, is_inline, content_id)"
            " VALUES (%s, %s, %s, %s, 'image/png', %s, false, '')",
            [said, file, uuid.uuid4().hex[:22], part.get_filename(), len(content)],
        )
