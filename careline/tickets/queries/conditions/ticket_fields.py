"""The fields of a ticket, as conditions ask about them. Only this file says which columns those are."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careline.accounts.queries import active_agents, visible_teams
from careline.tickets.models import Priority, Status, TicketType
from careline.tickets.models.ticket import NEVER
from careline.tickets.queries.conditions.kinds import (
    Choice,
    Field,
    Named,
    Number,
    Person,
    Tags,
    Words,
    YesNo,
)
from careline.tickets.queries.conditions.times import Due, Moment

if TYPE_CHECKING:
    from careline.accounts.models import Agent

Choices = Callable[["Agent"], list[tuple[str, str]]]
CHANNELS = {
    "email": gettext_lazy("E-mail"), "form": gettext_lazy("Form"), "chat": gettext_lazy("Chat"),
    "voice": gettext_lazy("Voice"), "sms": gettext_lazy("SMS"), "counter": gettext_lazy("Counter"),
}  # fmt: skip
WAITING = {
    "us": (gettext_lazy("Us"), (1, 2)),
    "customer": (gettext_lazy("The customer"), (3,)),
    "third_party": (gettext_lazy("A third party"), (4,)),
}
UNREAD = (
    "coalesce((SELECT max(m.id) FROM tickets_message m WHERE m.ticket_id = t.id), 0) > coalesce("
    "(SELECT s.message_id FROM tickets_seen s WHERE s.ticket_id = t.id AND s.agent_id = {me}), 0)"
)
WATCHED = "EXISTS (SELECT FROM tickets_watcher w WHERE w.ticket_id = t.id AND w.agent_id = {me})"
ATTACHMENT = (
    "EXISTS (SELECT FROM tickets_message m JOIN tickets_attachment a ON a.message_id = m.id"
    " WHERE m.ticket_id = t.id AND NOT a.is_inline)"
)
CUSTOMER = (
    "t.customer_id IN (SELECT i.customer_id FROM customers_identity i WHERE i.normalised ILIKE {0}"
    " UNION SELECT c.id FROM customers_customer c WHERE upper(c.name) LIKE upper({0}))"
)
ADDRESS = "t.customer_id IN (SELECT i.customer_id FROM customers_identity i WHERE i.normalised = ANY({0}))"
ORGANISATION = (
    "t.customer_id IN (SELECT c.id FROM customers_customer c JOIN customers_organisation o ON o.id = c.organisation_id"
    " WHERE lower(o.name) = ANY({0}))"
)
_MOVE = (
    "(CASE t.status WHEN 1 THEN 'us' WHEN 2 THEN 'us' WHEN 3 THEN 'customer' WHEN 4 THEN 'third_party' END)"
)
LANGUAGE = "lower(t.language) = ANY({0}) OR split_part(lower(t.language), '-', 1) = ANY({0})"

_offered: dict[str, Choices] = {}


def register_choices(key: str, offered: Choices) -> None:
    """Let an upper app say what can be chosen in a field, such as `inbox`: keys and words, for a person."""
    _offered[key] = offered


def _people(agent: Agent) -> list[tuple[str, str]]:
    staff = [(str(one.pk), one.name) for one in active_agents()]
    return [("me", _("Me")), ("nobody", _("Nobody")), *staff]


def _teams(agent: Agent) -> list[tuple[str, str]]:
    return [(str(team.pk), team.name) for team in visible_teams(agent).order_by("name")]


def _waiting(keys: list[str]) -> frozenset[int]:
    return frozenset(status for key in keys for status in WAITING[key][1])


_STATUS = gettext_lazy("How it stands")
_WHO = gettext_lazy("People")
_WHAT = gettext_lazy("What it is about")
_WHEN = gettext_lazy("When")

TICKET_FIELDS: tuple[Field, ...] = (
    Field(
        "status",
        gettext_lazy("Status"),
        Choice("t.status", lambda word: int(Status[word.upper()]), is_number=True),
        _STATUS,
        lambda agent: [(one.word, str(one.label)) for one in Status],
        lambda keys: frozenset(int(Status[one.upper()]) for one in keys),
    ),
    Field(
        "waiting_for",
        gettext_lazy("Waiting for"),
        Choice(_MOVE, may_be_null=True),
        _STATUS,
        lambda agent: [(key, str(word)) for key, (word, _statuses) in WAITING.items()],
        _waiting,
    ),
    Field(
        "priority",
        gettext_lazy("Priority"),
        Choice("t.priority", lambda word: int(Priority[word.upper()]), is_number=True),
        _STATUS,
        lambda agent: [(one.word, str(one.label)) for one in Priority],
    ),
    Field("unread", gettext_lazy("Unread by me"), YesNo(UNREAD), _STATUS),
    Field("snoozed", gettext_lazy("Snoozed"), YesNo("t.snoozed_until IS NOT NULL"), _STATUS),
    Field("merged", gettext_lazy("Merged into another"), YesNo("t.merged_into_id IS NOT NULL"), _STATUS),
    Field("team", gettext_lazy("Team"), Choice("t.team_id", int, is_number=True), _WHO, _teams),
    Field("assignee", gettext_lazy("Assignee"), Person("t.assignee_id"), _WHO, _people),
    Field("watched", gettext_lazy("Watched by me"), YesNo(WATCHED), _WHO),
    Field(
        "customer", gettext_lazy("Customer’s name or address"), Words(CUSTOMER), _WHO, found_by=("contains",)
    ),
    Field(
        "address",
        gettext_lazy("Customer’s address"),
        Named(ADDRESS, "name@example.com"),
        _WHO,
        found_by=("is",),
    ),
    Field("organisation", gettext_lazy("Organisation"), Named(ORGANISATION), _WHO, found_by=("is",)),
    Field(
        "type",
        gettext_lazy("Type"),
        Choice("t.type"),
        _WHAT,
        lambda agent: [(one.value, str(one.label)) for one in TicketType],
    ),
    Field("tags", gettext_lazy("Tags"), Tags("t.tags"), _WHAT, found_by=("has_any", "has_all")),
    Field("subject", gettext_lazy("Subject"), Words("t.subject ILIKE {0}"), _WHAT),
    Field("language", gettext_lazy("Language"), Named(LANGUAGE, "de, en"), _WHAT),
    Field(
        "channel",
        gettext_lazy("Channel"),
        Choice("t.channel"),
        _WHAT,
        lambda agent: [(key, str(word)) for key, word in CHANNELS.items()],
    ),
    Field(
        "inbox",
        gettext_lazy("Inbox"),
        Choice("t.inbox_id", int, is_number=True, may_be_null=True),
        _WHAT,
        lambda agent: _offered["inbox"](agent) if "inbox" in _offered else [],
    ),
    Field("messages", gettext_lazy("Number of messages"), Number("t.message_count"), _WHAT),
    Field("attachment", gettext_lazy("Has a file"), YesNo(ATTACHMENT), _WHAT),
    Field("created", gettext_lazy("Created"), Moment("t.created_at"), _WHEN),
    Field("updated", gettext_lazy("Changed"), Moment("t.updated_at"), _WHEN),
    Field("customer_wrote", gettext_lazy("Customer last wrote"), Moment("t.last_customer_at"), _WHEN),
    Field(
        "solved",
        gettext_lazy("Solved"),
        Moment("t.solved_at", may_be_null=True, never_after="t.updated_at"),
        _WHEN,
    ),
    Field("due", gettext_lazy("Due"), Due("t.due_at", NEVER), _WHEN),
)
