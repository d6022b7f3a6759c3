"""Side conversations: what is said with third parties inside a ticket. Begun, written and read."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest
from ninja import Router
from ninja import Status as Answer
from pydantic import Field

from careline.accounts.contracts import Scope
from careline.core.api.answers import changing, reading
from careline.core.api.callers import Bearer, caller_of
from careline.core.api.paging import PageOf
from careline.core.api.values import Given, GivenMoment, Id, Moment, Shown
from careline.tickets.actions.cancel_side import cancel_side
from careline.tickets.actions.note_read import note_read
from careline.tickets.actions.reschedule_side import reschedule_side
from careline.tickets.actions.say_aside import say_aside
from careline.tickets.actions.spend_files import spend_files
from careline.tickets.actions.start_side import start_side
from careline.tickets.api.given import AsideGiven
from careline.tickets.api.mail_shown import AddressShown, MailShown, people
from careline.tickets.contracts import Refused
from careline.tickets.models import Message, Read, SideConversation
from careline.tickets.queries.access import access_ticket
from careline.tickets.queries.side import (
    access_side_conversation,
    access_side_message,
    read_side_conversation,
    side_conversations,
)

router = Router(tags=["Side conversations"])
READ, WRITE = Bearer(Scope.READ_TICKETS), Bearer(Scope.WRITE_TICKETS)


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
    send_at: Moment | None = Field(description="When it goes out, where that is later.")


class ScheduleGiven(Given):
    """When it is to go out instead."""

    send_at: GivenMoment


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


@router.post(
    "/tickets/{int:ticket_id}/side-conversations", response=changing(SideMessageShown, 404, status=201), auth=WRITE,
    operation_id="startSideConversation", summary="Ask a third party",
)  # fmt: skip
@transaction.atomic
def start(request: HttpRequest, ticket_id: Id, given: AsideGiven) -> Any:
    """Write to a third party; their answers land in the side conversation that begins with it. The customer sees none
    of it. It needs a subject of its own."""
    agent = caller_of(request)
    message = start_side(access_ticket(agent, ticket_id), given.aside(), by=agent)
    spend_files(given.file_keys, by=agent)
    return Answer(201, access_side_message(agent, message.pk))


@router.post(
    "/side-conversations/{side_id}/messages", response=changing(SideMessageShown, 404, status=201), auth=WRITE,
    operation_id="writeAside", summary="Write to the third party again",
)  # fmt: skip
@transaction.atomic
def write(request: HttpRequest, side_id: Id, given: AsideGiven) -> Any:
    """Say something more. Without `to` it goes to those of the conversation; one that was done is open again."""
    agent = caller_of(request)
    message = say_aside(access_side_conversation(agent, side_id), given.aside(), by=agent)
    spend_files(given.file_keys, by=agent)
    return Answer(201, access_side_message(agent, message.pk))


@router.post(
    "/side-messages/{message_id}/cancellation", response=changing(SideMessageShown, 404), auth=WRITE,
    operation_id="cancelSideMessage", summary="Take back what was written to a third party",
)  # fmt: skip
def take_back(request: HttpRequest, message_id: Id) -> Any:
    """Take back a message that was not sent yet. Refused (422) when it is on its way."""
    agent = caller_of(request)
    if cancel_side(access_side_message(agent, message_id).pk, by=agent) is None:
        raise Refused("It is on its way already.")
    return access_side_message(agent, message_id)


@router.post(
    "/side-messages/{message_id}/schedule", response=changing(SideMessageShown, 404), auth=WRITE,
    operation_id="rescheduleSideMessage", summary="Have it go out at another time",
)  # fmt: skip
def reschedule(request: HttpRequest, message_id: Id, given: ScheduleGiven) -> Any:
    """Give a message that was not sent yet another moment, also one held back since they answered meanwhile."""
    agent = caller_of(request)
    if not reschedule_side(message_id, given.send_at, by=agent):
        raise Refused("It is on its way already.")
    return access_side_message(agent, message_id)
