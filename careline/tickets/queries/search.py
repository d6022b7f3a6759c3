"""Full-text search over all that was said, with the rights of the person who asks.

Only a batch of the newest hits is ranked: the answer says how far back it looked (see `hits`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection

from careline.accounts.contracts import Right
from careline.accounts.queries import visible_team_ids
from careline.tickets.models import Message, Ticket
from careline.tickets.models.exclusion import NOT_KEPT
from careline.tickets.queries.asked import Asked, understand
from careline.tickets.queries.excerpts import NOTHING, Excerpt, excerpts
from careline.tickets.queries.hits import (
    Batch,
    messages_that_fit,
    tickets_of_similar_names,
    tickets_that_fit,
)
from careline.tickets.queries.queue import ROWS, QueueRow, with_viewers
from careline.tickets.queries.terms import tsquery
from careline.tickets.queries.turns import NoTurn, TookTooLong, turn

if TYPE_CHECKING:
    from careline.accounts.models import Agent

SCARCE = 10
_NEWEST = 2**62
_RANK = """
SELECT s.ticket_id, (array_agg(s.message_id ORDER BY ts_rank_cd(s.tsv, %(q)s::tsquery) DESC, s.message_id DESC))[1],
    max(ts_rank_cd(s.tsv, %(q)s::tsquery, 32))
        + 0.2 / (1 + extract(epoch FROM now() - max(t.last_message_at)) / 2592000)
        + CASE WHEN max(t.status) < 5 THEN 0.1 ELSE 0 END AS rank
FROM tickets_messagesearch s JOIN tickets_ticket t ON t.id = s.ticket_id
WHERE s.message_id = ANY(%(messages)s) GROUP BY s.ticket_id ORDER BY {order}
"""
_ORDERS = {"best": "rank DESC, s.ticket_id DESC", "newest": "max(s.message_id) DESC"}


@dataclass(frozen=True, slots=True)
class Found:
    """One ticket found: its row, and what fits best in it, with the words marked."""

    row: QueueRow
    excerpt: Excerpt


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search found. `next` goes on where it ended ("" if that was all); `back_to` is how far it looked then.

    `problems` are sentences about what was not understood. `wanted` are the words that were looked for. `ended_by` is
    why nothing was looked for, or not to the end: NoTurn or TookTooLong.
    """

    found: tuple[Found, ...] = ()
    next: str = ""
    back_to: datetime | None = None
    problems: tuple[str, ...] = ()
    wanted: str = ""
    ended_by: NoTurn | TookTooLong | None = None


@dataclass(frozen=True, slots=True)
class _Asker:
    agent: Agent
    teams: list[int]


def search(agent: Agent, words: str, *, after: str = "", order: str = "best") -> Answer:
    """The tickets that this person may see and that fit the words and operators, best of the newest first.

    See `understand` for what can be asked. `after` is the `next` of an earlier answer; a damaged one begins anew.
    `order` is "best" or "newest". Where too many search, or it takes too long, the answer is empty and says so.
    """
    asked = understand(agent, words)
    answer = Answer(problems=tuple(asked.problems), wanted=asked.wanted)
    if not agent.may(Right.READ_TICKETS) or not (asked.terms or asked.conditions or asked.number):
        return answer
    try:
        with turn():
            return _searched(agent, asked, after, order)
    except (NoTurn, TookTooLong) as error:
        return replace(answer, problems=(*answer.problems, str(error)), ended_by=error)


def _searched(agent: Agent, asked: Asked, after: str, order: str) -> Answer:
    below = int(after) if after.isdecimal() and len(after) < 19 else _NEWEST
    asker = _Asker(agent, visible_team_ids(agent))
    values = asked.values | {"me": agent.pk, "teams": asker.teams}
    query = tsquery(agent, asked.terms)
    if asked.number:
        batch = Batch([(asked.number, asked.number)])
    elif query:
        batch = messages_that_fit(query, asked, values, below)
    else:
        batch = tickets_that_fit(asked, values, below)
    ranked = _ranked(query, batch, order) if query else [(ticket_id, 0) for _id, ticket_id in batch.hits]
    if query and below == _NEWEST and len(ranked) < SCARCE and not batch.next:
        known = {ticket_id for ticket_id, _message in ranked}
        named = tickets_of_similar_names(agent, asked, values)
        ranked += [(ticket_id, 0) for ticket_id in named if ticket_id not in known]
    found = _shown(asker, ranked, query, asked.wanted)
    moment = _moment(batch.next, query)
    return Answer(found, str(batch.next or ""), moment, tuple(asked.problems), asked.wanted)


def _ranked(query: str, batch: Batch, order: str) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        statement = _RANK.format(order=_ORDERS.get(order, _ORDERS["best"]))
        cursor.execute(statement, {"q": query, "messages": [message_id for message_id, _t in batch.hits]})
        return [(ticket_id, message_id) for ticket_id, message_id, _rank in cursor.fetchall()]


def _shown(asker: _Asker, ranked: list[tuple[int, int]], query: str, wanted: str) -> tuple[Found, ...]:
    """Fetch the rows in their order; the rights are checked once more, on the tickets themselves."""
    ids = [ticket_id for ticket_id, _message in ranked]
    statement = ROWS + f"WHERE t.id = ANY(%(ids)s) AND t.team_id = ANY(%(teams)s) AND {NOT_KEPT}"
    with connection.cursor() as cursor:
        cursor.execute(statement, {"me": asker.agent.pk, "ids": ids, "teams": asker.teams})
        rows = {row.number: row for row in with_viewers(cursor.fetchall(), asker.agent)}
    best = {ticket_id: message_id for ticket_id, message_id in ranked if ticket_id in rows}
    texts = excerpts(best, query, wanted)
    return tuple(Found(rows[one], texts.get(one, NOTHING)) for one in ids if one in rows)


def _moment(message_or_ticket_id: int, query: str) -> datetime | None:
    if not message_or_ticket_id:
        return None
    table: type[Message | Ticket] = Message if query else Ticket
    rows = table.objects.filter(pk__gte=message_or_ticket_id).order_by("pk")
    return rows.values_list("created_at", flat=True).first()
