"""A browser asks for pushes, or wants no more."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction
from django.utils.translation import gettext as _

from careline.notices.models import Subscription
from careline.notices.pushing import decoded

if TYPE_CHECKING:
    from careline.accounts.models import Agent

MOST_BROWSERS = 10
LONGEST_ENDPOINT = 1500


class NoSubscription(ValueError):
    """What a browser sent is no subscription; the text says so."""


@dataclass(frozen=True, slots=True)
class BrowserKeys:
    """What a browser gives for its pushes: the address of its service, and its keys in base64url; `browser` names it.

    `before` is the address that it had until now, where the browser changed it.
    """

    endpoint: str
    p256dh: str
    auth: str
    browser: str = ""
    before: str = ""


@transaction.atomic
def subscribe(keys: BrowserKeys, *, by: Agent) -> Subscription:
    """Push to this browser from now on: to this person, whoever had it before. Their oldest browser beyond ten goes.

    Raises NoSubscription for an address that is not https, or keys that are none. Whether the address may be reached at
    all is asked each time something is sent there.
    """
    _check(keys)
    digest = _digest(keys.endpoint)
    Subscription.objects.filter(endpoint_hash=digest).exclude(agent=by).delete()
    Subscription.objects.filter(endpoint_hash=_digest(keys.before), agent=by).exclude(
        endpoint_hash=digest
    ).delete()
    values = {
        "agent": by, "endpoint": keys.endpoint, "p256dh": keys.p256dh, "auth": keys.auth,
        "browser": keys.browser.replace("\x00", "")[:80],
    }  # fmt: skip
    kept, _made = Subscription.objects.update_or_create(endpoint_hash=digest, defaults=values)
    older = Subscription.objects.filter(agent=by).order_by("-pk").values_list("pk", flat=True)[MOST_BROWSERS:]
    Subscription.objects.filter(pk__in=[*older]).delete()
    return kept


@transaction.atomic
def renew(keys: BrowserKeys, *, by: Agent) -> Subscription | None:
    """Note where a browser takes its pushes now; None unless it takes them for this person, here or at its address before.

    It may have been removed, or be gone for its service, or somebody else asked for pushes there: then nobody asked now.
    Raises NoSubscription.
    """
    known = Subscription.objects.filter(
        agent=by, endpoint_hash__in=[_digest(keys.endpoint), _digest(keys.before)]
    )
    return subscribe(keys, by=by) if known.exists() else None


def unsubscribe(subscription_id: int, *, by: Agent) -> bool:
    """Push no more to one of the person's own browsers; False if it is none."""
    return bool(Subscription.objects.filter(pk=subscription_id, agent=by).delete()[0])


def forget_browsers(agent_id: int, *, browser: str | None = None) -> None:
    """Push no more to the browsers of a person: to those called so, or all. Somebody else may sit there now."""
    rows = Subscription.objects.filter(agent_id=agent_id)
    (rows if browser is None else rows.filter(browser=browser)).delete()


def _digest(endpoint: str) -> str:
    return hashlib.sha256(endpoint.encode()).hexdigest()


def _check(keys: BrowserKeys) -> None:
    try:
        parts = urlsplit(keys.endpoint)
        is_address = parts.scheme == "https" and bool(parts.hostname) and not parts.username
        point, secret = decoded(keys.p256dh), decoded(keys.auth)
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        is_whole = is_address and len(point) == 65 and len(secret) == 16
    except ValueError:
        is_whole = False
    if not is_whole or len(keys.endpoint) > LONGEST_ENDPOINT or not keys.endpoint.isascii():
        raise NoSubscription(_("This browser gave no address for pushes that can be used."))
