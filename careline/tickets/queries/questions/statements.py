"""The SQL of a question: one page by keyset, a bounded count, stretches of ids. Values are bound, never written in."""

from __future__ import annotations

from dataclasses import replace

from careline.tickets.models.exclusion import NOT_KEPT
from careline.tickets.queries.questions.cursor import Cursor
from careline.tickets.queries.questions.question import Question
from careline.tickets.queries.queue import columns_and

RECENT = 50_000
COUNTED = 100
_RECENT = f"t.id > (SELECT coalesce(max(x.id), 0) - {RECENT} FROM tickets_ticket x)"  # noqa: S608
_BY_TEAM = {("open", "newest"), ("open", "longest_wait"), ("open", "due"), ("done", "updated")}
"""What an index by team serves, walked from where the page begins: these cost the same at any size."""
_OF_TEAMS = f"t.team_id = ANY(%(teams)s::bigint[]) AND {NOT_KEPT}"


def only_recent(question: Question) -> Question:
    """The same question of the newest tickets only."""
    return replace(question, condition=f"{_RECENT} AND {question.condition}")


def count_sql(question: Question) -> str:
    """How many tickets fit, counted up to a hundred."""
    return (
        f"SELECT count(*) FROM (SELECT FROM tickets_ticket t WHERE {_OF_TEAMS}"  # noqa: S608
        f" AND {question.where} LIMIT {COUNTED}) x"
    )


def ids_sql(question: Question) -> str:
    """A stretch of the ids of all that fit, lowest first."""
    return (
        f"SELECT t.id FROM tickets_ticket t WHERE {_OF_TEAMS} AND {question.where}"  # noqa: S608
        " AND t.id > %(last)s ORDER BY t.id LIMIT %(limit)s"
    )


def page_sql(question: Question, cursor: Cursor) -> str:
    """One page of rows, each with its group, its key, and (on the first page) how many there are."""
    order, group = question.order, question.group
    way = "DESC" if order.descending else "ASC"
    grouped = group.expression if group else "NULL"
    size = "0" if cursor.number else f"({count_sql(question)})"
    rows = columns_and(f"{grouped} AS g", f"{order.expression} AS k", size)
    return f"{rows} WHERE t.id = ANY(array({_page_ids(question, cursor)})) ORDER BY g, k {way}, t.id {way}"


def _page_ids(question: Question, cursor: Cursor) -> str:
    order, group = question.order, question.group
    way = "DESC" if order.descending else "ASC"
    condition = f"{question.where} AND {_after(question, cursor)}"
    is_walked = (question.scope, question.sort) in _BY_TEAM and not question.is_selective
    if group is None and is_walked and not question.asks_merged:
        return (
            f"SELECT x.id FROM unnest(%(teams)s::bigint[]) m(team_id) CROSS JOIN LATERAL (SELECT t.id, {order.expression} AS k"  # noqa: S608
            f" FROM tickets_ticket t WHERE t.team_id = m.team_id AND {NOT_KEPT} AND {condition} ORDER BY k {way}, t.id {way}"
            f" LIMIT %(limit)s) x ORDER BY x.k {way}, x.id {way} LIMIT %(limit)s"
        )
    first = f"{group.expression}, " if group else ""
    return (
        f"SELECT t.id FROM tickets_ticket t WHERE {_OF_TEAMS} AND {condition}"  # noqa: S608
        f" ORDER BY {first}{order.expression} {way}, t.id {way} LIMIT %(limit)s"
    )


def _after(question: Question, cursor: Cursor) -> str:
    if not cursor.number:
        return "true"
    order, group = question.order, question.group
    sign = "<" if order.descending else ">"
    beyond = f"({order.expression}, t.id) {sign} (%(after_key)s::{order.type}, %(after_id)s)"
    if group is None:
        return beyond
    place = f"%(after_group)s::{group.type}"
    return f"({group.expression} > {place} OR ({group.expression} = {place} AND {beyond}))"
