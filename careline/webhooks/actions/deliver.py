"""Handing one claimed delivery over, and writing down how that went."""

import random
import time
from dataclasses import dataclass
from datetime import timedelta

import httpx
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.core.events import emit
from careline.core.http import fetch
from careline.core.secrets import SecretUnreadable
from careline.webhooks.events import WebhookDisabled
from careline.webhooks.models import Attempt, Delivery, Endpoint
from careline.webhooks.signing import signature

# Seconds until the next attempt after the first, second, … one failed (Standard Webhooks, "Retry schedule").
SCHEDULE = (5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400)
LONGEST_FAILURE = timedelta(days=5)
LARGEST_ANSWER_BYTES = 64 * 1024
KEPT_CHARACTERS = 2000
LONGEST_WISH_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt went: the answer's status, or why there was none; `wish_seconds` is its Retry-After."""

    status: int | None
    duration_ms: int
    error: str = ""
    response: str = ""
    wish_seconds: int = 0

    @property
    def is_success(self) -> bool:
        """Whether the other side has it. A redirect is no success, and is not followed."""
        return self.status is not None and 200 <= self.status < 300


def deliver(delivery: Delivery) -> Outcome:
    """Hand over a delivery that the caller claimed, and write down the outcome. Emits WebhookDisabled if that was it."""
    outcome = _post(delivery)
    _record(delivery, outcome)
    return outcome


def signed_headers(delivery: Delivery, *, timestamp: int) -> dict[str, str]:
    """The headers of an attempt; while a secret is being changed, both sign."""
    endpoint, body = delivery.endpoint, delivery.payload.encode()
    secrets = [endpoint.secret]
    if endpoint.old_secret and endpoint.old_secret_until and endpoint.old_secret_until > timezone.now():
        secrets.append(endpoint.old_secret)
    signatures = [signature(one, key=delivery.key, timestamp=timestamp, body=body) for one in secrets]
    return {
        "content-type": "application/json",
        "user-agent": "Careline-Webhooks/1",
        "webhook-id": delivery.key,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }


def _post(delivery: Delivery) -> Outcome:
    began = time.monotonic()
    try:
        answer = fetch(
            "POST", delivery.endpoint.url, content=delivery.payload.encode(), follows_redirects=False,
            headers=signed_headers(delivery, timestamp=int(time.time())), largest_bytes=LARGEST_ANSWER_BYTES,
        )  # fmt: skip
    except (httpx.HTTPError, httpx.InvalidURL, SecretUnreadable, UnicodeError) as error:
        words = f"{type(error).__name__}: {error}"
        return Outcome(None, _since(began), error=words.replace("\x00", "")[:300])
    shown = answer.content[:KEPT_CHARACTERS].decode("utf-8", "replace").replace("\x00", "")
    wish = answer.headers.get("retry-after", "")
    seconds = (
        min(int(wish), LONGEST_WISH_SECONDS) if wish.isascii() and wish.isdigit() and len(wish) < 9 else 0
    )
    return Outcome(answer.status, _since(began), response=shown, wish_seconds=seconds)


@transaction.atomic
def _record(delivery: Delivery, outcome: Outcome) -> None:
    """Only while the claim is still ours: who came late changes nothing but the log."""
    endpoint = Endpoint.objects.select_for_update().filter(pk=delivery.endpoint_id).first()
    if endpoint is None:
        return
    Attempt.objects.create(
        delivery_id=delivery.pk, status=outcome.status, duration_ms=outcome.duration_ms, error=outcome.error,
        response=outcome.response,
    )  # fmt: skip
    ours = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.SENDING, attempts=delivery.attempts)
    if not ours.update(**_next(delivery, outcome)):
        return
    _judge(endpoint, outcome)


def _next(delivery: Delivery, outcome: Outcome) -> dict[str, object]:
    now = timezone.now()
    if outcome.is_success:
        return {"state": Delivery.State.DELIVERED, "done_at": now}
    if delivery.attempts > len(SCHEDULE):
        return {"state": Delivery.State.FAILED, "done_at": now}
    pause = SCHEDULE[delivery.attempts - 1] * random.uniform(0.9, 1.1)  # noqa: S311 (so that not all come at once)
    return {
        "state": Delivery.State.WAITING,
        "due_at": now + timedelta(seconds=max(pause, outcome.wish_seconds)),
    }


def _judge(endpoint: Endpoint, outcome: Outcome) -> None:
    now = timezone.now()
    if outcome.is_success:
        if endpoint.failing_since is not None:
            Endpoint.objects.filter(pk=endpoint.pk).update(failing_since=None)
        return
    if outcome.status == 410:
        _disable(endpoint, _("The other side answered 410 Gone."))
    elif endpoint.failing_since is None:
        Endpoint.objects.filter(pk=endpoint.pk).update(failing_since=now)
    elif now - endpoint.failing_since > LONGEST_FAILURE:
        _disable(endpoint, _("Nothing was taken for five days."))


def _disable(endpoint: Endpoint, reason: str) -> None:
    active = Endpoint.objects.filter(pk=endpoint.pk, is_active=True)
    if active.update(is_active=False, disabled_reason=reason):
        emit(WebhookDisabled(endpoint.pk, reason=reason))


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)
