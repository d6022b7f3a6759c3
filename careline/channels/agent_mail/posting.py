"""One letter to one of the staff, handed to the mail server of an inbox."""

import structlog

from careline.channels.contracts import Mailed
from careline.channels.email.outgoing.letter import Letter
from careline.channels.email.sending import EmailSender
from careline.channels.models import Inbox
from careline.channels.protocol import Later, Sent, Unconfigured

log = structlog.get_logger()


def post(inbox: Inbox, letter: Letter) -> Mailed:
    """Send a letter through an inbox; never raises for what is wrong with the other side."""
    try:
        sender = EmailSender(inbox)
    except Unconfigured as error:
        log.warning("staff_mail_waits", reason=str(error))
        return Mailed.LATER
    try:
        outcome = sender.post(letter)
    finally:
        sender.close()
    match outcome:
        case Sent():
            return Mailed.SENT
        case Later(reason=reason):
            log.info("staff_mail_waits", reason=reason)
            return Mailed.LATER
        case _:
            log.warning("staff_mail_refused", reason=outcome.reason)
            return Mailed.REFUSED
