"""Asking a server for news of the delivery (RFC 3461): parameters of MAIL and RCPT where it offers DSN."""

import re
import smtplib

from careline.channels.email.outgoing.compose import Mail

LONGEST_ENVELOPE_ID = 100
_NOT_XTEXT = re.compile(r"[^!-*,-<>-~]")


def of_mail(smtp: smtplib.SMTP, mail: Mail) -> list[str]:
    """Parameters of MAIL: reports shall name our Message-ID, and bring only the headers back."""
    if not _asks(smtp, mail):
        return []
    return ["RET=HDRS", f"ENVID={xtext(mail.message_id[:LONGEST_ENVELOPE_ID])}"]


def of_recipient(smtp: smtplib.SMTP, mail: Mail, recipient: str) -> list[str]:
    """Parameters of RCPT: tell of success, failure and delay, by the address as we wrote it."""
    if not _asks(smtp, mail):
        return []
    named = [f"ORCPT=rfc822;{xtext(recipient)}"] if recipient.isascii() else []
    return ["NOTIFY=SUCCESS,FAILURE,DELAY", *named]


def xtext(value: str) -> str:
    """Encode a value for a parameter (RFC 3461, 4): `+` and `=`, blanks and all beyond ASCII as `+` and two digits."""
    return _NOT_XTEXT.sub(lambda found: "".join(f"+{byte:02X}" for byte in found[0].encode()), value)


def _asks(smtp: smtplib.SMTP, mail: Mail) -> bool:
    return mail.wants_reports and smtp.has_extn("dsn")
