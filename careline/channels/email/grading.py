"""How sure we are that a mail's sender is who it says (domain rule 5)."""

from collections.abc import Callable

from careline.tickets.contracts import Authentication, Grade, InboundMessage, SideThread, Thread
from careline.tickets.queries.side_threading import is_side_participant
from careline.tickets.queries.threading import is_participant

_REFUSED = ("fail", "permerror", "softfail")


def grade_sender(message: InboundMessage, thread: Thread | None) -> Grade:
    """Grade the sender.

    Verified: DMARC passed with alignment (RFC 7489), or a known participant came with a token that we signed,
    and no check says that the address is forged. Plausible: SPF or DKIM passed, or a participant without a token
    of ours. All else is unverified.
    """

    def takes_part() -> bool:
        return bool(thread and is_participant(thread.ticket_id, message.sender.email))

    return _grade(message.authentication, bool(thread and thread.is_proof), takes_part)


def grade_third_party(message: InboundMessage, thread: SideThread) -> Grade:
    """Grade who answers in a side conversation, as `grade_sender` does: known are those whom we wrote to there."""

    def takes_part() -> bool:
        return is_side_participant(thread.conversation_id, message.sender.email)

    return _grade(message.authentication, thread.is_proof, takes_part)


def _grade(known: Authentication, is_proof: bool, takes_part: Callable[[], bool]) -> Grade:
    if known.dmarc == "fail":
        return Grade.UNVERIFIED
    if known.aligned:
        return Grade.VERIFIED
    if takes_part():
        return Grade.VERIFIED if is_proof and not _is_refused(known) else Grade.PLAUSIBLE
    return Grade.PLAUSIBLE if "pass" in (known.spf, known.dkim) else Grade.UNVERIFIED


def _is_refused(known: Authentication) -> bool:
    return known.spf in _REFUSED and known.dkim != "pass"
