"""One page of a queue, by keyset: ids by an index-only scan per team, then their rows, in one statement.

The standard views only, whose counters are kept; saved ones ask by `questions`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from careline.accounts.contracts import Right
from careline.accounts.queries import Sight, sight_of
from careline.tickets.models import Viewer
from careline.tickets.models.exclusion import NOT_KEPT

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from careline.accounts.models import Agent

HERE_SECONDS = 45
_OPEN = "t.status IN (1, 2, 3, 4) AND t.snoozed_until IS NULL"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class View:
    """A question over the tickets: its key in addresses, its name, a condition in SQL, and what it is sorted by.

    The latest comes first, but for what is yet to come or waits (`soonest_first`). Some are for those with a `right` only.
    """

    key: str
    name: _StrPromise
    condition: str
    teams: str = "visible"
    order: str = "last_customer_at"
    soonest_first: bool = False
    right: Right | None = None


VIEWS: dict[str, View] = {
    view.key: view
    for view in (
        View("mine", _("My tickets"), f"{_OPEN} AND t.assignee_id = %(me)s", "assigned"),
        View("unassigned", _("Unassigned"), f"{_OPEN} AND t.assignee_id IS NULL"),
        View("my_teams", _("My teams"), _OPEN, "own"),
        View("all_open", _("All open"), _OPEN),
        View("pending", _("Pending"), f"{_OPEN} AND t.status = 3"),
        View(
            "snoozed",
            _("Snoozed"),
            "t.snoozed_until IS NOT NULL AND t.merged_into_id IS NULL",
            order="snoozed_until",
            soonest_first=True,
        ),
        View(
            "to_approve",
            _("To approve"),
            "t.merged_into_id IS NULL AND t.id IN (SELECT p.ticket_id FROM tickets_proposal p"
            " WHERE p.state = 'waiting' AND p.agent_id <> %(me)s)",
            "assigned",
            soonest_first=True,
            right=Right.APPROVE_REPLIES,
        ),
        View("solved", _("Solved"), "t.status IN (5, 6) AND t.merged_into_id IS NULL", order="updated_at"),
    )
}


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One ticket in a list. `viewers` are the names of those who have it open now, but for the person who asks."""

    number: int
    subject: str
    snippet: str
    status: int
    priority: int
    type: str
    channel: str
    language: str
    team_id: int
    customer_id: int
    customer_name: str
    assignee_id: int | None
    assignee_name: str
    last_customer_at: datetime
    last_message_at: datetime
    updated_at: datetime
    due_at: datetime
    due_is_promise: bool
    is_promised: bool
    is_unread: bool
    snoozed_until: datetime | None = None
    due_left_seconds: int | None = None
    marks: Mapping[str, str] = field(default_factory=dict)
    viewers: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list, and where the next page begins ("" at the end).

    Where rows are grouped, `groups` says for each row which group begins with it. `is_recent`: only the newest tickets
    were asked, since all would have taken too long. `size` is how many there are, where that was counted.
    """

    rows: tuple[QueueRow, ...]
    next: str
    groups: tuple[Any, ...] = ()
    is_recent: bool = False
    size: str = ""


_IDS_BY_TEAM = f"""
SELECT x.id FROM unnest(%(teams)s::bigint[]) m(team_id) CROSS JOIN LATERAL (
    SELECT t.id, t.{{order}} AS k FROM tickets_ticket t WHERE t.team_id = m.team_id AND {{condition}} AND {NOT_KEPT}
        AND (t.{{order}}, t.id) {{past}} (%(at)s, %(id)s) ORDER BY t.{{order}} {{way}}, t.id {{way}} LIMIT %(limit)s) x
ORDER BY x.k {{way}}, x.id {{way}} LIMIT %(limit)s
"""  # noqa: S608
_IDS_ASSIGNED = f"""
SELECT t.id FROM tickets_ticket t WHERE t.team_id = ANY(%(teams)s::bigint[]) AND {{condition}} AND {NOT_KEPT}
    AND (t.{{order}}, t.id) {{past}} (%(at)s, %(id)s) ORDER BY t.{{order}} {{way}}, t.id {{way}} LIMIT %(limit)s
"""  # noqa: S608
_COLUMNS = """
SELECT t.id, t.subject, t.snippet, t.status, t.priority, t.type, t.channel, t.language, t.team_id, t.customer_id, c.name,
    t.assignee_id, coalesce(a.name, ''), t.last_customer_at, t.last_message_at, t.updated_at, t.due_at, t.due_is_promise,
    coalesce(t.promised_at = t.due_at, false),
    coalesce((SELECT m.id FROM tickets_message m WHERE m.ticket_id = t.id ORDER BY m.id DESC LIMIT 1), 0)
        > coalesce(s.message_id, 0), t.snoozed_until, t.due_left_seconds, t.marks"""
_TABLES = """
FROM tickets_ticket t JOIN customers_customer c ON c.id = t.customer_id
LEFT JOIN accounts_agent a ON a.id = t.assignee_id
LEFT JOIN tickets_seen s ON s.ticket_id = t.id AND s.agent_id = %(me)s
"""
ROWS = _COLUMNS + _TABLES
_PAGE = ROWS + "WHERE t.id = ANY(array({ids})) ORDER BY t.{order} {way}, t.id {way}"


def views_of(agent: Agent) -> list[View]:
    """The standard views that a person has."""
    return [view for view in VIEWS.values() if view.right is None or agent.may(view.right)]


def queue(agent: Agent, view: str, *, after: str = "", limit: int = 50, sight: Sight | None = None) -> Page:
    """The tickets of a standard view that this person may see, latest first, from the cursor `after` on.

    `sight` is the person's, if it is known already. Raises KeyError for an unknown view; a damaged cursor begins at
    the top.
    """
    asked = VIEWS[view]
    if not agent.may(asked.right or Right.READ_TICKETS):
        return Page((), "")
    at, last_id = _read_cursor(after) or (("-infinity", 0) if asked.soonest_first else ("infinity", 0))
    sight = sight or sight_of(agent)
    teams = sight.own if asked.teams == "own" else sight.visible
    values: dict[str, Any] = {"me": agent.pk, "teams": teams, "at": at, "id": last_id, "limit": limit + 1}
    ids = _IDS_ASSIGNED if asked.teams == "assigned" else _IDS_BY_TEAM
    turn = {"past": ">", "way": "ASC"} if asked.soonest_first else {"past": "<", "way": "DESC"}
    ids = ids.format(order=asked.order, condition=asked.condition, **turn)
    with connection.cursor() as cursor:
        cursor.execute(_PAGE.format(ids=ids, order=asked.order, **turn), values)
        found = cursor.fetchall()
    rows = with_viewers(found[:limit], agent)
    more = _cursor(getattr(rows[-1], asked.order), rows[-1].number) if len(found) > limit else ""
    return Page(rows, more)


def columns_and(*further: str) -> str:
    """The statement of ROWS with further columns, which the caller's own code wrote, at the end."""
    return ", ".join((_COLUMNS, *further)) + _TABLES


def with_viewers(found: list[tuple[Any, ...]], agent: Agent) -> tuple[QueueRow, ...]:
    """Make rows of what ROWS selected, each with the names of those who look at it now."""
    if not found:
        return ()
    since = datetime.now(UTC) - timedelta(seconds=HERE_SECONDS)
    here = Viewer.objects.filter(ticket_id__in=[row[0] for row in found], at__gt=since).exclude(agent=agent)
    names: dict[int, list[str]] = {}
    for ticket_id, name in here.order_by("pk").values_list("ticket_id", "agent__name"):
        names.setdefault(ticket_id, []).append(name)
    return tuple(QueueRow(*(*row[:-1], _marks(row[-1]), tuple(names.get(row[0], ())))) for row in found)


def _marks(stored: str) -> dict[str, str]:
    marks: dict[str, str] = {} if stored == "{}" else json.loads(stored)
    return marks


def _cursor(at: datetime, number: int) -> str:
    return f"{(at - EPOCH) // timedelta(microseconds=1)}-{number}"


def _read_cursor(after: str) -> tuple[datetime | str, int] | None:
    micros, _dash, number = after.partition("-")
    if micros.isdecimal() and number.isdecimal() and len(micros) < 18 and len(number) < 19:
        return EPOCH + timedelta(microseconds=int(micros)), int(number)
    return None
