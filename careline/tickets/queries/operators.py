"""The operators of the search: each turns its value into a condition on a ticket `t`, with `?` where the value goes.

Values never become SQL; a value that makes no sense raises Misunderstood with a sentence for the person.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _

from careline.tickets.models import Priority, Status, TicketType
from careline.tickets.queries.conditions import choices_of
from careline.tickets.queries.conditions.ticket_fields import TICKET_FIELDS

if TYPE_CHECKING:
    from careline.accounts.models import Agent

Condition = tuple[str, object]
FIELDS = {field.key: field for field in TICKET_FIELDS}
_CREATED = re.compile(r"(>=|<=|>|<|)(\d{4}-\d{2}-\d{2})")
_UNREAD = (
    "(SELECT max(m.id) FROM tickets_message m WHERE m.ticket_id = t.id) > coalesce("
    "(SELECT s.message_id FROM tickets_seen s WHERE s.ticket_id = t.id AND s.agent_id = ?), 0)"
)
_ATTACHMENT = (
    "? AND EXISTS (SELECT FROM tickets_message m JOIN tickets_attachment a ON a.message_id = m.id"
    " WHERE m.ticket_id = t.id AND NOT a.is_inline)"
)
_FROM = (
    "t.customer_id IN (SELECT i.customer_id FROM customers_identity i WHERE i.normalised LIKE lower(?)"
    " UNION SELECT c.id FROM customers_customer c WHERE upper(c.name) LIKE upper(?))"
)
_TO = (
    "EXISTS (SELECT FROM tickets_message m WHERE m.ticket_id = t.id"
    ' AND lower(m."to"::text || m.cc::text) LIKE lower(?))'
)


class Misunderstood(ValueError):
    """A value that an operator can make nothing of; the text says what it would understand."""


def _choices(column: str, words: dict[str, object]) -> Callable[[str, Agent], Condition]:
    def condition(value: str, agent: Agent) -> Condition:
        asked = [one.strip().lower().replace("-", "_") for one in value.split(",") if one.strip()]
        unknown = [one for one in asked if one not in words]
        if unknown or not asked:
            said = {"value": value, "known": ", ".join(words)}
            raise Misunderstood(_("“%(value)s” is not known here; choose from: %(known)s.") % said)
        return f"t.{column} = ANY(?)", [words[one] for one in asked]

    return condition


def _assignee(value: str, agent: Agent) -> Condition:
    if value.lower() == "me":
        return "t.assignee_id = ?", agent.pk
    if value.lower() in {"none", "nobody"}:
        return "t.assignee_id IS NULL AND ?", True
    named = "SELECT a.id FROM accounts_agent a WHERE upper(a.name || ' ' || a.email) LIKE upper(?)"
    return f"t.assignee_id IN ({named})", _part(value)


def _team(value: str, agent: Agent) -> Condition:
    return "t.team_id IN (SELECT x.id FROM accounts_team x WHERE upper(x.name) LIKE upper(?))", _part(value)


def _tag(value: str, agent: Agent) -> Condition:
    tag = "-".join(value.lower().split())
    if not tag:
        raise Misunderstood(_("Say which tag."))
    return "t.tags @> ARRAY[?]::varchar[]", tag


def _inbox(value: str, agent: Agent) -> Condition:
    wanted = value.strip().lower()
    names = inboxes_known(agent)
    ids = [int(key) for key, name in names.items() if wanted and wanted in name.lower()]
    if not ids:
        said = {"value": value, "known": ", ".join(names.values()) or _("none")}
        raise Misunderstood(_("“%(value)s” is not known here; choose from: %(known)s.") % said)
    return "coalesce(t.inbox_id = ANY(?), false)", ids


def inboxes_known(agent: Agent) -> dict[str, str]:
    """The names of all inboxes by their ids as text, as conditions offer them."""
    return choices_of(FIELDS["inbox"], agent) or {}


def _channel(value: str, agent: Agent) -> Condition:
    return "t.channel = ?", value.lower()


def _has(value: str, agent: Agent) -> Condition:
    if value.lower() not in {"attachment", "attachments", "file"}:
        raise Misunderstood(_("“has:” understands attachment."))
    return _ATTACHMENT, True


def _is(value: str, agent: Agent) -> Condition:
    known: dict[str, Condition] = {
        "unread": (_UNREAD, agent.pk),
        "open": ("t.status < ?", int(Status.SOLVED)),
        "solved": ("t.status >= ?", int(Status.SOLVED)),
        "unassigned": ("t.assignee_id IS NULL AND ?", True),
        "mine": ("t.assignee_id = ?", agent.pk),
    }
    if value.lower() not in known:
        raise Misunderstood(_("“is:” understands %(known)s.") % {"known": ", ".join(known)})
    return known[value.lower()]


def _created(value: str, agent: Agent) -> Condition:
    match = _CREATED.fullmatch(value)
    try:
        day = date.fromisoformat(match.group(2)) if match else None
    except ValueError:
        day = None
    if match is None or day is None or not date(1970, 1, 1) < day < date(9000, 1, 1):
        raise Misunderstood(_("“created:” understands a day such as >2026-01-31."))
    begins, ends = _midnight(day, agent), _midnight(day + timedelta(days=1), agent)
    compared: dict[str, Condition] = {
        ">": ("t.created_at >= ?", ends),
        ">=": ("t.created_at >= ?", begins),
        "<": ("t.created_at < ?", begins),
        "<=": ("t.created_at < ?", ends),
        "": ("t.created_at <@ tstzrange(lower(?::tstzrange), upper(?::tstzrange))", f"[{begins},{ends})"),
    }
    return compared[match.group(1)]


def _midnight(day: date, agent: Agent) -> datetime:
    try:
        zone = ZoneInfo(agent.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    return datetime.combine(day, time(), zone)


def _part(value: str) -> str:
    if not value.strip():
        raise Misunderstood(_("Say who or which after the colon."))
    escaped = value.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


OPERATORS: dict[str, Callable[[str, Agent], Condition]] = {
    "status": _choices("status", {s.word: int(s) for s in Status}),
    "priority": _choices("priority", {p.word: int(p) for p in Priority}),
    "type": _choices("type", {t.value: t.value for t in TicketType}),
    "channel": _channel,
    "inbox": _inbox,
    "assignee": _assignee,
    "team": _team,
    "tag": _tag,
    "from": lambda value, agent: (_FROM, _part(value)),
    "to": lambda value, agent: (_TO, _part(value)),
    "has": _has,
    "is": _is,
    "created": _created,
}
