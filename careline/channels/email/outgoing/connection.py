"""Opening a connection to an SMTP server: TLS or STARTTLS (RFC 8314, 3207), then logging in (RFC 4954, XOAUTH2)."""

import smtplib
import ssl

from careline.channels.email.outgoing.account import SmtpAccount


def open_connection(account: SmtpAccount) -> smtplib.SMTP:
    """Connect, encrypt and log in. The certificate must be good, but for a server on this machine itself.

    Raises SMTPException, OSError (among them ssl.SSLError).
    """
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
        _log_in(smtp, account)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _log_in(smtp: smtplib.SMTP, account: SmtpAccount) -> None:
    if account.auth == "password":
        smtp.login(account.user, account.secret())
    elif account.auth == "xoauth2":
        answer = f"user={account.user}\x01auth=Bearer {account.secret()}\x01\x01"
        smtp.auth("XOAUTH2", lambda challenge=None: answer if challenge is None else "")
