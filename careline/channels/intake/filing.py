"""Hop 4, from our side: grade the sender and hand the message to the tickets."""

from dataclasses import replace
from datetime import datetime

from django.utils.dateparse import parse_datetime

from careline.channels.configured import InboxSettings
from careline.channels.email.grading import grade_sender, grade_third_party
from careline.channels.intake.claim import Claimed
from careline.tickets.actions.receive import receive
from careline.tickets.actions.receive_side import receive_side
from careline.tickets.contracts import InboundMessage, Received, SideThread, Thread


def file_message(
    arrival: Claimed, message: InboundMessage, inbox: InboxSettings, thread: Thread | None
) -> Received:
    """Add the message to its ticket, or make one, in the running transaction."""
    return receive(
        message,
        policy=inbox.policy if arrival.kind == "email" else replace(inbox.policy, channel=arrival.kind),
        thread=thread,
        grade=grade_sender(message, thread),
        arrival_id=arrival.id,
        received_at=_received_at(arrival),
    )


def file_aside(arrival: Claimed, message: InboundMessage, thread: SideThread) -> Received | None:
    """Add the message to its side conversation; None if its sender may not write there."""
    return receive_side(
        message,
        thread=thread,
        grade=grade_third_party(message, thread),
        arrival_id=arrival.id,
        received_at=_received_at(arrival),
    )


def _received_at(arrival: Claimed) -> datetime:
    """When the other side took it, where it says so (IMAP's INTERNALDATE), else when we did."""
    said = parse_datetime(str(arrival.envelope.get("internal_date") or ""))
    return min(said, arrival.arrived_at) if said and said.tzinfo else arrival.arrived_at
