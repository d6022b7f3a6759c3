"""Signing our mails for the inbox's domain (DKIM, RFC 6376; relaxed/relaxed; rsa-sha256 and ed25519-sha256, RFC 8463)."""

import base64
import re
from dataclasses import dataclass

import dkim
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.utils.translation import gettext as _

SIGNED = (
    b"from", b"to", b"cc", b"reply-to", b"subject", b"date", b"message-id", b"in-reply-to", b"references",
    b"mime-version", b"content-type", b"auto-submitted", b"list-unsubscribe",
)  # fmt: skip
DEFAULT_SELECTOR = "careline"
_PEM = re.compile(r"-----BEGIN ([A-Z ]+)-----.+?-----END \1-----", re.DOTALL)
_SELECTOR = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?")


class Unsignable(Exception):
    """The configured keys can't sign; the text says why."""


@dataclass(frozen=True, slots=True)
class DkimKey:
    """A private key as dkimpy takes it, and where its public half stands: `<selector>._domainkey.<domain>`."""

    domain: str
    selector: str
    algorithm: str
    private_key: bytes


def keys_of(pem: str, *, domain: str, selectors: str) -> tuple[DkimKey, ...]:
    """Read private keys, RSA or Ed25519, one PEM below the other, with as many selectors. Raises Unsignable."""
    blocks = [found[0] for found in _PEM.finditer(pem)]
    named = re.split(r"[,\s]+", selectors.strip()) if selectors.strip() else [DEFAULT_SELECTOR]
    if not blocks:
        raise Unsignable(_("there is no private key in PEM, which begins with -----BEGIN"))
    if len(set(named)) != len(blocks) or len(named) != len(blocks):
        raise Unsignable(_("each key needs a selector of its own, in the same order"))
    if wrong := next((one for one in named if not _SELECTOR.fullmatch(one)), ""):
        raise Unsignable(_("%(name)s is no selector") % {"name": wrong})
    return tuple(
        DkimKey(domain, selector, *_usable(block)) for block, selector in zip(blocks, named, strict=True)
    )


def signed(content: bytes, keys: tuple[DkimKey, ...]) -> bytes:
    """Return the mail with a DKIM-Signature of each key before it. Raises Unsignable for an unusable key."""
    names = {line.partition(b":")[0].lower() for line in content.partition(b"\r\n\r\n")[0].splitlines()}
    headers = [name for name in SIGNED if name in names]
    return b"".join(_signature(content, key, headers) for key in keys) + content


def _signature(content: bytes, key: DkimKey, headers: list[bytes]) -> bytes:
    try:
        return bytes(
            dkim.sign(
                content,
                key.selector.encode(),
                key.domain.encode(),
                key.private_key,
                canonicalize=(b"relaxed", b"relaxed"),
                include_headers=list(headers),
                signature_algorithm=key.algorithm.encode(),
            )
        )
    except Exception as error:
        raise Unsignable(f"the DKIM key of {key.domain} can't sign: {error}") from error


def _usable(pem: str) -> tuple[str, bytes]:
    """Check a key; give its algorithm, and it as dkimpy wants it: RSA in PEM, Ed25519 as 32 bytes in base64."""
    try:
        key = load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise Unsignable("this is no private key that can be read; it must not have a password") from error
    if isinstance(key, Ed25519PrivateKey):
        return "ed25519-sha256", base64.b64encode(key.private_bytes_raw())
    if isinstance(key, RSAPrivateKey):
        return "rsa-sha256", pem.encode()
    raise Unsignable("only RSA and Ed25519 keys can sign mail")
