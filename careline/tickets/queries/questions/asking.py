"""Asking a question: a page of it, how many it finds, all of their ids.

What no index serves may take a second; then only the newest 50,000 tickets are asked, and the page says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from careline.accounts.contracts import Right
from careline.accounts.queries import Sight, sight_of
from careline.tickets.queries.bounded import rows_within
from careline.tickets.queries.questions import statements
from careline.tickets.queries.questions.cursor import Cursor, read_cursor, write_cursor
from careline.tickets.queries.questions.question import Question
from careline.tickets.queries.questions.statements import count_sql, ids_sql, only_recent, page_sql
from careline.tickets.queries.queue import Page, with_viewers

if TYPE_CHECKING:
    from careline.accounts.models import Agent

PAGE_MS, COUNT_MS = 1_000, 250


def ask(
    agent: Agent, question: Question, *, after: str = "", limit: int = 50, sight: Sight | None = None
) -> Page:
    """One page of the tickets that fit and that this person may see, from the cursor `after` on.

    The first page also says how many there are. `is_recent` says that only the newest tickets were asked.
    """
    if not agent.may(Right.READ_TICKETS):
        return Page((), "")
    cursor = read_cursor(after, question)
    values = _values(question, cursor) | {
        "me": agent.pk, "limit": limit + 1, "teams": _teams(agent, question, sight),
    }  # fmt: skip
    found = None if cursor.is_recent else rows_within(PAGE_MS, page_sql(question, cursor), values)
    is_recent = found is None
    if found is None:
        found = rows_within(PAGE_MS, page_sql(only_recent(question), cursor), values) or []
    rows = with_viewers([row[:-3] for row in found[:limit]], agent)
    more = write_cursor(found[limit - 1], is_recent) if len(found) > limit else ""
    size = _size(found[0][-1] if found else 0, is_recent) if not cursor.number else ""
    return Page(rows, more, _beginnings(found[:limit], question, cursor), is_recent, size)


def _values(question: Question, cursor: Cursor) -> dict[str, Any]:
    group = question.group
    values = question.values | {**question.order.values} | ({**group.values} if group else {})
    return values | {"after_group": cursor.group, "after_key": cursor.key, "after_id": cursor.number}


def _beginnings(found: list[tuple[Any, ...]], question: Question, cursor: Cursor) -> tuple[Any, ...]:
    """For each row the group that begins with it, None where it stands in the one before."""
    if not question.grouping:
        return ()
    before = [cursor.group if cursor.number else None, *(row[-3] for row in found)]
    return tuple(None if row[-3] == last else row[-3] for row, last in zip(found, before, strict=False))


def count(agent: Agent, question: Question, *, sight: Sight | None = None) -> str:
    """How many tickets fit: `99+` for more, and `7+` where only the newest could be counted in time."""
    if not agent.may(Right.READ_TICKETS):
        return ""
    values = question.values | {"me": agent.pk, "teams": _teams(agent, question, sight)}
    found = rows_within(COUNT_MS, count_sql(question), values)
    if found is not None:
        return _size(found[0][0], is_recent=False)
    found = rows_within(COUNT_MS, count_sql(only_recent(question)), values)
    return "" if found is None else _size(found[0][0], is_recent=True)


def _size(n: int, is_recent: bool) -> str:
    """A bounded count in words."""
    if n >= statements.COUNTED:
        return f"{statements.COUNTED - 1}+"
    return f"{n}+" if is_recent else str(n)


def all_ids(agent: Agent, question: Question, *, batch: int = 1000) -> Iterator[list[int]]:
    """The ids of every ticket that fits and that this person may see, in batches, lowest first. For jobs, not pages."""
    last, values = (
        0,
        question.values | {"me": agent.pk, "teams": _teams(agent, question, None), "limit": batch},
    )
    while found := rows_within(0, ids_sql(question), values | {"last": last}):
        yield [row[0] for row in found]
        last = found[-1][0]


def _teams(agent: Agent, question: Question, sight: Sight | None) -> list[int]:
    if not agent.may(Right.READ_TICKETS):
        return []
    sight = sight or sight_of(agent)
    teams = sight.own if question.teams == "own" else sight.visible
    return teams if question.only_teams is None else [one for one in teams if one in question.only_teams]
