"""Which ticket a mail belongs to: by what we issued, by what the customer sent, last by the subject's number.

Guessing helps nobody: a number in the subject and a foreign Message-ID count only for who already takes part.
"""

import re
from collections.abc import Iterator

from careline.channels.email.message_ids import recognise, recognise_reply_address
from careline.tickets.contracts import InboundMessage, Thread
from careline.tickets.queries.threading import (
    find_thread_by_external_ids,
    find_thread_by_key,
    find_thread_by_number,
    is_participant,
    led_by_split,
    was_split,
)

MOST_IDS = 100
_TAG = re.compile(r"\[#(\d{1,12})\]")


def find_thread(message: InboundMessage) -> Thread | None:
    """Find the ticket, and say which try found it, in this order; None for a new need.

    `reply_token`: a reply address that we signed, among the recipients (of a ticket that was split, the message
    that is answered says which part). `message_id`, `references`: a Message-ID that
    we signed, in In-Reply-To or References. `external_id`: a Message-ID of theirs that stands in the ticket already.
    `subject_tag`: `[#1234]`. The last two are no proof and count only for a sender who takes part.
    """
    return (
        _by_reply_address(message)
        or _by_own_message_ids(message)
        or _by_their_message_ids(message)
        or _by_subject(message)
    )


def _by_reply_address(message: InboundMessage) -> Thread | None:
    addresses = (*message.delivered_to, *(one.email for one in (*message.to, *message.cc)))
    for address in dict.fromkeys(addresses[:MOST_IDS]):
        ticket_id = recognise_reply_address(address) if "+t." in address.lower() else None
        split = was_split(ticket_id) if ticket_id is not None else None
        if ticket_id is not None and split is not None:
            thread = Thread(ticket_id, "reply_token")
            return _where_it_stands_now(thread, message) if split else thread
    return None


def _where_it_stands_now(thread: Thread, message: InboundMessage) -> Thread:
    """The address leads to the ticket it was made for; what is answered may have been split off since."""
    answered = [*newest_first(message)]
    keys = [key for key in map(recognise, answered) if key is not None]
    return led_by_split(thread, [one for one in answered if recognise(one) is None], keys)


def _by_own_message_ids(message: InboundMessage) -> Thread | None:
    answered = frozenset(message.in_reply_to)
    for message_id in newest_first(message):
        key = recognise(message_id)
        name = "message_id" if message_id in answered else "references"
        thread = find_thread_by_key(key, found_by=name) if key else None
        if thread is not None:
            return thread
    return None


def _by_their_message_ids(message: InboundMessage) -> Thread | None:
    ids = list(newest_first(message))
    return _of_participant(find_thread_by_external_ids(ids) if ids else None, message)


def _by_subject(message: InboundMessage) -> Thread | None:
    numbers = _TAG.findall(message.subject[:1000])[:3]
    found = (_of_participant(find_thread_by_number(int(number)), message) for number in numbers)
    return next((thread for thread in found if thread), None)


def _of_participant(thread: Thread | None, message: InboundMessage) -> Thread | None:
    return thread if thread and is_participant(thread.ticket_id, message.sender.email) else None


def newest_first(message: InboundMessage) -> Iterator[str]:
    """What it answers, then its references from the newest on, each once (RFC 5322, 3.6.4)."""
    ids = dict.fromkeys((*message.in_reply_to[:MOST_IDS], *reversed(message.references[-MOST_IDS:])))
    yield from (one for one in ids if one)
