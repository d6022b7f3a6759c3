"""Send a mail to one of the staff, now. For jobs: checks no rights, and waits for the mail server."""

from typing import TYPE_CHECKING

import structlog

from careline.channels.agent_mail.letters import staff_letter
from careline.channels.agent_mail.posting import post
from careline.channels.contracts import Mailed, StaffMail
from careline.channels.delivery.senders import find_way_out

if TYPE_CHECKING:
    from careline.accounts.models import Agent

log = structlog.get_logger()


def mail_agent(mail: StaffMail, *, to: "Agent") -> Mailed:
    """Hand a mail to the server of the inbox that it belongs to, or of the first that has one; what became of it.

    Never raises for what is wrong with the server: LATER may be tried again, and nothing was taken; REFUSED may not,
    as where it may have gone out already.
    """
    inbox = find_way_out(mail.inbox_id)
    if inbox is None:
        return Mailed.REFUSED
    outcome = post(inbox, staff_letter(to, inbox, mail))
    log.info("staff_mailed", inbox_id=inbox.pk, outcome=outcome.value)
    return outcome
