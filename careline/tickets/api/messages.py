"""Messages: what was said, answers and notes."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest
from ninja import Query, Router
from ninja import Status as Answer

from careline.accounts.contracts import Scope
from careline.core.api.answers import changing, reading
from careline.core.api.callers import Bearer, caller_of
from careline.core.api.paging import PageOf, seal, unseal_id
from careline.core.api.values import Cursor, Given, Id, Limit
from careline.tickets.actions.cancel import cancel
from careline.tickets.actions.note import note
from careline.tickets.actions.note_read import note_read
from careline.tickets.actions.reply import reply
from careline.tickets.actions.spend_files import spend_files
from careline.tickets.api.given import NoteGiven, ReplyGiven
from careline.tickets.api.mail_shown import MessageShown, ProposalShown
from careline.tickets.contracts import Refused
from careline.tickets.models import Message, Proposal, Read
from careline.tickets.queries.access import access_ticket
from careline.tickets.queries.listed import list_messages
from careline.tickets.queries.proposals import access_proposal
from careline.tickets.queries.thread import access_message

router = Router(tags=["Messages"])
READ, WRITE = Bearer(Scope.READ_TICKETS), Bearer(Scope.WRITE_TICKETS)


class Asked(Given):
    """Which stretch of the messages."""

    cursor: Cursor = None
    limit: Limit = 50


@router.get(
    "/tickets/{int:ticket_id}/messages", response=reading(PageOf[MessageShown], 404), auth=READ,
    operation_id="listMessages", summary="What was said",
)  # fmt: skip
def list_all(request: HttpRequest, ticket_id: Id, asked: Query[Asked]) -> dict[str, Any]:
    """The messages of a ticket, oldest first: public ones and internal notes."""
    agent = caller_of(request)
    ticket = access_ticket(agent, ticket_id)
    note_read(agent, Read.Kind.TICKET, ticket.pk)
    after = unseal_id("messages", asked.cursor)
    found = list_messages(agent, ticket, after=after, limit=asked.limit)
    shown = found[: asked.limit]
    return {"items": shown, "next_cursor": seal("messages", shown[-1].pk if len(found) > asked.limit else 0)}


@router.get(
    "/messages/{message_id}", response=reading(MessageShown, 404), auth=READ, operation_id="getMessage",
    summary="One message",
)  # fmt: skip
def get_one(request: HttpRequest, message_id: Id) -> Message:
    """One message."""
    agent = caller_of(request)
    message = access_message(agent, message_id)
    note_read(agent, Read.Kind.TICKET, message.ticket_id)
    return message


@router.post(
    "/tickets/{int:ticket_id}/replies", response={**changing(MessageShown, 404, status=201), 202: ProposalShown}, auth=WRITE,
    operation_id="reply", summary="Answer the customer",
)  # fmt: skip
def answer(request: HttpRequest, ticket_id: Id, given: ReplyGiven) -> Any:
    """Write to the customer. The answer shows the message as it waits to be sent; follow `state` for what became of it.
    Where somebody has to approve it first, the answer is 202 and shows what waits."""
    agent = caller_of(request)
    ticket = access_ticket(agent, ticket_id)
    with transaction.atomic():
        said = reply(ticket, given.outgoing(), by=agent, version=given.version)
        spend_files(given.file_keys, by=agent)
    if isinstance(said, Proposal):
        return Answer(202, access_proposal(agent, said.pk))
    return Answer(201, access_message(agent, said.pk))


@router.post(
    "/tickets/{int:ticket_id}/notes", response=changing(MessageShown, 404, status=201), auth=WRITE,
    operation_id="addNote", summary="Write an internal note",
)  # fmt: skip
def add_note(request: HttpRequest, ticket_id: Id, given: NoteGiven) -> Any:
    """Write an internal note."""
    agent = caller_of(request)
    ticket = access_ticket(agent, ticket_id)
    with transaction.atomic():
        message = note(ticket, given.as_html, by=agent, file_keys=tuple(given.file_keys), spends_draft=False)
        spend_files(given.file_keys, by=agent)
    return Answer(201, access_message(agent, message.pk))


@router.post(
    "/messages/{message_id}/cancellation", response=changing(MessageShown, 404), auth=WRITE,
    operation_id="cancelMessage", summary="Take a message back",
)  # fmt: skip
def take_back(request: HttpRequest, message_id: Id) -> Message:
    """Take back a message that was not sent yet. Refused (422) when it is on its way."""
    agent = caller_of(request)
    if cancel(message_id, by=agent) is None:
        raise Refused("It is on its way already.")
    return access_message(agent, message_id)
