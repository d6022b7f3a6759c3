"""The email channel's adapter: the parser, told what the wire knew about the mail."""

from dataclasses import replace

from django.utils.translation import gettext as _

from careline.channels.configured import InboxSettings, inboxes, normal
from careline.channels.email.adapter import Unreadable, parse
from careline.channels.email.sender_check import authentication_of
from careline.channels.intake.claim import Claimed
from careline.tickets.contracts import InboundMessage


def read(arrival: Claimed, raw: bytes, inbox: InboxSettings) -> InboundMessage:
    """Make a message of a raw mail; the envelope's recipients stand first in `delivered_to`."""
    cut_from = int(arrival.envelope.get("cut_from", 0))
    if cut_from:
        raise Unreadable(
            _("Larger than Careline takes in: %(size)s MB. The mail still lies in the mailbox.")
            % {"size": f"{cut_from / 1e6:.1f}"}
        )
    message = parse(
        raw,
        own_domains=inboxes().domains,
        trusted_authserv_ids=frozenset(one.lower() for one in inbox.trusted_authserv_ids),
    )
    envelope_to = [normal(str(one)) for one in arrival.envelope.get("rcpt_to", ())]
    delivered_to = tuple(dict.fromkeys((*envelope_to, *message.delivered_to)))
    authentication = authentication_of(message, raw, arrival.envelope)
    return replace(message, delivered_to=delivered_to, authentication=authentication)
