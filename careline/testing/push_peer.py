"""A push service on loopback, and a browser that subscribed there: it opens what came with its own private key.

The opening is written down from RFC 8188 and RFC 8291, so that it shares no code with what seals.
"""

import base64
import hashlib
import hmac
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from careline.testing.hook_peer import Hook, HookPeer, hook_peer


def encoded(raw: bytes) -> str:
    """Bytes in base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _derived(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    """HKDF with SHA-256 (RFC 5869) for at most 32 bytes."""
    extracted = hmac.new(salt, secret, hashlib.sha256).digest()
    return hmac.new(extracted, info + b"\x01", hashlib.sha256).digest()[:length]


@dataclass
class PushPeer:
    """The running service, with the keys of the one browser that asked it for pushes."""

    hooks: HookPeer
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = field(default_factory=lambda: os.urandom(16))

    @property
    def point(self) -> bytes:
        """The browser's public key."""
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def open(self, hook: Hook) -> dict[str, Any]:
        """What a push says. Raises InvalidTag for what was not meant for this browser."""
        salt, length = hook.body[:16], hook.body[20]
        theirs, sealed = hook.body[21 : 21 + length], hook.body[21 + length :]
        shared = self.key.exchange(
            ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs)
        )
        secret = _derived(self.secret, shared, b"WebPush: info\x00" + self.point + theirs, 32)
        key = _derived(salt, secret, b"Content-Encoding: aes128gcm\x00", 16)
        nonce = _derived(salt, secret, b"Content-Encoding: nonce\x00", 12)
        plain = AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\x00")
        assert plain.endswith(b"\x02"), "the last record says so"
        return json.loads(plain[:-1])

    @property
    def said(self) -> list[dict[str, Any]]:
        """All that came, opened."""
        return [self.open(hook) for hook in self.hooks.came]


@contextmanager
def push_peer() -> Iterator[PushPeer]:
    """Run one for as long as the block."""
    with hook_peer() as hooks:
        yield PushPeer(hooks)
