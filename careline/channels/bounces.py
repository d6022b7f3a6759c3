"""News of what became of a mail of ours: noted on the message it belongs to. Never answered, never a ticket."""

import structlog

from careline.channels.delivery.reported import note_delivered
from careline.channels.email.message_ids import (
    recognise,
    recognise_notice,
    recognise_reply_address,
    recognise_side_reply_address,
)
from careline.tickets.actions.record_bounce import record_bounce
from careline.tickets.contracts import BouncedRecipient, InboundMessage, Machine
from careline.tickets.queries.said import find_said, find_sent_message_id
from careline.tickets.queries.side_threading import find_sent_side_message_id
from careline.tickets.queries.threading import find_message_id

MOST_IDS = 100
log = structlog.get_logger()


def on_report(message: InboundMessage, arrival_id: int) -> bool:
    """Mark the message that bounced, is late or was delivered, in the caller's transaction; False if it was none of ours.

    It is found by the Message-ID that we signed, wherever the report names it, else by the signed address that the
    report came to. A report on mail to the staff is ours, and marks nothing.
    """
    message_id, is_ours = _by_own_id(message)
    if message_id is None and not is_ours:
        message_id = _by_return_address(message)
    if message_id is None:
        log.info("report_noted", arrival_id=arrival_id, is_ours=is_ours)
        return is_ours
    fresh = note_delivered(message_id, message.delivered)
    if message.machine == Machine.BOUNCE:
        fresh |= record_bounce(message_id, message.bounced or (_unnamed(message_id, message),))
    log.info("report_recorded", arrival_id=arrival_id, message_id=message_id, fresh=fresh)
    return True


def _by_own_id(message: InboundMessage) -> tuple[int | None, bool]:
    named = (
        message.bounced_message_id,
        *message.in_reply_to[:MOST_IDS],
        *message.references[-MOST_IDS:][::-1],
    )
    keys = [key for key in map(recognise, named) if key is not None]
    found = (find_message_id(key) for key in keys)
    is_ours = bool(keys) or any(recognise_notice(one) for one in named)
    return next((one for one in found if one is not None), None), is_ours


def _by_return_address(message: InboundMessage) -> int | None:
    came_to = [*dict.fromkeys((*message.delivered_to, *(one.email for one in message.to))[:MOST_IDS])]
    named = (*(one.email for one in message.bounced), *message.delivered, "")
    ticket_id = next((one for one in map(recognise_reply_address, came_to) if one is not None), None)
    if ticket_id is not None:
        return find_sent_message_id(ticket_id, named[0])
    aside = next((one for one in map(recognise_side_reply_address, came_to) if one is not None), None)
    return find_sent_side_message_id(aside, named[0]) if aside is not None else None


def _unnamed(message_id: int, report: InboundMessage) -> BouncedRecipient:
    """A report that names nobody: taken for the first recipient of the message."""
    sent = find_said(message_id)
    email = sent.to[0][0] if sent is not None and sent.to else ""
    return BouncedRecipient(email, "5.0.0", " ".join(report.text.split())[:300])
