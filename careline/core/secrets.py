"""Secrets at rest: a text field that is encrypted with a key from outside the database (Fernet, AES-128-CBC + HMAC)."""

import base64
import hashlib
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import models


class SecretUnreadable(Exception):
    """A stored secret was encrypted with another key than this installation's."""


@lru_cache(maxsize=4)
def _box(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"careline secrets " + key.encode()).digest()))


def seal(plain: str) -> str:
    """Encrypt a text; empty stays empty."""
    return _box(settings.SECRET_KEY).encrypt(plain.encode()).decode() if plain else ""


def unseal(sealed: str) -> str:
    """Decrypt what `seal` made. Raises SecretUnreadable when the key is not ours."""
    if not sealed:
        return ""
    try:
        return _box(settings.SECRET_KEY).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise SecretUnreadable(
            "encrypted with another key: is secret.key the one of this database?"
        ) from error


class SecretField(models.TextField[str, str]):
    """A text column whose value is encrypted in the database and plain in Python."""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        """Decrypt on the way out."""
        return value if value is None else unseal(value)

    def get_prep_value(self, value: Any) -> Any:
        """Encrypt on the way in."""
        return value if value is None else seal(str(value))
