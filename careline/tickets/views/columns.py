"""The columns of a wide list: which there are, and what stands in them for each row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from careline.accounts.queries import find_team_names
from careline.fields.queries import fields_for, show
from careline.tickets.models import Priority, Status, Ticket, TicketType
from careline.tickets.models.ticket import NEVER
from careline.tickets.queries.conditions.columns import CHANNELS
from careline.tickets.queries.conditions.custom import PREFIX
from careline.tickets.queries.questions import sorts_known
from careline.tickets.views.due_mark import paused_mark
from careline.ui.times import local_time

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from django.utils.functional import _StrPromise

    from careline.accounts.models import Agent
    from careline.fields.contracts import FieldInfo
    from careline.tickets.queries.queue import QueueRow

COLUMNS: dict[str, _StrPromise] = {
    "number": _("Number"), "customer": _("Customer"), "organisation": _("Organisation"), "status": _("Status"),
    "priority": _("Priority"), "type": _("Type"), "assignee": _("Assignee"), "team": _("Team"),
    "channel": _("Channel"), "tags": _("Tags"), "language": _("Language"), "messages": _("Messages"),
    "customer_wrote": _("Customer wrote"), "updated": _("Changed"), "created": _("Created"), "due": _("Due"),
}  # fmt: skip
USUAL = ("number", "customer", "status", "priority", "assignee", "customer_wrote")
SORTS = {
    "number": ("created", "oldest"), "created": ("created", "oldest"), "customer_wrote": ("newest", "longest_wait"),
    "updated": ("updated",), "due": ("due",), "priority": ("priority",),
}  # fmt: skip
"""By which orders a column can be sorted: the first one is what a press on its head asks for, the next turns it."""
ASCENDING = {"oldest", "longest_wait", "due"}


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column; `sort` is what a press on it asks for, "" if nothing, `sorted` as in `aria-sort`."""

    key: str
    label: str
    sort: str = ""
    sorted: str = ""


def columns_known(infos: Iterable[FieldInfo]) -> dict[str, str]:
    """Every column that can be chosen, with its name, where a person sees these fields; the subject stands there always."""
    own = {f"{PREFIX}{info.key}": info.label for info in infos}
    return {key: str(label) for key, label in COLUMNS.items()} | own


def heads(agent: Agent, columns: Sequence[str], sort: str) -> list[Head]:
    """The heads of chosen columns, in their order; the usual ones where none is chosen."""
    infos = fields_for(agent, "ticket") if any(key.startswith(PREFIX) for key in columns) else []
    known, own = columns_known(infos), sorts_known(infos)
    ways = SORTS | {key: (key, f"-{key}") for key in own}
    return [_head(key, known[key], sort, ways.get(key, ())) for key in columns or USUAL if key in known]


def _head(key: str, label: str, sort: str, ways: tuple[str, ...]) -> Head:
    if sort not in ways:
        return Head(key, label, ways[0] if ways else "")
    turned = ways[(ways.index(sort) + 1) % len(ways)]
    return Head(
        key, label, turned, "ascending" if sort in ASCENDING or sort.startswith(PREFIX) else "descending"
    )


def cells(agent: Agent, rows: Sequence[QueueRow], columns: Sequence[str]) -> dict[int, list[Any]]:
    """What stands in the columns, by the ticket's number; at most three statements for all rows."""
    wanted = {"organisation", "tags", "messages", "created"}
    more: dict[int, Ticket] = {}
    infos: dict[str, FieldInfo] = {}
    if any(key in wanted or key.startswith("field.") for key in columns):
        found = Ticket.objects.visible_to(agent).filter(pk__in=[row.number for row in rows])
        more = {ticket.pk: ticket for ticket in found.select_related("customer__organisation")}
    if any(key.startswith("field.") for key in columns):
        infos = {f"field.{info.key}": info for info in fields_for(agent, "ticket")}
    teams = find_team_names(row.team_id for row in rows) if "team" in columns else {}
    return {
        row.number: [_cell(key, row, more.get(row.number), teams, infos.get(key)) for key in columns]
        for row in rows
    }


def _cell(
    key: str, row: QueueRow, ticket: Ticket | None, teams: dict[int, str], info: FieldInfo | None
) -> str | SafeString:
    if info is not None:
        return show(info, ticket.fields.get(info.key)) if ticket else ""
    if ticket is not None and key in ("organisation", "tags", "messages", "created"):
        return _further(key, ticket)
    simple: dict[str, Any] = {
        "number": f"#{row.number}",
        "customer": row.customer_name,
        "assignee": row.assignee_name,
        "language": row.language,
        "team": teams.get(row.team_id, ""),
        "channel": CHANNELS.get(row.channel, row.channel),
    }
    if key in simple:
        return str(simple[key])
    return _told(key, row)


def _told(key: str, row: QueueRow) -> str | SafeString:
    words: dict[str, Callable[[], str | SafeString]] = {
        "status": lambda: str(Status(row.status).label),
        "priority": lambda: str(Priority(row.priority).label),
        "type": lambda: str(TicketType(row.type).label),
        "customer_wrote": lambda: local_time(row.last_customer_at),
        "updated": lambda: local_time(row.updated_at),
        "due": lambda: _due(row),
    }
    return words[key]() if key in words else ""


def _due(row: QueueRow) -> str | SafeString:
    if row.due_left_seconds is not None and not row.is_promised:
        return paused_mark(row.due_left_seconds, row.status)
    return "" if row.due_at >= NEVER else local_time(row.due_at, "moment")


def _further(key: str, ticket: Ticket) -> str | SafeString:
    if key == "organisation":
        return ticket.customer.organisation.name if ticket.customer.organisation else ""
    if key == "created":
        return local_time(ticket.created_at, "date")
    return ", ".join(ticket.tags) if key == "tags" else str(ticket.message_count)
