"""Hops 2 to 4: from one claimed arrival to what becomes of it. A bad one never holds up the next."""

import secrets
import traceback

import structlog
from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.utils.translation import gettext as _

from careline.channels.configured import InboxSettings, get_settings
from careline.channels.intake import decide
from careline.channels.intake.claim import MAX_ATTEMPTS, Claimed, claim_one, put_back, read_content
from careline.channels.intake.facts import lock_and_read, mark
from careline.channels.registry import adapter
from careline.tickets.contracts import InboundMessage

UNAVAILABLE = (OperationalError, InterfaceError)
PASSING = ("40", "55P03", "57014", "23")
ERROR_CHARS = 8000
log = structlog.get_logger()


def process(arrival_id: int) -> str:
    """Make one waiting arrival into what it becomes, now; returns its state, or "" if it was not waiting."""
    me = solo_key()
    one = claim_one(me, arrival_id)
    return work_on(one, me) if one else ""


def solo_key() -> int:
    """A key for one who works on a single arrival without a lock of its own."""
    return secrets.randbelow(2**31 - 1) + 1


def work_on(one: Claimed, me: int) -> str:
    """Parse, decide, file and mark; any fault of the arrival ends as `failed` with the error kept.

    Raises OperationalError or InterfaceError when the database is the trouble: then nothing was marked.
    """
    with structlog.contextvars.bound_contextvars(arrival_id=one.id, inbox_id=one.inbox_id):
        try:
            state = _attempt(one, me)
        except (*UNAVAILABLE, IntegrityError) as error:
            if not _is_passing(error):
                raise
            state = _again(one, me, error)
        except Exception as error:
            state = _fail(one, me, f"{type(error).__name__}: {error}", traceback.format_exc())
        log.info("processed", state=state)
        return state


def _is_passing(error: Exception) -> bool:
    """Whether the database refused this one transaction (deadlock, conflict, time-out), not everybody."""
    state = str(getattr(error.__cause__, "sqlstate", "") or "")
    return state.startswith(PASSING)


def _again(one: Claimed, me: int, error: Exception) -> str:
    """Leave it for another attempt, which counts; the last one keeps the error."""
    if one.attempts >= MAX_ATTEMPTS:
        return _fail(one, me, f"{type(error).__name__}: {error}", traceback.format_exc())
    log.warning("arrival_again", error=str(error)[:300])
    put_back(one.id, me)
    return "waiting"


def _attempt(one: Claimed, me: int) -> str:
    if one.attempts > MAX_ATTEMPTS:
        reason = _("Reading it stopped the worker %(n)d times") % {"n": MAX_ATTEMPTS}
        return _fail(one, me, reason, "")
    inbox = get_settings(one.inbox_id)
    raw = one.content if one.content is not None else read_content(one.id)
    message = adapter(one.kind).read(one, raw, inbox)
    return _file(one, me, message, inbox)


def _file(one: Claimed, me: int, message: InboundMessage, inbox: InboxSettings) -> str:
    with transaction.atomic():
        facts = lock_and_read(one, me, storm_limit=inbox.storm_limit)
        if facts is None:
            return "taken over"
        end = decide.outcome(decide.Case(one, message, inbox, facts))
        mark(one, me, state=end.state, reason=end.reason, message_id=end.message_id, ticket_id=end.ticket_id)
        return end.state


def _fail(one: Claimed, me: int, reason: str, error: str) -> str:
    log.warning("arrival_failed", reason=reason)
    mark(
        one,
        me,
        state="failed",
        reason=reason.replace("\x00", ""),
        error=error.replace("\x00", "")[-ERROR_CHARS:],
    )
    return "failed"
