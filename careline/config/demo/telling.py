"""Tells one ticket of the story through the real actions, as it was said, and moves it back in time."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape

from django.utils import timezone

from careline.accounts.models import Agent, Team
from careline.channels.models import Inbox
from careline.config.demo.aside import tell_aside
from careline.config.demo.back import close_back, move_back
from careline.config.demo.rules import run_rules_of
from careline.config.demo.story import Line, Told
from careline.tickets.actions.assign import assign
from careline.tickets.actions.note import note
from careline.tickets.actions.receive import receive
from careline.tickets.actions.reply import reply
from careline.tickets.actions.set_priority import set_priority
from careline.tickets.actions.set_status import set_status
from careline.tickets.actions.set_type import set_type
from careline.tickets.actions.tag import tag
from careline.tickets.contracts import Address, Grade, InboundMessage, Outgoing, ReceivePolicy, Thread
from careline.tickets.models import Message, Priority, Proposal, Status, Ticket

CLOSES_AFTER_HOURS = 96


@dataclass(frozen=True)
class Cast:
    """Who takes part: the teams, their inboxes, and the people by first name. `lead` sorts tickets."""

    teams: Mapping[str, Team]
    inboxes: Mapping[str, Inbox]
    agents: Mapping[str, Agent]
    lead: Agent


def tell(told: Told, cast: Cast) -> int:
    """Play one ticket as it was said, let the rules run on it, and settle it; returns its id."""
    ticket_id, moments = _talk(told, cast)
    run_rules_of(ticket_id)
    _settle(Ticket.objects.get(pk=ticket_id), told, cast)
    if told.aside is not None:
        moments |= tell_aside(told.aside, Ticket.objects.get(pk=ticket_id), dict(cast.agents))
    move_back(ticket_id, moments)
    return ticket_id


def tell_past(tickets: Iterable[Told], cast: Cast) -> list[int]:
    """Play what was solved long ago, and close what was solved for four days; returns the ids."""
    made = []
    for told in tickets:
        ticket_id, moments = _talk(told, cast)
        _settle(Ticket.objects.get(pk=ticket_id), told, cast)
        move_back(ticket_id, moments)
        if max(moments.values()) < timezone.now() - timedelta(hours=CLOSES_AFTER_HOURS):
            set_status(Ticket.objects.get(pk=ticket_id), Status.CLOSED, by=cast.lead)
            close_back(ticket_id, hours=CLOSES_AFTER_HOURS)
        made.append(ticket_id)
    return made


def _talk(told: Told, cast: Cast) -> tuple[int, dict[int, datetime]]:
    """Say every line; the ticket, and when each message was said."""
    inbox = cast.inboxes[told.team]
    policy = ReceivePolicy(cast.teams[told.team].pk, inbox.pk, inbox.address)
    ticket_id = 0
    moments: dict[int, datetime] = {}
    for line in told.talk:
        at = timezone.now() - timedelta(hours=line.hours)
        if line.who != "customer":
            made = _say(line, Ticket.objects.get(pk=ticket_id), cast.agents[line.who], at)
            moments |= {made: at} if made else {}
            continue
        thread = Thread(ticket_id, "reply_token") if ticket_id else None
        received = receive(_mail(told, line, inbox, at), policy=policy, thread=thread, grade=Grade.VERIFIED)
        ticket_id = received.ticket_id
        moments[received.message_id] = at
    return ticket_id, moments


def _mail(told: Told, line: Line, inbox: Inbox, at: datetime) -> InboundMessage:
    name, address = re.fullmatch(r"(.*) <(.*)>", told.customer).groups()  # type: ignore[union-attr]
    return InboundMessage(
        sender=Address(address, name),
        to=(Address(inbox.address, inbox.from_name),),
        subject=told.subject,
        text=line.words,
        reply_text=line.words,
        sent_at=at,
        language=told.language,
    )


def _say(line: Line, ticket: Ticket, agent: Agent, at: datetime) -> int | None:
    """Answer or write a note; returns the message, or None for a reply that waits for approval."""
    html = "<div>" + escape(line.words).replace("\n", "<br>") + "</div>"
    if line.is_note:
        return note(ticket, html, by=agent).pk
    said = reply(
        ticket, Outgoing(html, then_status=Status[line.then.upper()] if line.then else None), by=agent
    )
    if isinstance(said, Proposal):
        Proposal.objects.filter(pk=said.pk).update(created_at=at)
        return None
    message_id = said.pk
    Message.objects.filter(pk=message_id).update(state=Message.State.DELIVERED, send_at=None)
    return message_id


def _settle(ticket: Ticket, told: Told, cast: Cast) -> None:
    if told.assignee:
        assign(ticket, to=cast.agents[told.assignee], by=cast.lead)
    set_type(ticket, told.type, by=cast.lead)
    set_priority(ticket, Priority[told.priority.upper()], by=cast.lead)
    if told.tags:
        tag(ticket, add=told.tags, by=cast.lead)
    if told.status:
        set_status(ticket, Status[told.status.upper()], by=cast.lead)
