"""Which side conversation a mail belongs to: by what we issued to the third party, last by what they sent there before.

Deliberately apart from the ticket's threads: what belongs here is never a customer's message.
"""

from careline.channels.email.message_ids import recognise, recognise_side_reply_address
from careline.channels.email.threading import MOST_IDS, newest_first
from careline.tickets.contracts import InboundMessage, SideThread, Thread
from careline.tickets.queries.side_threading import (
    find_side_by_external_ids,
    find_side_by_id,
    find_side_by_keys,
    is_side_participant,
)


def find_side(message: InboundMessage, thread: Thread | None) -> SideThread | None:
    """Find the side conversation; None for what is none's. `thread` is the ticket that was found for the mail.

    A reply address that we signed for it counts first. Then, unless the mail proves to answer what the customer got,
    a Message-ID that we signed; last one of theirs that stands there, for a sender to whom we wrote.
    """
    return _by_reply_address(message) or (None if thread and thread.is_proof else _by_message_ids(message))


def _by_reply_address(message: InboundMessage) -> SideThread | None:
    addresses = (*message.delivered_to, *(one.email for one in (*message.to, *message.cc)))
    for address in dict.fromkeys(addresses[:MOST_IDS]):
        conversation_id = recognise_side_reply_address(address) if "+s." in address.lower() else None
        found = find_side_by_id(conversation_id) if conversation_id is not None else None
        if found is not None:
            return found
    return None


def _by_message_ids(message: InboundMessage) -> SideThread | None:
    ids = [*newest_first(message)]
    if not ids:
        return None
    answered = frozenset(message.in_reply_to)
    known = ((recognise(one), "message_id" if one in answered else "references") for one in ids)
    keys = [(key, found_by) for key, found_by in known if key is not None]
    found = find_side_by_keys(keys) if keys else None
    if found is not None:
        return found
    guessed = find_side_by_external_ids(ids)
    takes_part = guessed and is_side_participant(guessed.conversation_id, message.sender.email)
    return guessed if takes_part else None
