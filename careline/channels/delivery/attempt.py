"""One attempt to bring one message out, recorded from beginning to end.

The claim is committed before anything leaves. While it is being sent, a transaction holds the message's lock: a
worker that is killed lets go of it, and only then somebody else may send it again, under the same Message-ID.
"""

from datetime import datetime

import structlog
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.channels.delivery.backoff import next_attempt_at
from careline.channels.delivery.senders import Sender
from careline.channels.models import DeliveryAttempt
from careline.channels.protocol import Later, Never, Outcome, Sent, Unsure
from careline.tickets.actions.claim_for_delivery import claim_for_delivery
from careline.tickets.actions.record_bounce import record_bounce
from careline.tickets.actions.record_delivery import record_delivery
from careline.tickets.contracts import OutboundMessage
from careline.tickets.queries.delivery import stuck_message_ids

LOCK_CLASS = 0x43_4C_44
OUTCOMES = {Sent: "sent", Later: "later", Never: "never", Unsure: "unsure"}
log = structlog.get_logger()


def deliver(message_id: int, sender: Sender, *, inbox_id: int | None = None) -> str:
    """Claim a message and try to bring it out; return the outcome's word, "" if there was nothing to do."""
    begun = _begin(message_id, inbox_id)
    if begun is None:
        return ""
    message, attempt = begun
    with transaction.atomic(), structlog.contextvars.bound_contextvars(message_id=message_id):
        if not (_hold(message_id) and _is_open(attempt)):
            return ""
        outcome = _send(sender, message)
        word = OUTCOMES[type(outcome)]
        log.info("delivery_attempted", outcome=word, number=attempt.number, ticket_id=message.ticket_id)
        _end(attempt, word, detail=outcome.said if isinstance(outcome, Sent) else outcome.reason)
        _record(message_id, outcome, attempt)
    return word


def take_up_again(*, since: datetime) -> int:
    """Put back what was `sending` since before that moment and whose worker is gone; return how many."""
    return sum(_take_up(message_id) for message_id in stuck_message_ids(since=since))


@transaction.atomic
def _begin(message_id: int, inbox_id: int | None) -> tuple[OutboundMessage, DeliveryAttempt] | None:
    message = claim_for_delivery(message_id)
    if message is None:
        return None
    number = DeliveryAttempt.objects.filter(message_id=message_id).count() + 1
    return message, DeliveryAttempt.objects.create(message_id=message_id, inbox_id=inbox_id, number=number)


def _send(sender: Sender, message: OutboundMessage) -> Outcome:
    """Send it; a fault of ours must not leave the message between states for ever."""
    try:
        return sender.send(message)
    except DatabaseError:
        raise
    except Exception as error:
        log.exception("sender_failed")
        return Later(f"{type(error).__name__}: {error}"[:300])


def _hold(message_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK_CLASS, message_id % 2_147_483_647])
        row = cursor.fetchone()
    return bool(row and row[0])


def _is_open(attempt: DeliveryAttempt) -> bool:
    return DeliveryAttempt.objects.filter(pk=attempt.pk, ended_at=None).exists()


def _end(attempt: DeliveryAttempt, word: str, *, detail: str) -> None:
    attempt.outcome, attempt.detail, attempt.ended_at = word, detail[:500], timezone.now()
    attempt.save(update_fields=["outcome", "detail", "ended_at"])


def _record(message_id: int, outcome: Outcome, attempt: DeliveryAttempt) -> None:
    match outcome:
        case Sent(external_id=external_id, refused=refused):
            record_delivery(message_id, state="sent", external_id=external_id)
        case Never(reason=reason, refused=refused):
            record_delivery(message_id, state="failed", detail=reason)
        case Unsure(reason=reason):
            record_delivery(message_id, state="unsure", detail=reason)
            return
        case Later(reason=reason, after_seconds=after_seconds):
            _again(message_id, reason, after_seconds, attempt)
            return
    if refused:
        record_bounce(message_id, refused)


def _again(message_id: int, reason: str, after_seconds: float | None, attempt: DeliveryAttempt) -> None:
    tried = DeliveryAttempt.objects.filter(message_id=message_id)
    ended = tried.filter(outcome__in=["sent", "never", "gave_up"]).order_by("-number").first()
    series = tried.filter(number__gt=ended.number if ended else 0).order_by("number")
    now, first = timezone.now(), series.first() or attempt
    next_at = next_attempt_at(series.count(), first_at=first.started_at, now=now, after_seconds=after_seconds)
    if next_at is not None:
        record_delivery(message_id, state="retrying", detail=reason, next_at=next_at)
        return
    _end(attempt, "gave_up", detail=reason)
    given_up = _("Given up after two days. Last answer: %(reason)s") % {"reason": reason}
    record_delivery(message_id, state="failed", detail=given_up)


@transaction.atomic
def _take_up(message_id: int) -> bool:
    if not _hold(message_id):
        return False
    now = timezone.now()
    unfinished = DeliveryAttempt.objects.filter(message_id=message_id, ended_at=None)
    unfinished.update(outcome="lost", detail="the worker stopped while it was sending", ended_at=now)
    detail = _("Sending was interrupted; it is sent again under the same Message-ID.")
    return record_delivery(message_id, state="retrying", detail=detail, next_at=now)
