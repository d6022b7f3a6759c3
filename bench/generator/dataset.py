"""Fills an empty, migrated database with a company of any size, by COPY: agents, teams, customers, tickets, messages."""

import random
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg

from bench.generator.words import Writer

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
MESSAGES_EACH = 3
TEXTS = 4000
FIRST_TICKET = 1001


@dataclass(frozen=True)
class Size:
    """How large the company is; `open_tickets` are still to be answered, the others are solved or closed."""

    tickets: int
    teams: int = 50
    agents: int = 200

    @property
    def customers(self) -> int:
        """One customer for four tickets."""
        return max(1, self.tickets // 4)

    @property
    def open_tickets(self) -> int:
        """A twentieth, but never fewer than two thousand, so that pages of all sizes show equally many rows."""
        return min(self.tickets, max(2000, self.tickets // 20))


def fill(connection: psycopg.Connection[Any], size: Size, *, seed: int = 1) -> None:
    """Write the whole company. The agents' password is unusable; benches log in by session."""
    chance = random.Random(seed)
    connection.execute(
        "SET LOCAL session_replication_role = replica"
    )  # the rows are consistent by construction
    connection.execute("SET LOCAL maintenance_work_mem = '1GB'")
    _people(connection, size)
    _copy(connection, "customers_customer", _CUSTOMER, _customers(size, Writer(seed)))
    _copy(connection, "customers_identity", _IDENTITY, _identities(size))
    _copy(connection, "tickets_ticket", _TICKET, _tickets(size, chance, Writer(seed)))
    _copy(connection, "tickets_message", _MESSAGE, _messages(size, chance, Writer(seed)))
    for table in ("customers_customer", "customers_identity", "tickets_ticket", "tickets_message"):
        connection.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
        )
    connection.execute("DROP INDEX search_words")
    connection.execute(_WORDS)
    connection.execute("CREATE INDEX search_words ON tickets_messagesearch USING gin (tsv)")
    connection.execute(
        "INSERT INTO tickets_ticketcount (team_id, status, assignee_id, n)"
        " SELECT team_id, status, coalesce(assignee_id, 0), count(*) FROM tickets_ticket GROUP BY 1, 2, 3"
    )
    connection.execute(
        "INSERT INTO tickets_teamcount (team_id, status, n)"
        " SELECT team_id, status, sum(n) FROM tickets_ticketcount GROUP BY 1, 2"
    )
    connection.commit()


def _copy(
    connection: psycopg.Connection[Any], table: str, columns: str, rows: Iterable[tuple[Any, ...]]
) -> None:
    with connection.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _people(connection: psycopg.Connection[Any], size: Size) -> None:
    connection.execute(
        "INSERT INTO accounts_company (id, name, language, time_zone, set_up_at)"
        " VALUES (1, 'Radhaus', 'en', 'Europe/Berlin', now()) ON CONFLICT DO NOTHING"
    )
    connection.execute(
        "INSERT INTO accounts_team (id, name, signature, is_private, is_archived, created_at)"
        " SELECT n, 'Team ' || n, '', false, false, now() FROM generate_series(1, %s) n",
        [size.teams],
    )
    connection.execute(
        "INSERT INTO accounts_agent (id, password, email, name, role, is_active, language, time_zone, signature,"
        " presence, created_at) SELECT n, '!', 'agent' || n || '@radhaus.example', 'Agent ' || n,"
        " CASE WHEN n = 1 THEN 'admin' ELSE 'agent' END, true, 'en', 'UTC', '', 'available', now()"
        " FROM generate_series(1, %s) n",
        [size.agents],
    )
    connection.execute(
        "INSERT INTO accounts_membership (team_id, agent_id, is_lead)"
        " SELECT DISTINCT (n + k * 7) %% %s + 1, n, false FROM generate_series(1, %s) n, generate_series(0, 2) k",
        [size.teams, size.agents],
    )


# The same words as `tickets/models/received.py` makes searchable; the bulk is English here.
_WORDS = """
INSERT INTO tickets_messagesearch (message_id, ticket_id, team_id, is_public, tsv)
SELECT m.id, t.id, t.team_id, true,
    setweight(to_tsvector('careline_english', t.subject), 'A')
    || setweight(to_tsvector('careline_simple', m.from_name || ' ' || m.from_email), 'B')
    || to_tsvector('careline_english', m.text)
FROM tickets_message m JOIN tickets_ticket t ON t.id = m.ticket_id ORDER BY m.id
"""
_CUSTOMER = "id, name, language, time_zone, notes, tags, team_ids, created_at"


def _customers(size: Size, writer: Writer) -> Iterator[tuple[Any, ...]]:
    for n in range(1, size.customers + 1):
        yield n, writer.name(), "en", "", "", [], [n % size.teams + 1], NOW


_IDENTITY = "id, customer_id, kind, value, normalised, created_at"


def _identities(size: Size) -> Iterator[tuple[Any, ...]]:
    for n in range(1, size.customers + 1):
        address = f"customer{n}@people{n % 997}.example"
        yield n, n, "email", address, address, NOW


_TICKET = (
    "id, subject, snippet, status, priority, type, channel, team_id, assignee_id, customer_id, language, tags, version,"
    " message_count, created_at, updated_at, last_customer_at, last_message_at, due_at, first_answered_at, solved_at"
)


def _tickets(size: Size, chance: random.Random, writer: Writer) -> Iterator[tuple[Any, ...]]:
    subjects = [(writer.subject(lang), lang) for lang in (writer.language() for _ in range(TEXTS))]
    first_open = size.tickets - size.open_tickets
    for n in range(size.tickets):
        subject, language = subjects[n % TEXTS]
        is_open = n >= first_open
        status = chance.choice((1, 2, 2, 2, 3, 3, 4)) if is_open else chance.choice((5, 6, 6))
        assignee = chance.randint(1, size.agents) if status != 1 and chance.random() < 0.8 else None
        at = _moment(n, size)
        due = at + timedelta(hours=chance.randint(1, 72)) if is_open and chance.random() < 0.7 else NEVER
        answered = None if status == 1 else at + timedelta(minutes=30)
        solved = None if is_open else at + timedelta(hours=5)
        yield (
            FIRST_TICKET + n, subject, subject[:140], status, chance.choice((1, 2, 2, 2, 3, 4)), "question", "email",
            n % size.teams + 1, assignee, n % size.customers + 1, language, ["order"] if n % 9 == 0 else [], 1,
            MESSAGES_EACH, at, at, at, at, due, answered, solved,
        )  # fmt: skip


_MESSAGE = (
    "id, ticket_id, author, is_public, agent_id, customer_id, channel, key, subject, from_email, from_name,"
    ' "to", cc, bcc, text, html, reply_text, quoted_text, language, grade, machine, threaded_by, external_id,'
    " in_reply_to, authentication, headers, is_automatic, quotes_history, state, state_detail, is_scheduled, bounces,"
    " created_at"
)


def _messages(size: Size, chance: random.Random, writer: Writer) -> Iterator[tuple[Any, ...]]:
    texts = [writer.text(writer.language()) for _ in range(TEXTS)]
    keys = random.Random(7)
    number = 0
    for n in range(size.tickets):
        customer = n % size.customers + 1
        for turn in range(MESSAGES_EACH):
            number += 1
            ours = turn == 1
            text = (
                f"{texts[chance.randrange(TEXTS)]} {writer.sentence('en')}"
                if turn == 0
                else texts[number % TEXTS]
            )
            yield (
                number, FIRST_TICKET + n, "agent" if ours else "customer", True, n % size.agents + 1 if ours else None,
                None if ours else customer, "email", uuid.UUID(int=keys.getrandbits(128)), "",
                f"customer{customer}@people{customer % 997}.example", "", "[]", "[]", "[]", text, "", text, "", "en",
                "plausible", "", "", f"{number}@people.example", "", "{}", "[]", False, False,
                "sent" if ours else "", "", False, "[]", _moment(n, size) + timedelta(minutes=turn),
            )  # fmt: skip


def _moment(n: int, size: Size) -> datetime:
    return NOW - timedelta(seconds=60 * (size.tickets - n))
