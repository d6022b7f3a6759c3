"""The installation's pair of keys for Web Push (RFC 8292): made once, kept encrypted, and what proves that a push is ours."""

import time
from functools import lru_cache
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.db import transaction
from py_vapid import Vapid02
from py_vapid.utils import b64urlencode

from careline.notices.models import PushKeys

LASTS_SECONDS = 12 * 3600


def public_key() -> str:
    """The public key in base64url, as a browser wants it to subscribe; makes the pair at the first use."""
    return _keys().public_key


def authorization(endpoint: str) -> str:
    """The Authorization header for a push to this address: a token that says who sends, for half a day."""
    parts = urlsplit(endpoint)
    claims: dict[str, str | int] = {"exp": int(time.time()) + LASTS_SECONDS}
    claims |= {"aud": f"{parts.scheme}://{parts.netloc}", "sub": _contact()}
    return str(_signer(_keys().private_key).sign(claims)["Authorization"])


def _contact() -> str:
    """Where the push service can reach who runs this installation."""
    return f"mailto:postmaster@{urlsplit(settings.CARELINE_URL).hostname or 'localhost'}"


def _keys() -> PushKeys:
    return PushKeys.objects.filter(pk=1).first() or _make()


@transaction.atomic
def _make() -> PushKeys:
    """Make the pair; where two do so at once, one wins and both get that one."""
    pair = Vapid02()
    pair.generate_keys()
    public = pair.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    values = {"private_key": pair.private_pem().decode(), "public_key": b64urlencode(public)}
    PushKeys.objects.bulk_create([PushKeys(pk=1, **values)], ignore_conflicts=True)
    return PushKeys.objects.get(pk=1)


@lru_cache(maxsize=2)
def _signer(pem: str) -> Vapid02:
    signer = Vapid02.from_pem(pem.encode())
    signer.conf = {"no-strict": True}  # a host of one label is one, too
    return signer
