"""How sure we are that a mail's sender is who it says (domain rule 5)."""

from careline.tickets.contracts import Authentication, Grade, InboundMessage, Thread
from careline.tickets.queries.threading import is_participant

_REFUSED = ("fail", "permerror", "softfail")


def grade_sender(message: InboundMessage, thread: Thread | None) -> Grade:
    """Grade the sender.

    Verified: DMARC passed with alignment (RFC 7489), or a known participant came with a token that we signed,
    and no check says that the address is forged. Plausible: SPF or DKIM passed, or a participant without a token
    of ours. All else is unverified.
    """
    known = message.authentication
    if known.dmarc == "fail":
        return Grade.UNVERIFIED
    if known.aligned:
        return Grade.VERIFIED
    if thread and is_participant(thread.ticket_id, message.sender.email):
        return Grade.VERIFIED if thread.is_proof and not _is_refused(known) else Grade.PLAUSIBLE
    return Grade.PLAUSIBLE if "pass" in (known.spf, known.dkim) else Grade.UNVERIFIED


def _is_refused(known: Authentication) -> bool:
    return known.spf in _REFUSED and known.dkim != "pass"
