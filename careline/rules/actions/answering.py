"""An answer that a rule sends from a macro: an automatic mail, to people only, and never often."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from careline.core.events import Actor
from careline.core.limits import allow
from careline.tickets.actions.send_automatic import send_automatic
from careline.tickets.contracts import Grade, Refused
from careline.tickets.queries.conditions import facts_of
from careline.tickets.queries.macros import fill_shared
from careline.tickets.queries.recipients import reply_recipients

if TYPE_CHECKING:
    from careline.tickets.models import Ticket

HOUR = 3600
AN_HOUR_FOR_ONE = 3
AN_HOUR_FOR_UNVERIFIED = 30


def answer(ticket: Ticket, macro_id: int, *, rule_id: int, by: Actor, cause: int | None) -> bool:
    """Queue the macro's words as an automatic mail to the requester.

    Refuses a macro that is gone or whose words lack a value, a requester without address, what a machine wrote, and
    more than one an hour for a rule and ticket, three an hour for one recipient, or thirty for unverified senders.
    """
    filled = fill_shared(macro_id, ticket)
    if filled is None:
        raise Refused(_("The macro is gone."))
    if filled.missing:
        raise Refused(_("Nothing is known for: %(names)s") % {"names": ", ".join(filled.missing)})
    to = reply_recipients(ticket).to
    if not to:
        raise Refused(_("There is no e-mail address."))
    _refuse_too_many(ticket, rule_id, to[0].email.strip().lower())
    subject = f"Re: {ticket.subject}" if ticket.subject else f"#{ticket.pk}"
    send_automatic(ticket.pk, filled.html, to=to, subject=subject, by=by, cause=cause)
    return True


def _refuse_too_many(ticket: Ticket, rule_id: int, recipient: str) -> None:
    latest = facts_of([ticket.pk])[ticket.pk].of("message")
    if latest is not None and latest.machine:
        raise Refused(_("A machine wrote last."))
    limits = [
        (f"rule-mail:{rule_id}:{ticket.pk}", 1),
        (f"rule-mail:{sha256(recipient.encode()).hexdigest()}", AN_HOUR_FOR_ONE),
    ]
    if latest is not None and latest.grade == Grade.UNVERIFIED:
        limits.append(("rule-mail:unverified", AN_HOUR_FOR_UNVERIFIED))
    if not all(allow(key, limit=limit, seconds=HOUR) for key, limit in limits):
        raise Refused(_("There were automatic answers just now: no more for an hour."))
