"""Django's mail backend for mail of the system itself (invitations, links): through an inbox, or the configuration's server."""

import smtplib
from collections.abc import Sequence
from email.utils import parseaddr
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from careline.channels.email.message_ids import own_message_id
from careline.channels.email.outgoing.compose import compose
from careline.channels.email.outgoing.letter import Letter, LetterFile
from careline.channels.email.outgoing.smtp import SmtpSession
from careline.channels.email.sending import EmailSender, system_account
from careline.channels.models import Inbox
from careline.channels.protocol import Outcome, Sent
from careline.tickets.contracts import Address

_OURS = {
    "auto-submitted",
    "x-auto-response-suppress",
    "message-id",
    "date",
    "from",
    "to",
    "cc",
    "reply-to",
    "subject",
}


class NotSent(smtplib.SMTPException):
    """A system mail was not taken; the text says why."""


class Backend(BaseEmailBackend):
    """Sends through the first active inbox that has a server of its own, else by the `mail_url` of the configuration."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send them; return how many went out. Raises NotSent unless `fail_silently`."""
        way_out = _WayOut()
        try:
            outcomes = [way_out.send(one) for one in email_messages if one.recipients()]
        finally:
            way_out.close()
        failed = next((one for one in outcomes if not isinstance(one, Sent)), None)
        if failed is not None and not self.fail_silently:
            raise NotSent(failed.reason)
        return sum(isinstance(one, Sent) for one in outcomes)


class _WayOut:
    """One connection for a few system mails, by an inbox or by the configuration's server."""

    def __init__(self) -> None:
        mailboxes = Inbox.objects.filter(channel="email", is_active=True, outgoing__host__gt="").order_by(
            "pk"
        )
        self.inbox = mailboxes.first()
        self.sender = EmailSender(self.inbox) if self.inbox else None
        self.session = None if self.sender else SmtpSession(system_account())

    def send(self, message: EmailMessage) -> Outcome:
        """Hand one over."""
        if self.sender is not None:
            return self.sender.post(_letter(message, address=self.sender.inbox.address))
        letter = _letter(message, address=parseaddr(message.from_email or settings.DEFAULT_FROM_EMAIL)[1])
        assert self.session is not None
        return self.session.send(compose(letter))

    def close(self) -> None:
        """Give the connection back."""
        for one in (self.sender, self.session):
            if one is not None:
                one.close()


def _letter(message: EmailMessage, *, address: str) -> Letter:
    headers: dict[str, Any] = {name: str(value) for name, value in message.extra_headers.items()}
    given = {name.lower(): value for name, value in headers.items()}
    name = parseaddr(message.from_email or "")[0] or "Careline"
    return Letter(
        message_id=own_message_id(uuid4(), address.rpartition("@")[2]),
        sender=Address(address, name),
        written_at=timezone.now(),
        subject=str(message.subject),
        text=str(message.body),
        html=_html(message),
        to=_addresses(message.to),
        cc=_addresses(message.cc),
        bcc=_addresses(message.bcc),
        reply_to=parseaddr(str(message.reply_to[0]))[1] if message.reply_to else "",
        return_path=address,
        files=tuple(_file(one) for one in message.attachments if isinstance(one, tuple)),
        automatic=given.get("auto-submitted", "auto-generated"),
        headers=tuple((name, value) for name, value in headers.items() if name.lower() not in _OURS),
    )


def _html(message: EmailMessage) -> str:
    alternatives = message.alternatives if isinstance(message, EmailMultiAlternatives) else []
    return next((str(content) for content, kind in alternatives if kind == "text/html"), "")


def _addresses(given: Sequence[str]) -> tuple[Address, ...]:
    parsed = (parseaddr(str(one)) for one in given)
    return tuple(Address(email, name) for name, email in parsed if email)


def _file(one: Any) -> LetterFile:
    name, content, kind = one
    raw = content if isinstance(content, bytes) else str(content).encode()
    return LetterFile(str(name or "file"), str(kind or "application/octet-stream"), raw)
