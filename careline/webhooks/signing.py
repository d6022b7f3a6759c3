"""Signatures as Standard Webhooks wants them: HMAC-SHA256 over id, time and body, with a `whsec_` secret."""

import base64
import hashlib
import hmac
import secrets

PREFIX = "whsec_"
BYTES = 32


def new_secret() -> str:
    """A secret of 256 random bits, as it is handed to the other side."""
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def signature(secret: str, *, key: str, timestamp: int, body: bytes) -> str:
    """One signature: `v1,` and base64. `timestamp` in whole seconds since 1970."""
    signed = f"{key}.{timestamp}.".encode() + body
    digest = hmac.new(base64.b64decode(secret.removeprefix(PREFIX)), signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"
