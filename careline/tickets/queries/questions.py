"""A question over the tickets that is not one of the standard queues: a page of it, how many it finds, all of their ids.

What no index serves may take a second; then only the newest 50,000 tickets are asked, and the page says so.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from careline.accounts.contracts import Right
from careline.accounts.queries import Sight, sight_of
from careline.tickets.queries.bounded import rows_within
from careline.tickets.queries.conditions import EVERY_STATUS, BadConditions, clause_of, from_json
from careline.tickets.queries.queue import EPOCH, VIEWS, Page, columns_and, with_viewers

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.models import SavedView

PAGE_MS, COUNT_MS = 1_000, 250
RECENT = 50_000
COUNTED = 100
OPEN, DONE = frozenset({1, 2, 3, 4}), frozenset({5, 6})
_LAST = 253_402_300_799_000_000
"""The end of the year 9999 in microseconds: what is never due stands close to it."""
_RECENT = f"t.id > (SELECT coalesce(max(x.id), 0) - {RECENT} FROM tickets_ticket x)"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Order:
    """What rows are sorted by: an expression over the ticket `t`, its type, and which way."""

    expression: str
    type: str
    descending: bool


SORTS = {
    "newest": Order("t.last_customer_at", "timestamptz", descending=True),
    "longest_wait": Order("t.last_customer_at", "timestamptz", descending=False),
    "due": Order("t.due_at", "timestamptz", descending=False),
    "updated": Order("t.updated_at", "timestamptz", descending=True),
    "created": Order("t.id", "bigint", descending=True),
    "oldest": Order("t.id", "bigint", descending=False),
    "priority": Order("t.priority", "bigint", descending=True),
}
GROUPINGS = {
    "status": Order("t.status", "bigint", descending=False),
    "priority": Order("-t.priority", "bigint", descending=False),
    "type": Order("t.type", "text", descending=False),
    "channel": Order("t.channel", "text", descending=False),
    "team": Order(
        "(SELECT x.name || chr(31) || x.id FROM accounts_team x WHERE x.id = t.team_id)",
        "text",
        descending=False,
    ),
    "assignee": Order(
        "coalesce((SELECT x.name || chr(31) || x.id FROM accounts_agent x WHERE x.id = t.assignee_id), '')",
        "text",
        descending=False,
    ),
}
_BY_TEAM = {("open", "newest"), ("open", "longest_wait"), ("open", "due"), ("done", "updated")}
"""What an index by team serves, walked from where the page begins: these cost the same at any size."""


@dataclass(frozen=True, slots=True)
class _Cursor:
    """Where a page begins: after the row with this group, this key and this number. Nowhere: at the top."""

    group: Any = None
    key: Any = None
    number: int = 0
    is_recent: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: a condition in SQL with its values, the statuses that can fit, the teams, and how rows stand."""

    condition: str
    values: dict[str, Any] = field(default_factory=dict)
    statuses: frozenset[int] = EVERY_STATUS
    teams: str = "visible"
    asks_merged: bool = False
    asks_snoozed: bool = False
    sort: str = "newest"
    grouping: str = ""

    @property
    def scope(self) -> str:
        """`open`, `done` or `any`: by it PostgreSQL finds its index."""
        return "open" if self.statuses <= OPEN else "done" if self.statuses <= DONE else "any"

    @property
    def where(self) -> str:
        """All that must hold of a ticket `t`, but for whose it is and where the page begins."""
        scope = {"open": "t.status IN (1, 2, 3, 4)", "done": "t.status IN (5, 6)", "any": "true"}[self.scope]
        merged = "true" if self.asks_merged or self.scope == "open" else "t.merged_into_id IS NULL"
        awake = "true" if self.asks_snoozed or self.scope == "done" else "t.snoozed_until IS NULL"
        return f"{scope} AND {merged} AND {awake} AND {self.condition}"


def question_of(agent: Agent, view: SavedView) -> Question:
    """What a saved view asks for this person. Raises BadConditions where they may not see what it asks about."""
    clause = clause_of(from_json(view.conditions), agent)
    sort = view.sort if view.sort in SORTS else "newest"
    grouping = view.grouping if view.grouping in GROUPINGS else ""
    return Question(
        clause.sql,
        clause.values,
        clause.statuses,
        asks_merged=clause.asks_merged,
        asks_snoozed=clause.asks_snoozed,
        sort=sort,
        grouping=grouping,
    )


def standard_question(agent: Agent, key: str) -> Question:
    """What a standard view asks, for where it stands in another order or together with others."""
    view = VIEWS[key]
    statuses = DONE if key == "solved" else EVERY_STATUS if key == "to_approve" else OPEN
    teams = "own" if view.teams == "own" else "visible"
    condition = view.condition.replace("%(me)s", "%(asker)s")
    return Question(
        f"({condition})",
        {"asker": agent.pk},
        statuses,
        teams,
        asks_snoozed=key in {"snoozed", "to_approve"},
        sort="updated" if key == "solved" else "newest",
    )


def ask(
    agent: Agent, question: Question, *, after: str = "", limit: int = 50, sight: Sight | None = None
) -> Page:
    """One page of the tickets that fit and that this person may see, from the cursor `after` on.

    The first page also says how many there are. `is_recent` says that only the newest tickets were asked.
    """
    if not agent.may(Right.READ_TICKETS):
        return Page((), "")
    cursor = _read_cursor(after, question)
    values = question.values | _begin(cursor) | {"me": agent.pk, "limit": limit + 1}
    values["teams"] = _teams(agent, question, sight)
    is_recent = cursor.is_recent
    found = None if is_recent else rows_within(PAGE_MS, _page(question, cursor), values)
    if found is None:
        is_recent, question = True, _only_recent(question)
        found = rows_within(PAGE_MS, _page(question, cursor), values) or []
    rows = with_viewers([row[:-3] for row in found[:limit]], agent)
    more = _write_cursor(found[limit - 1], is_recent) if len(found) > limit else ""
    size = _size(found[0][-1] if found else 0, is_recent) if not cursor.number else ""
    return Page(rows, more, _beginnings(found[:limit], question, cursor), is_recent, size)


def _beginnings(found: list[tuple[Any, ...]], question: Question, cursor: _Cursor) -> tuple[Any, ...]:
    """For each row the group that begins with it, None where it stands in the one before."""
    if not question.grouping:
        return ()
    before = [cursor.group if cursor.number else None, *(row[-3] for row in found)]
    return tuple(None if row[-3] == last else row[-3] for row, last in zip(found, before, strict=False))


def count(agent: Agent, question: Question, *, sight: Sight | None = None) -> str:
    """How many tickets fit: `99+` for more, and `7+` where only the newest could be counted in time."""
    if not agent.may(Right.READ_TICKETS):
        return ""
    values = question.values | {"teams": _teams(agent, question, sight)}
    found = rows_within(COUNT_MS, _count(question), values)
    if found is not None:
        return _size(found[0][0], is_recent=False)
    found = rows_within(COUNT_MS, _count(_only_recent(question)), values)
    return "" if found is None else _size(found[0][0], is_recent=True)


def _size(n: int, is_recent: bool) -> str:
    """A bounded count in words."""
    if n >= COUNTED:
        return f"{COUNTED - 1}+"
    return f"{n}+" if is_recent else str(n)


def all_ids(agent: Agent, question: Question, *, batch: int = 1000) -> Iterator[list[int]]:
    """The ids of every ticket that fits and that this person may see, in batches, lowest first. For jobs, not pages."""
    last, values = 0, question.values | {"teams": _teams(agent, question, None), "limit": batch}
    statement = (
        f"SELECT t.id FROM tickets_ticket t WHERE t.team_id = ANY(%(teams)s::bigint[]) AND {question.where}"  # noqa: S608
        " AND t.id > %(last)s ORDER BY t.id LIMIT %(limit)s"
    )
    while found := rows_within(0, statement, values | {"last": last}):
        yield [row[0] for row in found]
        last = found[-1][0]


def _teams(agent: Agent, question: Question, sight: Sight | None) -> list[int]:
    if not agent.may(Right.READ_TICKETS):
        return []
    sight = sight or sight_of(agent)
    return sight.own if question.teams == "own" else sight.visible


def _only_recent(question: Question) -> Question:
    return replace(question, condition=f"{_RECENT} AND {question.condition}")


def _count(question: Question) -> str:
    return (
        f"SELECT count(*) FROM (SELECT FROM tickets_ticket t WHERE t.team_id = ANY(%(teams)s::bigint[])"  # noqa: S608
        f" AND {question.where} LIMIT {COUNTED}) x"
    )


def _page(question: Question, cursor: _Cursor) -> str:
    order, group = SORTS[question.sort], GROUPINGS.get(question.grouping)
    way = "DESC" if order.descending else "ASC"
    condition = f"{question.where} AND {_after(order, group, cursor)}"
    if group is None and (question.scope, question.sort) in _BY_TEAM and not question.asks_merged:
        ids = (
            f"SELECT x.id FROM unnest(%(teams)s::bigint[]) m(team_id) CROSS JOIN LATERAL (SELECT t.id, {order.expression} AS k"  # noqa: S608
            f" FROM tickets_ticket t WHERE t.team_id = m.team_id AND {condition} ORDER BY k {way}, t.id {way}"
            f" LIMIT %(limit)s) x ORDER BY x.k {way}, x.id {way} LIMIT %(limit)s"
        )
    else:
        first = f"{group.expression}, " if group else ""
        ids = (
            f"SELECT t.id FROM tickets_ticket t WHERE t.team_id = ANY(%(teams)s::bigint[]) AND {condition}"  # noqa: S608
            f" ORDER BY {first}{order.expression} {way}, t.id {way} LIMIT %(limit)s"
        )
    grouped = group.expression if group else "NULL"
    size = "0" if cursor.number else f"({_count(question)})"
    rows = columns_and(f"{grouped} AS g", f"{order.expression} AS k", size)
    return f"{rows} WHERE t.id = ANY(array({ids})) ORDER BY g, k {way}, t.id {way}"


def _after(order: Order, group: Order | None, cursor: _Cursor) -> str:
    if not cursor.number:
        return "true"
    sign = "<" if order.descending else ">"
    beyond = f"({order.expression}, t.id) {sign} (%(after_key)s::{order.type}, %(after_id)s)"
    if group is None:
        return beyond
    place = f"%(after_group)s::{group.type}"
    return f"({group.expression} > {place} OR ({group.expression} = {place} AND {beyond}))"


def _begin(cursor: _Cursor) -> dict[str, Any]:
    return {"after_group": cursor.group, "after_key": cursor.key, "after_id": cursor.number}


def _write_cursor(row: tuple[Any, ...], is_recent: bool) -> str:
    key = (row[-2] - EPOCH) // timedelta(microseconds=1) if isinstance(row[-2], datetime) else row[-2]
    packed = json.dumps([row[-3], key, row[0], int(is_recent)], separators=(",", ":"))
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def _read_cursor(after: str, question: Question) -> _Cursor:
    """A damaged cursor, or that of another order, begins at the top."""
    order, group = SORTS[question.sort], GROUPINGS.get(question.grouping)
    try:
        of_group, key, number, is_recent = json.loads(base64.urlsafe_b64decode(after[:1000] + "=="))
    except (binascii.Error, UnicodeDecodeError, ValueError, TypeError, RecursionError):
        return _Cursor()
    if (
        not _fits(key, "bigint")
        or not _fits(number, "bigint")
        or not (group is None or _fits(of_group, group.type))
    ):
        return _Cursor()
    if order.type == "timestamptz":
        key = EPOCH + timedelta(microseconds=min(max(key, 0), _LAST))
    return _Cursor(of_group, key, number, bool(is_recent))


def _fits(value: Any, kind: str) -> bool:
    if kind == "text":
        return isinstance(value, str) and "\x00" not in value
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**62


__all__ = ["GROUPINGS", "SORTS", "BadConditions", "Question", "all_ids", "ask", "count", "question_of"]
