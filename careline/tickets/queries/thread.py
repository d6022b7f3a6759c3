"""The conversation of one ticket, and its files. Whoever calls has accessed the ticket with rights, but for files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists

from careline.core.models import Event
from careline.tickets.contracts import NotVisible
from careline.tickets.models import Attachment, DraftFile, Message, Proposal, ProposalFile, Ticket
from careline.tickets.queries.history import withheld
from careline.tickets.queries.proposals import waiting_in, waiting_rows
from careline.tickets.queries.signs import signs_of_each

if TYPE_CHECKING:
    from careline.accounts.models import Agent

MOST_EVENTS = 500


@dataclass(frozen=True, slots=True)
class Conversation:
    """What was said in a ticket, what happened to it, and what waits for approval, oldest first."""

    messages: tuple[Message, ...]
    events: tuple[Event, ...]
    proposals: tuple[Proposal, ...] = ()


def thread(agent: Agent, ticket: Ticket) -> Conversation:
    """The messages of a ticket with writers and attachments, and its latest events. Raises NotVisible.

    Three statements, the first of which asks for the rights too; one more where a reply waits for approval. Kept headers stay in the database until asked for.
    """
    visible = Ticket.objects.visible_to(agent).filter(pk=ticket.pk)
    said = Message.objects.filter(ticket_id=ticket.pk, ticket__in=visible).select_related(
        "agent", "customer", "proposal__decided_by"
    )
    messages = (
        said.annotate(signs=signs_of_each(), has_proposals=Exists(waiting_rows(ticket)))
        .prefetch_related("attachments")
        .defer("headers", "authentication", "proposal__html", "proposal__comment")
        .order_by("pk")
    )
    if not messages and not visible.exists():
        raise NotVisible(ticket.pk)
    told = Event.objects.filter(subject=f"ticket:{ticket.pk}").exclude(withheld(agent))
    events = told.order_by("-pk")[:MOST_EVENTS]
    may_have = not messages or messages[0].has_proposals
    proposals = waiting_in(ticket) if may_have else []
    return Conversation(tuple(messages), tuple(reversed(events)), tuple(proposals))


def access_message(agent: Agent, message_id: int) -> Message:
    """One message with its ticket. Raises NotVisible."""
    visible = Ticket.objects.visible_to(agent)
    message = (
        Message.objects.select_related("ticket", "proposal").filter(pk=message_id, ticket__in=visible).first()
    )
    if message is None:
        raise NotVisible(message_id)
    return message


def access_attachment(agent: Agent, key: str) -> Attachment:
    """One attachment by its random key, with its file. Raises NotVisible."""
    visible = Ticket.objects.visible_to(agent)
    found = Attachment.objects.select_related("file", "message").filter(key=key, message__ticket__in=visible)
    attachment = found.first()
    if attachment is None:
        raise NotVisible(key)
    return attachment


def access_draft_file(agent: Agent, key: str) -> DraftFile | ProposalFile:
    """One file of this person's own draft, or of a reply that waits for approval, by its key. Raises NotVisible."""
    own = DraftFile.objects.select_related("file").filter(key=key, uploaded_by=agent, draft__agent=agent)
    return own.first() or access_proposal_file(agent, key)


def access_proposal_file(agent: Agent, key: str) -> ProposalFile:
    """One file of a reply that waits for approval, by its key. Raises NotVisible."""
    visible = Ticket.objects.visible_to(agent)
    found = ProposalFile.objects.select_related("file", "proposal").filter(
        key=key, proposal__ticket__in=visible
    )
    file = found.first()
    if file is None:
        raise NotVisible(key)
    return file
