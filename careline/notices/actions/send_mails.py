"""Mail what is due. A house-keeping action: no rights of its own; each notice is held against its reader's."""

import time

import structlog

from careline.channels.actions.mail_agent import mail_agent
from careline.channels.contracts import Mailed
from careline.notices.actions.claim import State, claim_next, settle, try_later
from careline.notices.contracts import Way
from careline.notices.letters import digest_of, mail_of
from careline.notices.models import Sending

log = structlog.get_logger()


def send_mails(*, seconds: float) -> int:
    """Send the mails that are due, for at most so long; how many went out.

    Each is claimed and committed before it is sent: where a worker is killed in between, it is not sent again.
    """
    until = time.monotonic() + seconds
    sent = 0
    while time.monotonic() < until and (claimed := claim_next(Way.MAIL)) is not None:
        sent += bool(claimed) and _send(claimed)
    return sent


def _send(claimed: list[Sending]) -> bool:
    try:
        notices = [one.notice for one in claimed]
        agent = notices[0].agent
        mail = mail_of(notices[0], agent) if len(notices) == 1 else digest_of(notices, agent)
        outcome = mail_agent(mail, to=agent)
    except Exception:  # whatever is wrong with one notice must not hold up the others
        log.exception("notice_not_mailed", notice_id=claimed[0].notice_id)
        outcome = Mailed.REFUSED
    if outcome == Mailed.LATER:
        try_later(claimed)
    else:
        settle(claimed, State.SENT if outcome == Mailed.SENT else State.REFUSED)
    return outcome == Mailed.SENT
