"""Tickets and messages as callers see them: the domain's words, never numbers that stand for something."""

from typing import Any

from pydantic import Field

from careline.core.api.callers import asked_once, caller_of
from careline.core.api.values import Moment, Shown
from careline.fields.queries import fields_for
from careline.tickets.models import Message, Priority, Proposal, Status, Ticket
from careline.tickets.models.ticket import NEVER


class AddressShown(Shown):
    """One mailbox."""

    email: str
    name: str


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
    due_at: Moment | None
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


class AttachmentShown(Shown):
    """A file of a message; its content is at `/attachments/{key}`."""

    key: str
    name: str
    content_type: str
    size: int
    is_inline: bool


class MessageShown(Shown):
    """One thing said in a ticket: public, or an internal note. `state` tells of the delivery of what went out."""

    id: int
    ticket_id: int
    author: str
    is_public: bool
    agent_id: int | None
    customer_id: int | None
    channel: str
    subject: str
    sender: AddressShown
    to: list[AddressShown]
    cc: list[AddressShown]
    bcc: list[AddressShown]
    text: str
    html: str
    language: str
    grade: str
    state: str
    send_at: Moment | None
    created_at: Moment
    approved_by_id: int | None = Field(
        description="Who approved it, where somebody had to. Customers never see it."
    )
    attachments: list[AttachmentShown]

    @staticmethod
    def resolve_sender(message: Message) -> dict[str, str]:
        """Who it is from."""
        return {"email": message.from_email, "name": message.from_name}

    @staticmethod
    def resolve_to(message: Message) -> list[dict[str, str]]:
        """Whom it is for."""
        return _people(message.to)

    @staticmethod
    def resolve_cc(message: Message) -> list[dict[str, str]]:
        """Who else gets it."""
        return _people(message.cc)

    @staticmethod
    def resolve_bcc(message: Message) -> list[dict[str, str]]:
        """Who gets it without the others knowing."""
        return _people(message.bcc)

    @staticmethod
    def resolve_approved_by_id(message: Message) -> int | None:
        """Who let it go out; it comes with the message."""
        proposal: Proposal | None = getattr(message, "proposal", None)
        return proposal.decided_by_id if proposal else None

    @staticmethod
    def resolve_attachments(message: Message) -> list[Any]:
        """Its files."""
        return list(message.attachments.all())


class ProposalShown(Shown):
    """A reply that waits for approval, or did: `state` is waiting, approved, returned or withdrawn."""

    id: int
    ticket_id: int
    kind: str
    state: str
    agent_id: int
    subject: str
    to: list[AddressShown]
    cc: list[AddressShown]
    bcc: list[AddressShown]
    html: str = Field(description="As it was first written.")
    send_at: Moment | None
    created_at: Moment
    decided_at: Moment | None
    decided_by_id: int | None
    comment: str
    was_edited: bool
    message_id: int | None = Field(description="What was sent, once it is approved.")
    file_names: list[str]

    @staticmethod
    def resolve_to(proposal: Proposal) -> list[dict[str, str]]:
        """Whom it is for."""
        return _people(proposal.to)

    @staticmethod
    def resolve_cc(proposal: Proposal) -> list[dict[str, str]]:
        """Who else gets it."""
        return _people(proposal.cc)

    @staticmethod
    def resolve_bcc(proposal: Proposal) -> list[dict[str, str]]:
        """Who gets it without the others knowing."""
        return _people(proposal.bcc)

    @staticmethod
    def resolve_file_names(proposal: Proposal) -> list[str]:
        """The files that go out with it."""
        return [file.name for file in proposal.files.all()]


def _people(stored: list[list[str]]) -> list[dict[str, str]]:
    return [{"email": email, "name": name} for email, name in stored]


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
