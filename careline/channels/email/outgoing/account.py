"""How to reach one SMTP server: the checked form of an inbox's `outgoing` settings."""

import ipaddress
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from careline.channels.email.message_ids import ascii_domain
from careline.channels.protocol import Unconfigured

PORTS = {"tls": 465, "starttls": 587, "none": 25}
TIMEOUT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class SmtpAccount:
    """One account on one server. `security` is tls, starttls or none; `auth` is none, password or xoauth2.

    `secrets` gives what to log in with when it is needed, one after the other until the server accepts it: the
    password, or access tokens. They are never kept or shown.
    """

    host: str
    port: int
    security: str = "starttls"
    user: str = ""
    auth: str = "none"
    secrets: Callable[[], Iterable[str]] = lambda: ("",)
    timeout_seconds: float = TIMEOUT_SECONDS

    @property
    def is_loopback(self) -> bool:
        """Whether the server is this machine, so that nobody can listen in between."""
        if self.host.lower() == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def account_from(settings: Mapping[str, Any], *, secrets: Callable[[], Iterable[str]]) -> SmtpAccount:
    """Read `{host, port, security, user, auth}`. Raises Unconfigured for what can't work or would leak a password."""
    host = str(settings.get("host") or "").strip()
    if not host:
        raise Unconfigured(_("no SMTP server is set for this inbox"))
    security = str(settings.get("security") or "starttls")
    if security not in PORTS:
        raise Unconfigured(f"{security!r} is no way to secure a connection: tls, starttls or none")
    user = str(settings.get("user") or "")
    account = SmtpAccount(
        host=host if ":" in host else ascii_domain(host),
        port=int(settings.get("port") or PORTS[security]),
        security=security,
        user=user,
        auth=str(settings.get("auth") or ("password" if user else "none")),
        secrets=secrets,
        timeout_seconds=float(settings.get("timeout_seconds") or TIMEOUT_SECONDS),
    )
    if account.auth != "none" and security == "none" and not account.is_loopback:
        raise Unconfigured("a password is never sent over an open connection: choose tls or starttls")
    return account
