"""The email channel's adapter: the parser, told what the wire knew about the mail."""

from dataclasses import replace

from careline.channels.configured import InboxSettings, inboxes, normal
from careline.channels.email.adapter import parse
from careline.channels.intake.claim import Claimed
from careline.tickets.contracts import InboundMessage


def read(arrival: Claimed, raw: bytes, inbox: InboxSettings) -> InboundMessage:
    """Make a message of a raw mail; the envelope's recipients stand first in `delivered_to`."""
    message = parse(
        raw,
        own_domains=inboxes().domains,
        trusted_authserv_ids=frozenset(one.lower() for one in inbox.trusted_authserv_ids),
    )
    envelope_to = [normal(str(one)) for one in arrival.envelope.get("rcpt_to", ())]
    delivered_to = tuple(dict.fromkeys((*envelope_to, *message.delivered_to)))
    return replace(message, delivered_to=delivered_to)
