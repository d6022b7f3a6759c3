"""What becomes of an understood message: filed, ignored or held back, each with a reason that a person can read.

Runs inside the transaction that files the message. A released arrival is filed whatever the checks say.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from careline.channels.agent_mail import accept as accept_agent_mail
from careline.channels.bounces import on_report
from careline.channels.configured import InboxSettings, inboxes, normal
from careline.channels.email.message_ids import recognise
from careline.channels.email.side_threading import find_side
from careline.channels.email.threading import find_thread
from careline.channels.intake.blocked import is_blocked
from careline.channels.intake.claim import Claimed
from careline.channels.intake.facts import TICKET_LIMIT, Facts, count_on_ticket
from careline.channels.intake.filing import file_aside, file_message
from careline.tickets.contracts import InboundMessage, Machine, SideThread, Thread

REPORTS = frozenset({Machine.BOUNCE, Machine.REPORT})


@dataclass(frozen=True, slots=True)
class Case:
    """One understood message and what is known beside it."""

    arrival: Claimed
    message: InboundMessage
    inbox: InboxSettings
    facts: Facts


@dataclass(frozen=True, slots=True)
class Ending:
    """How an arrival ends: a state of `Arrival.State`, why, and what was made of it."""

    state: str
    reason: str = ""
    message_id: int | None = None
    ticket_id: int | None = None


Check = Callable[[Case], Ending | None]


def outcome(case: Case) -> Ending:
    """Decide and do it: the first check that has something to say ends it, otherwise the message is filed."""
    if case.arrival.released_by_id is None:
        for check in CHECKS:
            ending = check(case)
            if ending is not None:
                return ending
    thread = find_thread(case.message) if case.arrival.kind == "email" else None
    aside = find_side(case.message, thread) if case.arrival.kind == "email" else None
    ending = _filed_aside(case, aside) if aside is not None else None
    if ending is not None:
        return ending
    held = None if case.arrival.released_by_id else _hold_in_thread(case, thread)
    return held or _filed(case, thread)


def _filed(case: Case, thread: Thread | None) -> Ending:
    received = file_message(case.arrival, case.message, case.inbox, thread)
    return Ending("done", "", received.message_id, received.ticket_id)


def _filed_aside(case: Case, aside: SideThread) -> Ending | None:
    """What a third party answers goes to their side conversation; None where this sender may not write there."""
    held = None if case.arrival.released_by_id else _flooded(case, aside.ticket_id)
    if held is not None:
        return held
    received = file_aside(case.arrival, case.message, aside)
    return Ending("done", "", received.message_id, received.ticket_id) if received else None


def _duplicate(case: Case) -> Ending | None:
    first = case.facts.duplicate_of
    return Ending("ignored", _("Duplicate of arrival %(id)s") % {"id": first}) if first else None


def _own_mail(case: Case) -> Ending | None:
    """Our own mail coming back: we issued its Message-ID. One that only claims our address is held back."""
    if normal(case.message.sender.email) not in inboxes().by_address:
        return None
    if recognise(case.message.message_id):
        return Ending("ignored", _("Our own mail came back"))
    if case.message.machine in REPORTS:
        return None
    return Ending("suspended", _("The sender is one of our own addresses"))


def _report(case: Case) -> Ending | None:
    if case.message.machine not in REPORTS:
        return None
    if on_report(case.message, case.arrival.id):
        return Ending("done", _("Delivery report, noted on the message it belongs to"))
    return Ending("suspended", _("A delivery report that belongs to none of our messages"))


def _receipt(case: Case) -> Ending | None:
    return Ending("ignored", _("Read receipt")) if case.message.machine == Machine.RECEIPT else None


def _agent_mail(case: Case) -> Ending | None:
    """An agent's answer to a notice: theirs to say, with the token that we signed for them."""
    verdict = accept_agent_mail(case.message, case.arrival.id)
    if verdict is None:
        return None
    return Ending(verdict.state, verdict.reason, ticket_id=verdict.ticket_id)


def _blocked(case: Case) -> Ending | None:
    return Ending("suspended", _("Blocked sender")) if is_blocked(case.message.sender.email) else None


def _spam(case: Case) -> Ending | None:
    if not case.message.is_spam:
        return None
    return Ending("suspended", _("Marked as spam: %(reason)s") % {"reason": case.message.spam_reason})


def _storm(case: Case) -> Ending | None:
    limit = case.inbox.storm_limit
    if not limit or case.facts.recent <= limit or case.arrival.envelope.get("is_backlog"):
        return None
    text = ngettext(
        "More than %(n)d mail from this sender within ten minutes",
        "More than %(n)d mails from this sender within ten minutes",
        limit,
    )
    return Ending("suspended", text % {"n": limit})


def _suspect(case: Case) -> Ending | None:
    """What the wire itself found odd, such as a web form that a robot filled in."""
    suspect = str(case.arrival.envelope.get("suspect") or "")
    return Ending("suspended", str(SUSPECT.get(suspect, suspect))) if suspect else None


SUSPECT = {
    "honeypot": gettext_lazy("A robot seems to have filled in the form"),
    "too_quick": gettext_lazy("The form was filled in faster than a person can"),
}
CHECKS: tuple[Check, ...] = (
    _suspect, _duplicate, _own_mail, _report, _receipt, _agent_mail, _blocked, _spam, _storm,
)  # fmt: skip


def _hold_in_thread(case: Case, thread: Thread | None) -> Ending | None:
    """What depends on the ticket: an automatic reply without one, and a ticket that is being flooded."""
    if case.message.machine == Machine.AUTO_REPLY and thread is None:
        reason = _("Automatic mail that belongs to no ticket: %(reason)s")
        return Ending("suspended", reason % {"reason": case.message.machine_reason})
    return _flooded(case, thread.ticket_id) if thread else None


def _flooded(case: Case, ticket_id: int) -> Ending | None:
    if case.inbox.storm_limit and count_on_ticket(ticket_id) > TICKET_LIMIT:
        return Ending("suspended", _("Too many messages on one ticket within ten minutes"))
    return None
