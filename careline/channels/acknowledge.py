"""The acknowledgement: "we have it, your number is 12, expect an answer within 4 hours". Never to a machine.

It says only what we know, never what the sender wrote: otherwise anybody could make us mail their words to others.
"""

import re
from datetime import timedelta
from html import escape
from typing import TYPE_CHECKING

from django.db import connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careline.accounts.queries import find_company, spoken_language
from careline.channels.configured import inboxes, normal
from careline.channels.models import AutomaticMail, Inbox
from careline.channels.quota import may_send_automatic
from careline.core.limits import allow
from careline.tickets.actions.send_automatic import send_automatic
from careline.tickets.contracts import Address, Grade
from careline.tickets.queries.said import find_message

if TYPE_CHECKING:
    from careline.tickets.models import Message

KIND = "acknowledgement"
UNVERIFIED_AN_HOUR = 30
BACKLOG = timedelta(hours=12)
_MACHINE = re.compile(
    r"(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|noreply.*|mailer[-_.]?daemon|postmaster|bounces?|daemon|nobody|root|www-data"
    r"|newsletter|notifications?|automailer|listserv|majordomo|.*-(?:request|owner|bounces?))(?:[+=].*)?",
    re.IGNORECASE,
)


def acknowledge(ticket_id: int, message_id: int, *, cause: int | None = None) -> int | None:
    """Queue the acknowledgement of a new ticket's first message; None, and nothing, where there should be none.

    None: switched off, a machine or list, an address that nobody reads, one of our own, or somebody who had an
    automatic mail from us within the hour; and for unverified senders a limit an hour for all of them together.
    """
    message = find_message(message_id)
    if message is None or message.author != "customer" or message.machine or _is_from_a_backlog(message):
        return None
    inbox = Inbox.objects.filter(pk=message.ticket.inbox_id or 0, acknowledges=True, is_active=True).first()
    recipient = message.from_email
    if inbox is None or _is_unreadable(recipient):
        return None
    _one_at_a_time(recipient)
    if not may_send_automatic(recipient, ticket_id=ticket_id):
        return None
    if message.grade == Grade.UNVERIFIED and not allow(
        f"ack:{inbox.pk}", limit=UNVERIFIED_AN_HOUR, seconds=3600
    ):
        return None
    language = message.language or message.ticket.language or message.ticket.customer.language
    with translation.override(spoken_language(language)):
        html, subject = _words(inbox, ticket_id)
    queued = send_automatic(ticket_id, html, to=[Address(recipient)], subject=subject, cause=cause)
    AutomaticMail.objects.create(ticket_id=ticket_id, recipient=normal(recipient), kind=KIND)
    return queued.pk


def _is_from_a_backlog(message: "Message") -> bool:
    """Whether it lay in a mailbox long before it was fetched: connecting an old mailbox must not write to everybody."""
    return timezone.now() - message.created_at > BACKLOG


def _is_unreadable(email: str) -> bool:
    local, _at, domain = email.rpartition("@")
    return not (local and domain) or bool(_MACHINE.fullmatch(local)) or normal(email) in inboxes().by_address


def _one_at_a_time(recipient: str) -> None:
    """Two tickets of one sender handled at once must count each other: wait for the other transaction's end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"automatic:{normal(recipient)}"])


def _words(inbox: Inbox, ticket_id: int) -> tuple[str, str]:
    company = find_company()
    values = {
        "{number}": str(ticket_id),
        "{company}": company.name if company else "",
        "{inbox}": inbox.name,
        "{expected}": _expected(inbox.answer_within_hours),
    }
    text = inbox.acknowledgement.strip() or _default(inbox)
    for placeholder, value in values.items():
        text = text.replace(placeholder, value)
    paragraphs = (escape(one).replace("\n", "<br>") for one in re.split(r"\n{2,}", text.strip()))
    subject = _("We have received your message (#%(number)s)") % {"number": ticket_id}
    return "".join(f"<p>{one}</p>" for one in paragraphs), subject


def _default(inbox: Inbox) -> str:
    parts = [_("Thank you for writing to us. Your message has arrived, and its number is #{number}.")]
    if inbox.answer_within_hours:
        parts.append(_("You can expect an answer {expected}."))
    parts.append(_("If you want to add something, just reply to this mail."))
    return "\n\n".join(parts)


def _expected(hours: int | None) -> str:
    if not hours:
        return ""
    if hours % 24 == 0 and hours > 24:
        return ngettext("within %(n)d day", "within %(n)d days", hours // 24) % {"n": hours // 24}
    return ngettext("within %(n)d hour", "within %(n)d hours", hours) % {"n": hours}
