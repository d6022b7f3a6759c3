"""Side conversations: what is said with third parties inside a ticket. To read; they are written at the desk."""

from typing import Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from careline.accounts.contracts import Scope
from careline.core.api.answers import reading
from careline.core.api.callers import Bearer, caller_of
from careline.core.api.paging import PageOf
from careline.core.api.values import Id, Moment, Shown
from careline.tickets.actions.note_read import note_read
from careline.tickets.api.mail_shown import AddressShown, MailShown, people
from careline.tickets.models import Message, Read, SideConversation
from careline.tickets.queries.access import access_ticket
from careline.tickets.queries.side import access_side_conversation, read_side_conversation, side_conversations

router = Router(tags=["Side conversations"])
READ = Bearer(Scope.READ_TICKETS)


class SideConversationShown(Shown):
    """A thread with a third party inside a ticket, which the customer does not see."""

    id: int
    ticket_id: int
    subject: str
    to: list[AddressShown] = Field(description="Whom the next message of ours goes to.")
    cc: list[AddressShown]
    started_by_id: int
    started_at: Moment
    last_message_at: Moment
    done_at: Moment | None = Field(description="When it was marked as done; null while it is open.")

    @staticmethod
    def resolve_to(side: SideConversation) -> list[dict[str, str]]:
        """Whom it is with."""
        return people(side.to)

    @staticmethod
    def resolve_cc(side: SideConversation) -> list[dict[str, str]]:
        """Who else gets it."""
        return people(side.cc)


class SideMessageShown(MailShown):
    """One thing said there. `state` tells of the delivery of what is ours, as with messages."""

    is_ours: bool
    is_participant: bool = Field(description="False for a sender whom we never wrote to there.")
    machine: str


@router.get(
    "/tickets/{int:ticket_id}/side-conversations", response=reading(PageOf[SideConversationShown], 404), auth=READ,
    operation_id="listSideConversations", summary="With whom else it is talked about",
)  # fmt: skip
def list_all(request: HttpRequest, ticket_id: Id) -> dict[str, Any]:
    """The side conversations of a ticket, open ones first. One page."""
    agent = caller_of(request)
    return {"items": [*side_conversations(agent, access_ticket(agent, ticket_id))]}


@router.get(
    "/side-conversations/{side_id}", response=reading(SideConversationShown, 404), auth=READ,
    operation_id="getSideConversation", summary="One side conversation",
)  # fmt: skip
def get_one(request: HttpRequest, side_id: Id) -> SideConversation:
    """One side conversation; what was said in it is at `/messages`."""
    return access_side_conversation(caller_of(request), side_id)


@router.get(
    "/side-conversations/{side_id}/messages", response=reading(PageOf[SideMessageShown], 404), auth=READ,
    operation_id="listSideMessages", summary="What was said there",
)  # fmt: skip
def list_messages(request: HttpRequest, side_id: Id) -> dict[str, Any]:
    """What was said in a side conversation, oldest first, without what was taken back. One page."""
    agent = caller_of(request)
    read = read_side_conversation(agent, side_id)
    note_read(agent, Read.Kind.TICKET, read.conversation.ticket_id)
    return {"items": [one for one in read.messages if one.state != Message.State.CANCELLED]}
