"""The fields of a ticket, as conditions ask about them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careline.accounts.queries import active_agents, open_teams, visible_teams
from careline.tickets.models import Priority, Status, TicketType
from careline.tickets.models.ticket import NEVER
from careline.tickets.queries.conditions.asking import Field
from careline.tickets.queries.conditions.columns import (
    ADDRESS,
    ATTACHMENT,
    CHANNELS,
    CUSTOMER,
    CUSTOMER_TAGS,
    GRADE,
    GRADES,
    LANGUAGE,
    MESSAGE,
    MOVE,
    ORGANISATION,
    UNREAD,
    WAITING,
    WAITS,
    WATCHED,
)
from careline.tickets.queries.conditions.hours import OpenHours, hours_of
from careline.tickets.queries.conditions.kinds import (
    Choice,
    Named,
    Number,
    Person,
    Tags,
    Words,
    YesNo,
)
from careline.tickets.queries.conditions.stems import Stemmed
from careline.tickets.queries.conditions.times import Due, Moment

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.queries.conditions.facts import Facts

Choices = Callable[["Agent | None"], list[tuple[str, str]]]
_offered: dict[str, Choices] = {}


def register_choices(key: str, offered: Choices) -> None:
    """Let an upper app say what can be chosen in a field, such as `inbox`: keys and words, for a person."""
    _offered[key] = offered


def _people(agent: Agent | None) -> list[tuple[str, str]]:
    staff = [(str(one.pk), one.name) for one in active_agents()]
    return [("me", _("Me")), ("nobody", _("Nobody")), *staff]


def _teams(agent: Agent | None) -> list[tuple[str, str]]:
    teams = visible_teams(agent) if agent else open_teams()
    return [(str(team.pk), team.name) for team in teams.order_by("name")]


def _waiting(keys: list[str]) -> frozenset[int]:
    return frozenset(status for key in keys for status in WAITING[key][1])


def _language(facts: Facts) -> list[str]:
    language = facts.ticket.language.lower()
    return [language, language.partition("-")[0]]


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
        reading=lambda facts: Status(facts.ticket.status).word,
    ),
    Field(
        "waiting_for",
        gettext_lazy("Waiting for"),
        Choice(MOVE, may_be_null=True),
        _STATUS,
        lambda agent: [(key, str(word)) for key, (word, _statuses) in WAITING.items()],
        _waiting,
        reading=lambda facts: WAITS.get(facts.ticket.status),
    ),
    Field(
        "priority",
        gettext_lazy("Priority"),
        Choice("t.priority", lambda word: int(Priority[word.upper()]), is_number=True),
        _STATUS,
        lambda agent: [(one.word, str(one.label)) for one in Priority],
        reading=lambda facts: Priority(facts.ticket.priority).word,
    ),
    Field(
        "unread",
        gettext_lazy("Unread by me"),
        YesNo(UNREAD),
        _STATUS,
        reading=lambda facts: facts.of("unread"),
        is_personal=True,
    ),
    Field(
        "snoozed",
        gettext_lazy("Snoozed"),
        YesNo("t.snoozed_until IS NOT NULL"),
        _STATUS,
        reading=lambda facts: facts.ticket.snoozed_until is not None,
    ),
    Field(
        "merged",
        gettext_lazy("Merged into another"),
        YesNo("t.merged_into_id IS NOT NULL"),
        _STATUS,
        reading=lambda facts: facts.ticket.merged_into_id is not None,
    ),
    Field(
        "team",
        gettext_lazy("Team"),
        Choice("t.team_id", int, is_number=True),
        _WHO,
        _teams,
        reading=lambda facts: str(facts.ticket.team_id),
    ),
    Field(
        "assignee",
        gettext_lazy("Assignee"),
        Person("t.assignee_id"),
        _WHO,
        _people,
        reading=lambda facts: facts.ticket.assignee_id,
    ),
    Field(
        "watched",
        gettext_lazy("Watched by me"),
        YesNo(WATCHED),
        _WHO,
        reading=lambda facts: facts.of("watched"),
        is_personal=True,
    ),
    Field(
        "customer",
        gettext_lazy("Customer’s name or address"),
        Words(CUSTOMER),
        _WHO,
        found_by=("contains",),
        reading=lambda facts: [facts.of("customer").name, *facts.of("customer").addresses],
    ),
    Field(
        "address",
        gettext_lazy("Customer’s address"),
        Named(ADDRESS, "name@example.com"),
        _WHO,
        found_by=("is",),
        reading=lambda facts: facts.of("customer").addresses,
    ),
    Field(
        "organisation",
        gettext_lazy("Organisation"),
        Named(ORGANISATION),
        _WHO,
        found_by=("is",),
        reading=lambda facts: [facts.of("customer").organisation.lower()],
    ),
    Field(
        "customer_tags",
        gettext_lazy("Customer’s tags"),
        Tags(CUSTOMER_TAGS),
        _WHO,
        reading=lambda facts: facts.of("customer").tags,
    ),
    Field(
        "message",
        gettext_lazy("Customer’s latest message (words)"),
        Stemmed(MESSAGE),
        _WHAT,
        reading=lambda facts: facts.of("words"),
    ),
    Field(
        "grade",
        gettext_lazy("Sender"),
        Choice(GRADE, may_be_null=True),
        _WHO,
        lambda agent: [(key, str(word)) for key, word in GRADES.items()],
        reading=lambda facts: facts.of("message").grade if facts.of("message") else None,
    ),
    Field(
        "type",
        gettext_lazy("Type"),
        Choice("t.type"),
        _WHAT,
        lambda agent: [(one.value, str(one.label)) for one in TicketType],
        reading=lambda facts: facts.ticket.type,
    ),
    Field(
        "tags",
        gettext_lazy("Tags"),
        Tags("t.tags"),
        _WHAT,
        found_by=("has_any", "has_all"),
        reading=lambda facts: facts.ticket.tags,
    ),
    Field(
        "subject",
        gettext_lazy("Subject"),
        Words("t.subject ILIKE {0}"),
        _WHAT,
        reading=lambda facts: [facts.ticket.subject],
    ),
    Field(
        "language",
        gettext_lazy("Language"),
        Named(LANGUAGE, "de, en"),
        _WHAT,
        reading=_language,
    ),
    Field(
        "channel",
        gettext_lazy("Channel"),
        Choice("t.channel"),
        _WHAT,
        lambda agent: [(key, str(word)) for key, word in CHANNELS.items()],
        reading=lambda facts: facts.ticket.channel,
    ),
    Field(
        "inbox",
        gettext_lazy("Inbox"),
        Choice("t.inbox_id", int, is_number=True, may_be_null=True),
        _WHAT,
        lambda agent: _offered["inbox"](agent) if "inbox" in _offered else [],
        reading=lambda facts: str(facts.ticket.inbox_id or ""),
    ),
    Field(
        "messages",
        gettext_lazy("Number of messages"),
        Number("t.message_count"),
        _WHAT,
        reading=lambda facts: facts.ticket.message_count,
    ),
    Field(
        "attachment",
        gettext_lazy("Has a file"),
        YesNo(ATTACHMENT),
        _WHAT,
        reading=lambda facts: facts.of("files"),
    ),
    Field("open_hours", gettext_lazy("Business hours are open now"), OpenHours(), _WHEN, reading=hours_of),
    Field(
        "created",
        gettext_lazy("Created"),
        Moment("t.created_at"),
        _WHEN,
        reading=lambda facts: facts.ticket.created_at,
    ),
    Field(
        "updated",
        gettext_lazy("Changed"),
        Moment("t.updated_at"),
        _WHEN,
        reading=lambda facts: facts.ticket.updated_at,
    ),
    Field(
        "customer_wrote",
        gettext_lazy("Customer last wrote"),
        Moment("t.last_customer_at"),
        _WHEN,
        reading=lambda facts: facts.ticket.last_customer_at,
    ),
    Field(
        "solved",
        gettext_lazy("Solved"),
        Moment("t.solved_at", may_be_null=True, never_after="t.updated_at"),
        _WHEN,
        reading=lambda facts: facts.ticket.solved_at,
    ),
    Field(
        "due",
        gettext_lazy("Due"),
        Due("t.due_at", NEVER),
        _WHEN,
        reading=lambda facts: facts.ticket.due_at,
    ),
)
