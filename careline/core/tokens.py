"""Tokens that grant something: random, hashed at rest, scoped, expiring, used once."""

import hashlib
import re
import secrets
from datetime import timedelta
from typing import Any

from django.utils import timezone

from careline.core.models import Token

_SHAPE = re.compile(r"[A-Za-z0-9_-]{43}\Z")


class Refused(Exception):
    """The token is unknown, of another scope, late or used."""


def issue(scope: str, subject: str, *, lifetime: timedelta, data: dict[str, Any] | None = None) -> str:
    """Make a token of 256 random bits and return it; only its SHA-256 is stored."""
    token = secrets.token_urlsafe(32)
    Token.objects.create(
        digest=_digest(token),
        scope=scope,
        subject=subject,
        data=data or {},
        expires_at=timezone.now() + lifetime,
    )
    return token


def look(scope: str, token: str) -> Token:
    """Find a token that could be redeemed now, without using it. Raises Refused."""
    row = Token.objects.filter(**_valid(scope, token)).first()
    if row is None:
        raise Refused("This link is not valid any more.")
    return row


def redeem(scope: str, token: str) -> Token:
    """Use a token, once: of two who try at the same moment one is refused. Raises Refused."""
    row = look(scope, token)
    if not Token.objects.filter(pk=row.pk, used_at=None).update(used_at=timezone.now()):
        raise Refused("This link was used already.")
    return row


def revoke(scope: str, subject: str) -> None:
    """Make all open tokens of a scope and subject worthless."""
    Token.objects.filter(scope=scope, subject=subject, used_at=None).update(used_at=timezone.now())


def _valid(scope: str, token: str) -> dict[str, Any]:
    if not _SHAPE.match(token):
        raise Refused("This link is not complete.")
    return {"digest": _digest(token), "scope": scope, "used_at": None, "expires_at__gt": timezone.now()}


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
