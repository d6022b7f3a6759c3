"""Messages: what was said, answers and notes."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router
from ninja import Status as Answer
from pydantic import Field

from careline.accounts.contracts import Scope
from careline.core.api.answers import changing, reading
from careline.core.api.callers import Bearer, caller_of
from careline.core.api.paging import PageOf, seal, unseal_id
from careline.core.api.values import BodyId, Flag, Given, GivenMoment, Id, Limit, Line, Long, Words
from careline.tickets.actions.note import note
from careline.tickets.actions.reply import reply
from careline.tickets.api.shown import MessageShown
from careline.tickets.contracts import Address, Outgoing
from careline.tickets.models import Message, Status
from careline.tickets.queries.access import access_ticket
from careline.tickets.queries.listed import list_messages
from careline.tickets.queries.thread import access_message
from careline.tickets.wording import as_html

router = Router(tags=["Messages"])
READ, WRITE = Bearer(Scope.READ_TICKETS), Bearer(Scope.WRITE_TICKETS)
Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{22}$")]


class AddressGiven(Given):
    """One mailbox."""

    email: Annotated[str, Field(min_length=3, max_length=320, pattern=r"^[^\x00\r\n]*$")]
    name: Line = ""

    def address(self) -> Address:
        """As actions take it; whether it is one is said there."""
        return Address(self.email.strip(), self.name.strip())


People = Annotated[list[AddressGiven], Field(max_length=100)]
Keys = Annotated[list[Key], Field(max_length=30, description="Keys of files that were uploaded before.")]


class SaidGiven(Given):
    """Words, as `text` or as `html`; HTML is cleaned to what the composer can write."""

    text: Long = ""
    html: Long = ""

    @property
    def as_html(self) -> str:
        """The words as HTML."""
        return self.html or as_html(self.text)


class ReplyGiven(SaidGiven):
    """An answer. Without `to` it goes to the requester, without `subject` it is a `Re:`."""

    to: People = []
    cc: People = []
    bcc: People = []
    subject: Line = ""
    file_keys: Keys = []
    quotes_history: Flag = False
    send_at: GivenMoment | None = Field(None, description="Send later; else at once.")
    then_status: Literal["open", "pending", "on_hold", "solved", "closed"] | None = None
    version: BodyId | None = Field(
        None, description="The ticket's version that you know: refused if it changed."
    )

    def outgoing(self) -> Outgoing:
        """As actions take it. There is no window for undoing: nobody sits before it."""
        return Outgoing(
            html=self.as_html, to=_addresses(self.to), cc=_addresses(self.cc), bcc=_addresses(self.bcc),
            subject=self.subject, file_keys=tuple(self.file_keys), quotes_history=self.quotes_history,
            undo_seconds=0, send_at=self.send_at, spends_draft=False,
            then_status=Status[self.then_status.upper()] if self.then_status else None,
        )  # fmt: skip


class NoteGiven(SaidGiven):
    """An internal note: the staff sees it, nobody outside."""

    file_keys: Keys = []


class Asked(Given):
    """Which stretch of the messages."""

    cursor: Words | None = None
    limit: Limit = 50


@router.get(
    "/tickets/{ticket_id}/messages", response=reading(PageOf[MessageShown], 404), auth=READ,
    operation_id="listMessages", summary="What was said",
)  # fmt: skip
def list_all(request: HttpRequest, ticket_id: Id, asked: Query[Asked]) -> dict[str, Any]:
    """The messages of a ticket, oldest first: public ones and internal notes."""
    agent = caller_of(request)
    ticket = access_ticket(agent, ticket_id)
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
    return access_message(caller_of(request), message_id)


@router.post(
    "/tickets/{ticket_id}/replies", response=changing(MessageShown, 404, status=201), auth=WRITE,
    operation_id="reply", summary="Answer the customer",
)  # fmt: skip
def answer(request: HttpRequest, ticket_id: Id, given: ReplyGiven) -> Any:
    """Write to the customer. The answer shows the message as it waits to be sent; follow `state` for what became of it."""
    agent = caller_of(request)
    ticket = access_ticket(agent, ticket_id)
    message = reply(ticket, given.outgoing(), by=agent, version=given.version)
    return Answer(201, access_message(agent, message.pk))


@router.post(
    "/tickets/{ticket_id}/notes", response=changing(MessageShown, 404, status=201), auth=WRITE,
    operation_id="addNote", summary="Write an internal note",
)  # fmt: skip
def add_note(request: HttpRequest, ticket_id: Id, given: NoteGiven) -> Any:
    """Write an internal note."""
    agent = caller_of(request)
    ticket = access_ticket(agent, ticket_id)
    message = note(ticket, given.as_html, by=agent, file_keys=tuple(given.file_keys), spends_draft=False)
    return Answer(201, access_message(agent, message.pk))


def _addresses(given: list[AddressGiven]) -> tuple[Address, ...]:
    return tuple(one.address() for one in given)
