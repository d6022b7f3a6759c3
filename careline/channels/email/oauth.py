"""Access tokens for mail servers that want XOAUTH2 (RFC 6749, 6: refreshing), kept in memory until they expire."""

import hashlib
import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from careline.core.http import fetch

TOKEN_URLS = {
    "google": "https://oauth2.googleapis.com/token",
    "microsoft": "https://login.microsoftonline.com/common/oauth2/v2.0/token",
}
SPARE_SECONDS = 120.0
DEFAULT_LIFE_SECONDS = 3000.0


class NoAccess(OSError):
    """No access token was to be had; the text says what the provider answered, never a secret."""


@dataclass(frozen=True, slots=True)
class OAuthAccount:
    """What refreshing takes: the provider's token address, our client there, and the stored refresh token."""

    token_url: str
    client_id: str
    client_secret: str
    refresh_token: str
    scope: str = ""

    @property
    def fingerprint(self) -> str:
        """The same for the same account, and no secret."""
        parts = (self.token_url, self.client_id, self.client_secret, self.refresh_token, self.scope)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()


_kept: dict[str, tuple[str, float]] = {}
_lock = threading.Lock()


def oauth_account(settings: Mapping[str, Any], secret: str) -> OAuthAccount:
    """Read `oauth_provider` (google, microsoft) or `oauth_token_url`, `oauth_client_id`, `oauth_scope`.

    `secret` is JSON `{"refresh_token", "client_secret"}`, or the refresh token alone. Raises NoAccess.
    """
    try:
        parts = json.loads(secret) if secret.lstrip().startswith("{") else {"refresh_token": secret}
    except ValueError as error:
        raise NoAccess("the stored token is not readable: connect the mailbox again") from error
    url = settings.get("oauth_token_url") or TOKEN_URLS.get(str(settings.get("oauth_provider", "")), "")
    if not url or not parts.get("refresh_token"):
        raise NoAccess("the mailbox is not connected to its provider yet")
    return OAuthAccount(
        token_url=str(url),
        client_id=str(settings.get("oauth_client_id") or ""),
        client_secret=str(parts.get("client_secret") or ""),
        refresh_token=str(parts["refresh_token"]),
        scope=str(settings.get("oauth_scope") or ""),
    )


def access_token(account: OAuthAccount, *, keep: Callable[[str], None] | None = None) -> str:
    """Return an access token that is good for some minutes; ask the provider only when there is none.

    `keep` is called with a new secret (JSON) if the provider replaced the refresh token. Raises NoAccess.
    """
    with _lock:
        token, good_until = _kept.get(account.fingerprint, ("", 0.0))
        if time.monotonic() < good_until:
            return token
        answer = _refresh(account)
        life = float(answer.get("expires_in") or DEFAULT_LIFE_SECONDS)
        _kept[account.fingerprint] = (str(answer["access_token"]), time.monotonic() + life - SPARE_SECONDS)
    replaced = str(answer.get("refresh_token") or "")
    if keep is not None and replaced and replaced != account.refresh_token:
        keep(json.dumps({"refresh_token": replaced, "client_secret": account.client_secret}))
    return str(answer["access_token"])


def forget_token(account: OAuthAccount) -> None:
    """Ask the provider again next time: the server refused the token that we had."""
    with _lock:
        _kept.pop(account.fingerprint, None)


def _refresh(account: OAuthAccount) -> dict[str, Any]:
    asked = {
        "grant_type": "refresh_token",
        "client_id": account.client_id,
        "client_secret": account.client_secret,
        "refresh_token": account.refresh_token,
        "scope": account.scope,
    }
    try:
        answer = fetch(
            "POST", account.token_url, data={name: value for name, value in asked.items() if value}
        )
        content = json.loads(answer.content)
    except (httpx.HTTPError, ValueError) as error:
        raise NoAccess(f"{account.token_url} gave no token: {type(error).__name__}") from error
    if answer.status != 200 or not isinstance(content, dict) or not content.get("access_token"):
        words = content.get("error_description") or content.get("error") if isinstance(content, dict) else ""
        raise NoAccess(f"{account.token_url} gave no token: {answer.status} {str(words)[:200]}")
    return content
