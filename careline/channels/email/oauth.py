"""Access tokens for mail servers that want XOAUTH2 (RFC 6749, 6: refreshing), kept in memory until they expire."""

import hashlib
import json
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

import httpx
from django.utils.translation import gettext_lazy

from careline.core.http import fetch

TOKEN_URLS = {
    "google": "https://oauth2.googleapis.com/token",
    "microsoft": "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
}
SPARE_SECONDS = 120.0
DEFAULT_LIFE_SECONDS = 3000.0
CONNECT_AGAIN = gettext_lazy(
    "The provider no longer accepts the stored token: get a new refresh token, and put it in as the password."
)
NOT_CONNECTED = gettext_lazy("No refresh token is stored yet: put it in as the password.")
WRONG_CLIENT = gettext_lazy("The provider does not know this client ID, or not with this secret.")
HINTS = {
    "invalid_grant": CONNECT_AGAIN,
    "interaction_required": CONNECT_AGAIN,
    "invalid_client": WRONG_CLIENT,
    "unauthorized_client": WRONG_CLIENT,
    "invalid_scope": gettext_lazy("The provider does not give this client access to mail."),
}


class NoAccess(OSError):
    """No access token was to be had; the text says what the provider answered, never a secret.

    `hint` is what a person can do about it; empty where trying again later may be enough.
    """

    def __init__(self, text: str, *, hint: str = "") -> None:
        super().__init__(text)
        self.hint = hint


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
_locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


def oauth_account(settings: Mapping[str, Any], secret: str) -> OAuthAccount:
    """Read `oauth_provider` (google, microsoft) or `oauth_token_url`, `oauth_client_id`, `oauth_tenant`, `oauth_scope`.

    `oauth_tenant` is the directory in which a Microsoft application is registered; without it, it must be open to all.
    `secret` is JSON `{"refresh_token", "client_secret"}`, or the refresh token alone. Raises NoAccess.
    """
    try:
        parts = json.loads(secret) if secret.lstrip().startswith("{") else {"refresh_token": secret}
    except ValueError as error:
        raise NoAccess("the stored token is not readable", hint=str(CONNECT_AGAIN)) from error
    known = TOKEN_URLS.get(str(settings.get("oauth_provider", "")), "")
    tenant = quote(str(settings.get("oauth_tenant") or "common"), safe="")
    url = settings.get("oauth_token_url") or known.replace("{tenant}", tenant)
    if not url or not parts.get("refresh_token"):
        raise NoAccess("the mailbox is not connected to its provider yet", hint=str(NOT_CONNECTED))
    return OAuthAccount(
        token_url=str(url),
        client_id=str(settings.get("oauth_client_id") or ""),
        client_secret=str(parts.get("client_secret") or ""),
        refresh_token=str(parts["refresh_token"]),
        scope=str(settings.get("oauth_scope") or ""),
    )


def tokens_to_try(account: OAuthAccount, *, keep: Callable[[str], None]) -> Iterator[str]:
    """Access tokens to log in with, in turn: the one that we have, and where a server refuses that, one fresh one.

    A token after which another is asked for is never used again. Raises NoAccess.
    """
    had_one = _still_good(account) is not None
    yield access_token(account, keep=keep)
    forget_token(account)
    if had_one:
        yield access_token(account, keep=keep)
        forget_token(account)


def access_token(account: OAuthAccount, *, keep: Callable[[str], None] | None = None) -> str:
    """Return an access token that is good for some minutes; ask the provider only when there is none.

    `keep` is called with a new secret (JSON) if the provider replaced the refresh token; the access token is then
    found by either. Raises NoAccess.
    """
    with _locks[account.fingerprint]:
        if token := _still_good(account):
            return token
        answer = _refresh(account)
        token = str(answer["access_token"])
        good_until = (
            time.monotonic() + float(answer.get("expires_in") or DEFAULT_LIFE_SECONDS) - SPARE_SECONDS
        )
        next_one = replace(account, refresh_token=str(answer.get("refresh_token") or account.refresh_token))
        _kept[account.fingerprint] = _kept[next_one.fingerprint] = token, good_until
    if keep is not None and next_one != account:
        keep(json.dumps({"refresh_token": next_one.refresh_token, "client_secret": account.client_secret}))
    return token


def forget_token(account: OAuthAccount) -> None:
    """Ask the provider again next time: the server refused the token that we had."""
    _kept.pop(account.fingerprint, None)


def _still_good(account: OAuthAccount) -> str | None:
    token, good_until = _kept.get(account.fingerprint, ("", 0.0))
    return token if time.monotonic() < good_until else None


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
        raise _refused(account, answer.status, content if isinstance(content, dict) else {})
    return content


def _refused(account: OAuthAccount, status: int, content: dict[str, Any]) -> NoAccess:
    """What a refusal means (RFC 6749, 5.2): some of them no waiting will mend."""
    words = str(content.get("error_description") or content.get("error") or "")[:200]
    hint = str(HINTS.get(str(content.get("error")), ""))
    return NoAccess(f"{account.token_url} gave no token: {status} {words}".strip(), hint=hint)
