"""Handing mails to one SMTP server (RFC 5321), many over one connection, each with a clear outcome.

A lost connection is always `Later`: the second attempt carries the same Message-ID, which mail recognises.
"""

import smtplib
import time
from types import TracebackType

from django.utils.translation import gettext as _

from careline.channels.email.oauth import NoAccess
from careline.channels.email.outgoing.account import SmtpAccount
from careline.channels.email.outgoing.compose import Mail
from careline.channels.email.outgoing.connection import open_connection
from careline.channels.email.outgoing.delivery_reports import of_mail, of_recipient
from careline.channels.email.outgoing.replies import Reply, delayed, refusal
from careline.channels.protocol import Later, Never, Outcome, Sent
from careline.tickets.contracts import BouncedRecipient

IDLE_SECONDS = 60.0
MAILS_PER_CONNECTION = 100


class SmtpSession:
    """One connection to one account, opened when needed and used for many mails. Not for two threads at once."""

    def __init__(self, account: SmtpAccount) -> None:
        self.account = account
        self._smtp: smtplib.SMTP | None = None
        self._used_at = 0.0
        self._count = 0

    def __enter__(self) -> "SmtpSession":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def is_idle(self) -> bool:
        """Whether the open connection was not used for so long that it should be given back."""
        return self._smtp is not None and time.monotonic() - self._used_at > IDLE_SECONDS

    def send(self, mail: Mail) -> Outcome:
        """Hand one mail over. Never raises for what a server or the network can do."""
        reused = self._smtp is not None
        try:
            return self._attempt(mail)
        except _StaleConnection as stale:
            first = stale
        try:
            return self._attempt(mail) if reused else Later(str(first))
        except _StaleConnection as again:
            return Later(str(again))

    def close(self) -> None:
        """End the connection politely; a dead one is dropped."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            try:
                smtp.quit()
            except (smtplib.SMTPException, OSError):
                smtp.close()

    def connect(self) -> smtplib.SMTP:
        """Return the open connection, logged in; open it if needed. Raises SMTPException, OSError."""
        too_old = self._count >= MAILS_PER_CONNECTION or time.monotonic() - self._used_at > IDLE_SECONDS
        if self._smtp is not None and too_old:
            self.close()
        if self._smtp is None:
            self._smtp, self._count = open_connection(self.account), 0
        return self._smtp

    def _attempt(self, mail: Mail) -> Outcome:
        begun = False
        try:
            smtp = self.connect()
            problem = _cannot_carry(smtp, mail)
            if problem:
                return Never(problem)
            code, said = _mail_from(smtp, mail)
            if code != 250:
                self._reset()
                return refusal(_("The server refused the sender"), Reply.of(code, said))
            begun = True
            return self._transfer(smtp, mail)
        except smtplib.SMTPAuthenticationError as error:
            self._drop()
            refused = Reply.of(error.smtp_code, error.smtp_error)
            return Later(_("The server refused the login: %(said)s") % {"said": refused})
        except NoAccess as error:
            self._drop()
            return Later(f"{error.hint} {error}".strip())
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            reason = f"{self.account.host}:{self.account.port}: {_words(error)}"
            if not begun:
                raise _StaleConnection(reason) from error
            return Later(reason)
        finally:
            self._used_at = time.monotonic()

    def _transfer(self, smtp: smtplib.SMTP, mail: Mail) -> Outcome:
        refused: list[BouncedRecipient] = []
        for recipient in mail.recipients:
            code, said = smtp.rcpt(recipient, of_recipient(smtp, mail, recipient))
            if code == 421:
                raise smtplib.SMTPServerDisconnected(str(Reply.of(code, said)))
            if code not in (250, 251):
                refused.append(Reply.of(code, said).bounced(recipient))
        if any(not one.permanent for one in refused):
            self._reset()
            return delayed(refused)
        if len(refused) == len(mail.recipients):
            self._reset()
            words = _("The server refused every recipient: %(said)s") % {"said": refused[0].diagnostic}
            return Never(words, tuple(refused))
        return self._data(smtp, mail, tuple(refused))

    def _data(self, smtp: smtplib.SMTP, mail: Mail, refused: tuple[BouncedRecipient, ...]) -> Outcome:
        try:
            reply = Reply.of(*smtp.data(mail.content))
        except smtplib.SMTPDataError as error:
            reply = Reply.of(error.smtp_code, error.smtp_error)
        if reply.code != 250:
            self._reset()
            return refusal(_("The server refused the mail"), reply)
        self._count += 1
        return Sent(external_id=mail.message_id, refused=refused, said=str(reply))

    def _reset(self) -> None:
        if self._smtp is not None:
            try:
                self._smtp.rset()
            except (smtplib.SMTPException, OSError):
                self._drop()

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None


class _StaleConnection(Exception):
    """The connection was gone before anything was said: a reused one deserves a second try at once."""


def _cannot_carry(smtp: smtplib.SMTP, mail: Mail) -> str:
    limit = smtp.esmtp_features.get("size", "")
    if limit.isdigit() and 0 < int(limit) < len(mail.content):
        sizes = {"size": len(mail.content), "limit": limit}
        return _("The mail has %(size)s bytes; the server takes at most %(limit)s") % sizes
    if mail.needs_utf8 and not smtp.has_extn("smtputf8"):
        return _(
            "An address has letters beyond ASCII before the @, and the server can't carry that (SMTPUTF8)"
        )
    return ""


def _mail_from(smtp: smtplib.SMTP, mail: Mail) -> tuple[int, bytes]:
    options = [*(["SMTPUTF8"] if mail.needs_utf8 else []), *of_mail(smtp, mail)]
    smtp.command_encoding = "utf-8" if mail.needs_utf8 else "ascii"
    code, said = smtp.mail(mail.return_path, options)
    if code >= 500 and not mail.return_path:
        smtp.rset()
        code, said = smtp.mail(mail.fallback_return_path, options)
    if code == 421:
        raise smtplib.SMTPServerDisconnected(str(Reply.of(code, said)))
    return code, said


def _words(error: Exception) -> str:
    said = " ".join(str(error).split())
    return f"{type(error).__name__}: {said}"[:300] if said else type(error).__name__
