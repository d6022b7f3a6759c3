"""Side conversations for tests: begun by an agent, answered from outside."""

from django.db import transaction

from careline.testing.mail import make_inbound
from careline.tickets.actions.receive_side import receive_side
from careline.tickets.actions.start_side import start_side
from careline.tickets.contracts import Address, Aside, Grade, Outgoing, SideThread
from careline.tickets.models import SideMessage

SUPPLIER = "orders@supplier.example"


def begin(ticket, by, html="<p>Do you have the chain?</p>", **given):
    """An agent writes to a supplier."""
    along = {name: given.pop(name) for name in ("quoted_message_id", "attachment_keys") if name in given}
    given.setdefault("to", (Address(SUPPLIER, "Sue Supplier"),))
    given.setdefault("subject", "Chain for order 12")
    return start_side(ticket, Aside(Outgoing(html, **given), **along), by=by)


@transaction.atomic
def answered(
    conversation, text="Zinnober is in stock.", *, sender=SUPPLIER, found_by="reply_token", **fields
):
    """Somebody outside answers."""
    thread = SideThread(conversation.pk, conversation.ticket_id, found_by)
    inbound = make_inbound(text, sender=sender, name="Sue Supplier", subject="Re: Chain", **fields)
    received = receive_side(inbound, thread=thread, grade=Grade.VERIFIED)
    return SideMessage.objects.get(pk=received.message_id) if received else None
