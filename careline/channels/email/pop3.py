"""Fetching by POP3 (RFC 1939): recognised by UIDL; left on the server or deleted once it is committed here."""

import base64
import contextlib
import poplib
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from careline.channels.email.account import (
    CONNECT_SECONDS,
    READ_SECONDS,
    LoginRefused,
    MailboxTrouble,
    explain,
    tls_context,
)
from careline.channels.email.mailbox import Mailbox, take_in
from careline.channels.email.xoauth2 import Exchange
from careline.channels.models import Arrival, MailFolder
from careline.channels.protocol import NewArrival

poplib._MAXLINE = 1024 * 1024  # type: ignore[attr-defined]  # real mail has lines longer than 2048
_LISTED = re.compile(rb"(\d+) (\S+)")


@dataclass
class Pop3Mailbox(Mailbox[poplib.POP3]):
    """One session with one maildrop; it is over with `fetch_new`, whose deletions are committed by `close` (QUIT)."""

    def check_folders(self) -> None:
        """See that the server gives every mail a lasting name (UIDL): without it nothing could be told apart."""
        with self._explained("folder", _("The server does not support UIDL; use IMAP.")):
            self.client.uidl()

    def fetch_new(self) -> int:
        """Journal what is new, and delete what is journalled if so chosen; returns how many mails were offered."""
        with self._explained():
            listed = [
                (int(m[1]), m[2].decode("ascii", "replace"))
                for m in map(_LISTED.match, self.client.uidl()[1])
                if m
            ]
            known = self._known(listed, Arrival.objects.all()) | self._passed_over()
            whole = self._known(listed, Arrival.objects.exclude(envelope__has_key="cut_from"))
            new = [(number, name) for number, name in listed if name not in known]
            if self._begins_now(new):
                return 0
            for batch in self._batches(self._sizes(new)):
                self._take(batch)
            self._delete(number for number, name in listed if name in whole)
        return len(new)

    def _say_goodbye(self) -> None:
        self.client.quit()

    def _socket(self, client: poplib.POP3) -> socket.socket:
        return client.sock

    def _connected(self) -> poplib.POP3:
        account = self.account
        if account.security == "tls":
            client: poplib.POP3 = poplib.POP3_SSL(
                account.host, account.port, timeout=CONNECT_SECONDS, context=tls_context(account)
            )
        else:
            client = poplib.POP3(account.host, account.port, timeout=CONNECT_SECONDS)
            if account.security == "starttls":
                client.stls(tls_context(account))
        client.sock.settimeout(READ_SECONDS)
        return client

    def _log_in(self, client: poplib.POP3, secret: str) -> None:
        if self.account.auth == "xoauth2":
            _log_in_by_token(client, Exchange(self.account.user, secret))
            return
        client.user(self.account.user)
        client.pass_(secret)

    def _known(self, listed: list[tuple[int, str]], journal: QuerySet[Arrival]) -> set[str]:
        origins = {f"pop3:{name}": name for _, name in listed}
        kept = journal.filter(inbox_id=self.account.inbox_id, origin__in=origins)
        return {origins[origin] for origin in kept.values_list("origin", flat=True)}

    def _passed_over(self) -> set[str]:
        """What lay in the maildrop when the inbox was connected for new mail only."""
        folder = MailFolder.objects.filter(inbox_id=self.account.inbox_id, name="POP3").first()
        return set(folder.passed_over) if folder else set()

    def _begins_now(self, new: list[tuple[int, str]]) -> bool:
        """At the very first look: whether what lies there is to be passed over."""
        passed = [name for _, name in new] if self.account.begins == "new" else []
        _, is_first = MailFolder.objects.get_or_create(
            inbox_id=self.account.inbox_id, name="POP3", defaults={"passed_over": passed}
        )
        return is_first and bool(passed)

    def _sizes(self, new: list[tuple[int, str]]) -> list[tuple[tuple[int, str, int], int]]:
        sizes = {int(m[1]): int(m[2]) for m in map(_LISTED.match, self.client.list()[1]) if m} if new else {}
        return [((number, name, sizes.get(number, 0)), sizes.get(number, 0)) for number, name in new]

    def _take(self, batch: list[tuple[int, str, int]]) -> None:
        arrivals = [self._arrival(number, name, size) for number, name, size in batch]
        take_in(arrivals, folder=MailFolder.objects.filter(inbox_id=self.account.inbox_id, name="POP3"))
        self._delete(number for number, _, size in batch if size <= self.largest_bytes)

    def _arrival(self, number: int, name: str, size: int) -> NewArrival:
        too_large = size > self.largest_bytes
        lines = self.client.top(number, 50)[1] if too_large else self.client.retr(number)[1]
        return NewArrival(
            inbox_id=self.account.inbox_id,
            origin=f"pop3:{name}",
            raw=b"\r\n".join(lines) + b"\r\n",
            envelope={"cut_from": size} if too_large else {},
        )

    def _delete(self, numbers: Iterator[int]) -> None:
        """Mark as deleted; the server does it at QUIT (RFC 1939, 6), and nothing is lost if that never comes."""
        if self.account.after == "delete":
            for number in numbers:
                self.client.dele(number)

    @contextlib.contextmanager
    def _explained(self, step: str = "", text: str = "") -> Iterator[None]:
        try:
            yield
        except poplib.error_proto as error:
            said = _words(error)
            if step == "login":
                raise LoginRefused(self.account, said=said) from error
            if text:
                raise MailboxTrouble(step, text, said=said) from error
            raise explain(ConnectionError(said), self.account) from error
        except (OSError, EOFError) as error:
            raise explain(error, self.account) from error


def _log_in_by_token(client: poplib.POP3, exchange: Exchange) -> None:
    """AUTH (RFC 5034). The token does not fit into the command's 255 bytes, so it is always an answer of its own.

    A challenge begins with `+` as an OK does, and poplib takes one for the other.
    """
    client._shortcmd("AUTH XOAUTH2")  # type: ignore[attr-defined]
    said = client._shortcmd(exchange.first)  # type: ignore[attr-defined]
    if said.startswith(b"+OK"):
        return
    exchange.answer(base64.b64decode(said[1:].strip()))
    try:
        client._shortcmd("")  # type: ignore[attr-defined]
    except poplib.error_proto as error:
        raise poplib.error_proto(f"{_words(error)} {exchange.reason}") from error
    raise poplib.error_proto(exchange.reason)


def _words(error: poplib.error_proto) -> str:
    said = error.args[0] if error.args else ""
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
