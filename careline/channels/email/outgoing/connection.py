"""Opening a connection to an SMTP server: TLS or STARTTLS (RFC 8314, 3207), then logging in (RFC 4954, XOAUTH2)."""

import smtplib
import ssl

from careline.channels.email.outgoing.account import SmtpAccount
from careline.channels.email.xoauth2 import Exchange

LONGEST_FIRST = (
    490  # a command with its CRLF has at most 512 bytes (RFC 4954, 4); a longer token follows by itself
)


def open_connection(account: SmtpAccount) -> smtplib.SMTP:
    """Connect, encrypt and log in. The certificate must be good, but for a server on this machine itself.

    Raises SMTPException, OSError (among them ssl.SSLError and NoAccess).
    """
    smtp = _connected(account)
    refused: smtplib.SMTPAuthenticationError | None = None
    try:
        for secret in account.secrets() if account.auth != "none" else ("",):
            if refused is not None:
                smtp.close()
                smtp = _connected(account)
            try:
                _log_in(smtp, account, secret)
                return smtp
            except smtplib.SMTPAuthenticationError as error:
                refused = error
        assert refused is not None
        raise refused
    except BaseException:
        smtp.close()
        raise


def _connected(account: SmtpAccount) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if account.is_loopback:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    smtp: smtplib.SMTP
    if account.security == "tls":
        smtp = smtplib.SMTP_SSL(account.host, account.port, timeout=account.timeout_seconds, context=context)
    else:
        smtp = smtplib.SMTP(account.host, account.port, timeout=account.timeout_seconds)
    try:
        if account.security == "starttls":
            smtp.starttls(context=context)
        smtp.ehlo_or_helo_if_needed()
    except BaseException:
        smtp.close()
        raise
    return smtp


def _log_in(smtp: smtplib.SMTP, account: SmtpAccount, secret: str) -> None:
    if account.auth == "password":
        smtp.login(account.user, secret)
    elif account.auth == "xoauth2":
        exchange = Exchange(account.user, secret)
        fits = len(exchange.first) <= LONGEST_FIRST
        try:
            smtp.auth("XOAUTH2", exchange.answer, initial_response_ok=fits)
        except smtplib.SMTPAuthenticationError as error:
            said = error.smtp_error.decode("utf-8", "replace") if isinstance(error.smtp_error, bytes) else ""
            raise smtplib.SMTPAuthenticationError(
                error.smtp_code, f"{said} {exchange.reason}".strip()
            ) from error
