"""A mailbox's connection as an inbox's settings say it, and the trouble one may have with it, in plain words."""

import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from careline.channels.email.oauth import NoAccess, oauth_account, tokens_to_try
from careline.channels.models import Inbox

Client = TypeVar("Client")
CONNECT_SECONDS = 15.0
READ_SECONDS = 60.0


class MailboxTrouble(Exception):
    """A mailbox can't be used. `step` is name, connection, encryption, login or folder; `said` is the server's word."""

    def __init__(self, step: str, text: str, *, said: str = "") -> None:
        super().__init__(text)
        self.step = step
        self.said = said[:400]


class LoginRefused(MailboxTrouble):
    """The server refuses the user name, the password or the access token."""

    def __init__(self, account: "Account", *, said: str) -> None:
        text = _("The server refuses this user name or password.")
        if account.auth == "xoauth2":
            text = _(
                "The server refuses the access token: is the user name right, and may the client read mail?"
            )
        super().__init__("login", text, said=said)


@dataclass(frozen=True, slots=True)
class Account:
    """Where a mailbox is and how to get in. `security` is tls, starttls or none (the last to this machine only).

    `after` is what becomes of a mail once it is in our journal: leave, seen, move (to `move_to`) or delete.
    `auth` is password or xoauth2, for which `oauth` holds what `oauth.oauth_account` reads.
    `begins` is all (everything that lies in the mailbox) or new (what comes from now on).
    """

    inbox_id: int
    kind: str
    host: str
    port: int
    security: str
    user: str
    secret: str
    auth: str = "password"
    folders: tuple[str, ...] = ("INBOX",)
    after: str = "leave"
    move_to: str = ""
    begins: str = "all"
    oauth: tuple[tuple[str, str], ...] = ()

    @property
    def is_local(self) -> bool:
        """Whether the server is this machine."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host.lower() in ("localhost", "localhost.localdomain")


PORTS = {("imap", "tls"): 993, ("imap", "starttls"): 143, ("imap", "none"): 143,
         ("pop3", "tls"): 995, ("pop3", "starttls"): 110, ("pop3", "none"): 110}  # fmt: skip


def account_of(inbox: Inbox) -> Account:
    """The account of an inbox that fetches."""
    chosen: dict[str, Any] = inbox.incoming
    security = str(chosen.get("security") or "tls")
    kind = str(inbox.incoming_kind)
    return Account(
        inbox_id=inbox.pk,
        kind=kind,
        host=str(chosen.get("host", "")),
        port=int(chosen.get("port") or PORTS.get((kind, security), 993)),
        security=security,
        user=str(chosen.get("user") or inbox.address),
        secret=inbox.incoming_secret,
        auth=str(chosen.get("auth") or "password"),
        folders=tuple(chosen.get("folders") or ("INBOX",)),
        after=str(chosen.get("after") or "leave"),
        move_to=str(chosen.get("move_to") or ""),
        begins=str(chosen.get("begins") or "all"),
        oauth=tuple(sorted((key, str(value)) for key, value in chosen.items() if key.startswith("oauth_"))),
    )


def tls_context(account: Account) -> ssl.SSLContext:
    """Verified TLS; to this very machine a self-signed certificate will do."""
    context = ssl.create_default_context()
    if account.is_local:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def check_encryption(account: Account) -> None:
    """Refuse to send a password in the clear to another machine."""
    if account.security == "none" and not account.is_local:
        raise MailboxTrouble(
            "encryption",
            _("Without encryption only a server on this machine is allowed: choose TLS or STARTTLS."),
        )


def login_secrets(account: Account) -> Iterator[str]:
    """What to log in with, one after the other: the password, or access tokens. Raises MailboxTrouble."""
    if account.auth != "xoauth2":
        yield account.secret
        return

    def keep(secret: str) -> None:
        Inbox.objects.filter(pk=account.inbox_id, incoming_kind=account.kind).update(incoming_secret=secret)

    try:
        yield from tokens_to_try(oauth_account(dict(account.oauth), account.secret), keep=keep)
    except NoAccess as error:
        if error.hint:
            raise MailboxTrouble("login", error.hint, said=str(error)) from error
        raise MailboxTrouble("connection", _("The provider gives no access now."), said=str(error)) from error


def logged_in(account: Account, connect: Callable[[str], Client]) -> Client:
    """Connect with each secret in turn until one is accepted. Raises MailboxTrouble, that of the last one."""
    refused: LoginRefused | None = None
    for secret in login_secrets(account):
        try:
            return connect(secret)
        except LoginRefused as error:
            refused = error
    assert refused is not None
    raise refused


def explain(error: Exception, account: Account) -> MailboxTrouble:
    """What a failed connection means."""
    where = f"{account.host}:{account.port}"
    if isinstance(error, MailboxTrouble):
        return error
    if isinstance(error, socket.gaierror):
        text = _("The name %(host)s is not known. Is it spelt right?") % {"host": account.host}
        return MailboxTrouble("name", text, said=str(error))
    if isinstance(error, ssl.SSLCertVerificationError):
        words = {"host": account.host, "why": error.verify_message}
        text = _("The certificate of %(host)s can't be trusted: %(why)s") % words
        return MailboxTrouble("encryption", text, said=str(error))
    if isinstance(error, ssl.SSLError):
        text = _("%(where)s does not speak %(security)s as expected. Is it the right port?")
        words = {"where": where, "security": account.security.upper()}
        return MailboxTrouble("encryption", text % words, said=str(error))
    return _broken(error, where)


def _broken(error: Exception, where: str) -> MailboxTrouble:
    text, said = _("The connection to %(where)s broke off."), f"{type(error).__name__}: {error}"
    if isinstance(error, ConnectionRefusedError):
        text, said = _("%(where)s refuses the connection. Is it the right port?"), str(error)
    elif isinstance(error, TimeoutError):
        text, said = _("%(where)s does not answer."), str(error)
    return MailboxTrouble("connection", text % {"where": where}, said=said)
