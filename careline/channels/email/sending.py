"""The way out of one inbox: its settings read, its letters written, signed and handed to its SMTP server."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from careline.accounts.queries import find_company
from careline.channels.email.answer import Sending, letter_for
from careline.channels.email.message_ids import ascii_domain
from careline.channels.email.oauth import oauth_account, tokens_to_try
from careline.channels.email.outgoing.account import SmtpAccount, account_from
from careline.channels.email.outgoing.compose import Mail, compose
from careline.channels.email.outgoing.dkim_signature import DkimKey, Unsignable, keys_of, signed
from careline.channels.email.outgoing.letter import Letter, Unsendable
from careline.channels.email.outgoing.smtp import SmtpSession
from careline.channels.models import Inbox
from careline.channels.protocol import Later, Never, Outcome
from careline.core.files import ContentLost, read
from careline.core.models import File
from careline.tickets.contracts import OutboundFile, OutboundMessage


class EmailSender:
    """Sends for one inbox, over one connection for as long as mails come. Not for two threads at once."""

    def __init__(self, inbox: Inbox) -> None:
        self.inbox = inbox
        self.sending = _sending(inbox)
        self.session = SmtpSession(smtp_account(inbox))

    @property
    def is_idle(self) -> bool:
        """Whether the connection has not been used for a while."""
        return self.session.is_idle

    def renew(self, inbox: Inbox) -> None:
        """Take over the inbox's present settings; the connection stays if it is still the right one.

        Raises Unconfigured.
        """
        if _connection(inbox) != _connection(self.inbox):
            self.session.close()
            self.session = SmtpSession(smtp_account(inbox))
        self.inbox, self.sending = inbox, _sending(inbox)

    def send(self, message: OutboundMessage) -> Outcome:
        """Bring one message out; never raises for what is wrong with it or with the server."""
        try:
            return self.post(letter_for(message, self.sending, read=_content))
        except ContentLost as error:
            return Later(_("An attachment could not be read: %(why)s") % {"why": error})

    def post(self, letter: Letter) -> Outcome:
        """Send a letter that is already written."""
        try:
            mail = self._signed(compose(letter))
        except (Unsendable, Unsignable) as error:
            return Never(str(error))
        return self.session.send(mail)

    def close(self) -> None:
        """Give the connection back."""
        self.session.close()

    def _signed(self, mail: Mail) -> Mail:
        keys = _dkim_keys(self.inbox)
        return replace(mail, content=signed(mail.content, keys)) if keys else mail


def open_sender(inbox: Inbox) -> EmailSender:
    """A sender for this inbox. Raises Unconfigured."""
    return EmailSender(inbox)


def smtp_account(inbox: Inbox) -> SmtpAccount:
    """The account an inbox sends with; the installation's own where it has none. Raises Unconfigured.

    By token the user name is the inbox's address if no other is given, as it is for fetching.
    """
    if not inbox.outgoing.get("host"):
        return system_account()
    chosen = inbox.outgoing
    if chosen.get("auth") == "xoauth2":
        chosen = {"user": inbox.address, **chosen}
    return account_from(chosen, secrets=lambda: _secrets(inbox))


def system_account() -> SmtpAccount:
    """The mail server of the configuration (`mail_url`). Raises Unconfigured."""
    security = "tls" if settings.EMAIL_USE_SSL else "starttls" if settings.EMAIL_USE_TLS else "none"
    given: dict[str, Any] = {
        "host": settings.EMAIL_HOST,
        "port": settings.EMAIL_PORT,
        "security": security,
        "user": settings.EMAIL_HOST_USER,
        "timeout_seconds": settings.EMAIL_TIMEOUT,
    }
    return account_from(given, secrets=lambda: (settings.EMAIL_HOST_PASSWORD,))


def _secrets(inbox: Inbox) -> Iterable[str]:
    if inbox.outgoing.get("auth") != "xoauth2":
        return (inbox.outgoing_secret,)

    def keep(secret: str) -> None:
        Inbox.objects.filter(pk=inbox.pk).update(outgoing_secret=secret)

    return tokens_to_try(oauth_account(inbox.outgoing, inbox.outgoing_secret), keep=keep)


def _connection(inbox: Inbox) -> tuple[object, ...]:
    return inbox.pk, inbox.outgoing, inbox.outgoing_secret


def takes_tags(inbox: Inbox) -> bool:
    """Whether mail to `support+…@` reaches this inbox: as its settings say, else where we receive it ourselves."""
    return bool(inbox.outgoing.get("reply_tags", inbox.incoming_kind == Inbox.Incoming.NONE))


def _sending(inbox: Inbox) -> Sending:
    company = find_company()
    tags = takes_tags(inbox)
    return Sending(
        address=inbox.address,
        from_name=inbox.from_name,
        company=company.name if company else "",
        signature=inbox.signature,
        time_zone=company.time_zone if company else "UTC",
        language=company.language if company else "en",
        tags_addresses=tags,
        return_path_tags=tags and bool(inbox.outgoing.get("return_path_tags", False)),
        tags_subject=bool(inbox.outgoing.get("subject_tag", False)),
    )


def _dkim_keys(inbox: Inbox) -> tuple[DkimKey, ...]:
    if not inbox.dkim_key:
        return ()
    domain = ascii_domain(str(inbox.dkim.get("domain") or inbox.address.rpartition("@")[2]))
    return keys_of(inbox.dkim_key, domain=domain, selectors=str(inbox.dkim.get("selector") or ""))


def _content(file: OutboundFile) -> bytes:
    return read(File.objects.get(pk=file.file_id))
