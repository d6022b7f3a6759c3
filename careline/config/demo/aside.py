"""Side conversations of the demo company: a courier and a maker are asked, and one of them answers."""

from datetime import datetime, timedelta
from html import escape

from django.utils import timezone

from careline.accounts.models import Agent
from careline.config.demo.story import Aside as Told
from careline.tickets.actions.receive_side import receive_side
from careline.tickets.actions.say_aside import say_aside
from careline.tickets.actions.start_side import start_side
from careline.tickets.contracts import Address, Aside, Grade, InboundMessage, Outgoing, SideThread
from careline.tickets.models import Message, SideConversation, SideMessage, Ticket


def tell_aside(told: Told, ticket: Ticket, agents: dict[str, Agent]) -> dict[int, datetime]:
    """Play one side conversation through the real actions; returns when each of its messages was said, by id."""
    side: SideConversation | None = None
    moments = {}
    for line in told.talk:
        at = timezone.now() - timedelta(hours=line.hours)
        if line.who != "they":
            message = _write(told, line.words, ticket, side, agents[line.who])
            side = message.conversation
        elif side is not None:
            message = _answer(told, line.words, side)
        moments[message.pk] = at
        state_at = at if message.is_ours else None
        SideMessage.objects.filter(pk=message.pk).update(created_at=at, state_at=state_at)
    if side is not None:
        times = {"started_at": min(moments.values()), "last_message_at": max(moments.values())}
        SideConversation.objects.filter(pk=side.pk).update(**times)
    return moments


def _write(told: Told, words: str, ticket: Ticket, side: SideConversation | None, by: Agent) -> SideMessage:
    html = "<div>" + escape(words).replace("\n", "<br>") + "</div>"
    outgoing = Outgoing(html, to=(Address(told.email, told.name),), subject="" if side else told.subject)
    message = say_aside(side, Aside(outgoing), by=by) if side else start_side(ticket, Aside(outgoing), by=by)
    state = Message.State.DELIVERED
    SideMessage.objects.filter(pk=message.pk).update(
        state=state, send_at=None, external_id=f"{message.key}@radhaus.example"
    )
    return message


def _answer(told: Told, words: str, side: SideConversation) -> SideMessage:
    mail = InboundMessage(
        Address(told.email, told.name), subject=f"Re: {told.subject}", text=words, reply_text=words
    )
    thread = SideThread(side.pk, side.ticket_id, "reply_token")
    received = receive_side(mail, thread=thread, grade=Grade.VERIFIED)
    return SideMessage.objects.get(pk=received.message_id if received else 0)
