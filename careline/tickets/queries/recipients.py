"""Whom an answer goes to, unless the agent says otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass

from careline.tickets.contracts import Address, Grade
from careline.tickets.models import Message, Ticket
from careline.tickets.queries.threading import addresses


@dataclass(frozen=True, slots=True)
class Recipients:
    """Those who would get an answer: `cc` is for "reply all" and is only a proposal."""

    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()


def reply_recipients(ticket: Ticket, messages: Sequence[Message] | None = None) -> Recipients:
    """The requester, at the address they last wrote from (or asked to be answered at), and the others of that mail.

    A Cc never becomes the recipient: whoever else wrote meanwhile, the answer goes to the requester. Where an
    unverified sender wants answers to go elsewhere, they don't. Our own addresses are for the caller to leave out.
    `messages` are all of the ticket's, oldest first, if they were read already.
    """
    message = _last_of_requester(ticket) if messages is None else _last_among(ticket, messages)
    if message is None or not message.from_email:
        identity = ticket.customer.identities.filter(kind="email").order_by("pk").first()
        return Recipients((Address(identity.value, ticket.customer.name),) if identity else ())
    sender = Address(message.from_email, message.from_name)
    elsewhere = addresses(message.reply_to)[:1] if message.grade != Grade.UNVERIFIED else ()
    to = elsewhere or (sender,)
    known = {to[0].email.lower(), sender.email.lower()}
    others = [a for a in (*addresses(message.to), *addresses(message.cc)) if a.email.lower() not in known]
    return Recipients(to, tuple(dict.fromkeys(others)))


def _last_of_requester(ticket: Ticket) -> Message | None:
    theirs = Message.objects.filter(
        ticket_id=ticket.pk, author=Message.Author.CUSTOMER, customer_id=ticket.customer_id, machine=""
    )
    return theirs.order_by("-pk").only("from_email", "from_name", "to", "cc", "reply_to", "grade").first()


def _last_among(ticket: Ticket, messages: Sequence[Message]) -> Message | None:
    for message in reversed(messages):
        is_theirs = message.author == Message.Author.CUSTOMER and message.customer_id == ticket.customer_id
        if is_theirs and not message.machine:
            return message
    return None
