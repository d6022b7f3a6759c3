"""Try an inbox's way out for real: connect, encrypt, log in. Nothing is sent."""

import smtplib

from django.utils.translation import gettext as _

from careline.channels.email.oauth import NoAccess
from careline.channels.email.outgoing.smtp import SmtpSession
from careline.channels.email.probe import FAILED, PASSED, Step
from careline.channels.email.sending import smtp_account
from careline.channels.models import Inbox
from careline.channels.protocol import Unconfigured


def probe_outgoing(inbox: Inbox) -> Step:
    """Say whether the inbox's SMTP server (or the configuration's, where it has none) would take mail from us."""
    try:
        account = smtp_account(inbox)
    except Unconfigured as error:
        return Step("sending", FAILED, str(error))
    where = f"{account.host}:{account.port}"
    try:
        with SmtpSession(account) as session:
            session.connect()
    except smtplib.SMTPAuthenticationError as error:
        said = error.smtp_error.decode("utf-8", "replace") if isinstance(error.smtp_error, bytes) else ""
        return Step("sending", FAILED, _("%(where)s refuses the login") % {"where": where}, said[:400])
    except NoAccess as error:
        return Step("sending", FAILED, error.hint or _("The provider gives no access now."), str(error)[:400])
    except (smtplib.SMTPException, OSError) as error:
        return Step(
            "sending", FAILED, _("%(where)s can't be used for sending") % {"where": where}, str(error)[:400]
        )
    return Step("sending", PASSED, _("Sending by %(where)s") % {"where": where})
