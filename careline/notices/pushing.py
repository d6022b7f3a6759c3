"""One push to one browser: encrypted for it alone (RFC 8291), signed by us, through the guarded client."""

import base64
import json
from dataclasses import dataclass
from enum import StrEnum

import http_ece
import httpx
import structlog
from cryptography.hazmat.primitives.asymmetric import ec

from careline.core import http
from careline.notices.models import Subscription
from careline.notices.vapid import authorization

LIVES_SECONDS = 24 * 3600
LARGEST_ANSWER_BYTES = 64 * 1024
TAKEN = frozenset({200, 201, 202, 204})
GONE = frozenset({404, 410})
TRY_AGAIN = frozenset({429, 500, 502, 503})
log = structlog.get_logger()


class Pushed(StrEnum):
    """What became of a push."""

    SENT = "sent"
    LATER = "later"
    GONE = "gone"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Push:
    """What a browser shows: it leads to `href`. A push takes the place of an earlier one with its `tag`."""

    title: str
    body: str
    href: str
    tag: str
    language: str
    is_urgent: bool = False


def deliver(push: Push, subscription: Subscription) -> Pushed:
    """Hand a push to the service of a browser, and say what became of it; never raises for what is wrong there.

    LATER means that the service took nothing. Where that is not certain it is REFUSED: nobody is told twice.
    """
    headers = {
        "Authorization": authorization(subscription.endpoint),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(LIVES_SECONDS),
        "Urgency": "high" if push.is_urgent else "normal",
        "Topic": push.tag[:32],
    }
    try:
        answer = http.fetch(
            "POST", subscription.endpoint, content=sealed(push, subscription), headers=headers,
            largest_bytes=LARGEST_ANSWER_BYTES, follows_redirects=False,
        )  # fmt: skip
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        log.info("push_service_away", error=str(error)[:200])
        return Pushed.LATER
    except (httpx.HTTPError, ValueError) as error:
        log.warning("push_failed", error=str(error)[:200])
        return Pushed.REFUSED
    return _outcome(answer.status)


def sealed(push: Push, subscription: Subscription) -> bytes:
    """The push as one encrypted record. Raises ValueError where the browser's keys are none."""
    words = {
        "title": push.title,
        "body": push.body,
        "href": push.href,
        "tag": push.tag,
        "lang": push.language,
    }
    return bytes(
        http_ece.encrypt(
            json.dumps(words).encode(),
            private_key=ec.generate_private_key(ec.SECP256R1()),
            dh=decoded(subscription.p256dh),
            auth_secret=decoded(subscription.auth),
        )
    )


def decoded(text: str) -> bytes:
    """Bytes from base64url, with or without its padding. Raises ValueError."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


def _outcome(status: int) -> Pushed:
    if status in TAKEN:
        return Pushed.SENT
    if status in GONE:
        return Pushed.GONE
    if status in TRY_AGAIN:
        return Pushed.LATER
    log.warning("push_refused", status=status)
    return Pushed.REFUSED
