"""Tickets and messages as callers see them: the domain's words, never numbers that stand for something."""

from typing import Any

from pydantic import Field

from careline.core.api.callers import asked_once, caller_of
from careline.core.api.values import Moment, Shown
from careline.fields.queries import fields_for
from careline.tickets.models import Priority, Status, Ticket
from careline.tickets.models.ticket import NEVER


class TicketShown(Shown):
    """One need of one customer. `id` is the number that people say. `version` rises with every change."""

    id: int
    version: int
    subject: str
    snippet: str
    status: str
    priority: str
    type: str
    channel: str
    language: str
    tags: list[str]
    team_id: int
    assignee_id: int | None
    customer_id: int
    inbox_id: int | None
    merged_into_id: int | None
    message_count: int
    created_at: Moment
    updated_at: Moment
    last_customer_at: Moment
    last_message_at: Moment
    due_at: Moment | None = Field(description="The nearest of its clocks and of what is promised on it.")
    promised_at: Moment | None = Field(description="By when something is promised to the customer.")
    snoozed_until: Moment | None
    fields: dict[str, Any] = Field(
        description="Values of your own fields, those that the token's owner may see."
    )
    first_answered_at: Moment | None
    solved_at: Moment | None
    closed_at: Moment | None

    @staticmethod
    def resolve_status(ticket: Ticket) -> str:
        """The domain's word."""
        return Status(ticket.status).word

    @staticmethod
    def resolve_priority(ticket: Ticket) -> str:
        """The domain's word."""
        return Priority(ticket.priority).word

    @staticmethod
    def resolve_due_at(ticket: Ticket) -> Any:
        """The nearest clock; null where none runs."""
        return ticket.due_at if ticket.due_at < NEVER else None

    @staticmethod
    def resolve_fields(ticket: Ticket, context: dict[str, Any]) -> dict[str, Any]:
        """Values of own fields, those that may be seen; which these are is asked once a request."""
        request = context["request"]
        infos = asked_once(request, "ticket fields", lambda: fields_for(caller_of(request), "ticket"))
        return {info.key: ticket.fields[info.key] for info in infos if info.key in ticket.fields}


class LinkShown(Shown):
    """A relation: the target is the source's child, incident, follow-up, duplicate, or related to it."""

    source_id: int
    target_id: int
    kind: str
    created_at: Moment


class FileShown(Shown):
    """A file that was uploaded and waits to be sent: name its `key` in `file_keys`."""

    key: str
    name: str
    content_type: str
    size: int


class ViewShown(Shown):
    """A question over the tickets, and how many it finds."""

    key: str
    name: str
    scope: str = Field(description="standard, personal, team or company.")
    count: int | None = Field(description="For standard views; null for others, which are not counted here.")


class SplitShown(Shown):
    """What became of a split: the ticket that was split, and the new one."""

    ticket_id: int
    new_ticket_id: int


class MacroShown(Shown):
    """A canned reply."""

    id: int
    name: str
    html: str
    team_id: int | None
    used_count: int


class FilledShown(Shown):
    """A macro's words, filled for a ticket; `missing` are placeholders that had no value here."""

    html: str
    missing: list[str]


class TaskShown(Shown):
    """Something that somebody does for a ticket, by a moment."""

    id: int
    ticket_id: int
    title: str
    owner_id: int | None
    due_at: Moment | None
    done_at: Moment | None
    done_by_id: int | None
    created_at: Moment


class TimeEntryShown(Shown):
    """One stretch of one person's work. `seconds` are those until `running_since`, where its timer runs."""

    id: int
    ticket_id: int
    agent_id: int
    activity: str
    note: str
    seconds: int
    started_at: Moment
    running_since: Moment | None
    is_open: bool
    corrections: int


class TimeShown(Shown):
    """The time that was spent on a ticket: the latest entries, and the sums until now."""

    items: list[TimeEntryShown]
    seconds: int
    seconds_with_children: int


class WatcherShown(Shown):
    """Somebody who is told of what happens in a ticket."""

    agent_id: int


class ReactionShown(Shown):
    """One person's sign on an internal note."""

    agent_id: int
    sign: str
    at: Moment
