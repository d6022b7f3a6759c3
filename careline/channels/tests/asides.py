"""Side conversations for tests of the channels: begun, sent, answered from outside."""

from careline.channels import intake
from careline.channels.models import Arrival
from careline.channels.protocol import NewArrival
from careline.testing.inboxes import make_mail
from careline.tickets.actions.start_side import start_side
from careline.tickets.contracts import Address, Aside, Outgoing

SUPPLIER = "orders@supplier.example"
_count = iter(range(1, 10_000))


def begin(ticket, by, html="<p>Do you have the <b>chain</b>?</p>", *, to=SUPPLIER, aside=None, **given):
    """An agent writes to a third party, due at once."""
    given.setdefault("undo_seconds", 0)
    given.setdefault("subject", "Chain for order 12")
    outgoing = Outgoing(html, to=(Address(to, "Sue Supplier"),), **given)
    return start_side(ticket, Aside(outgoing, **(aside or {})), by=by)


def arrive(inbox, raw, **envelope):
    """Take in one mail, and say what became of it."""
    envelope.setdefault("mail_from", SUPPLIER)
    ids = intake.accept([NewArrival(inbox.pk, f"aside:{next(_count)}", raw, envelope=envelope)])
    intake.drain_once()
    return Arrival.objects.get(pk=ids[0])


def answers(inbox, sent, text="Yes, on Friday.", *, sender=SUPPLIER, by_token=True, by_id=True, **headers):
    """Somebody outside answers the mail that they got: `sent` is it, as parsed by the peer."""
    to = str(sent["Reply-To"] or sent["From"]) if by_token else "support@radhaus.example"
    if by_id:
        headers.setdefault("In_Reply_To", str(sent["Message-ID"]))
    headers.setdefault("subject", f"Re: {sent['Subject']}")
    return arrive(inbox, make_mail(text, sender=sender, to=to, **headers))
