"""Fetching by IMAP (RFC 9051): by UID from a cursor, never by "unseen"; journalled and committed before it is touched."""

import contextlib
import hashlib
import socket
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from django.utils.translation import gettext as _
from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError, LoginError

from careline.channels.email.account import (
    CONNECT_SECONDS,
    READ_SECONDS,
    LoginRefused,
    MailboxTrouble,
    explain,
    tls_context,
)
from careline.channels.email.imap_known import known_before, origin_of
from careline.channels.email.imap_touch import finish, tidy
from careline.channels.email.mailbox import Mailbox, take_in
from careline.channels.email.xoauth2 import Exchange
from careline.channels.models import MailFolder
from careline.channels.protocol import NewArrival

LOOK_UIDS = 500
BACKLOG = timedelta(hours=1)
IDLE_SECONDS = 50.0
CUT_BYTES = 65536
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Fetched:
    """One mail as the server gave it; `cut_from` is its size if it was too large to take, and `raw` its beginning."""

    uid: int
    raw: bytes
    internal_date: str
    is_backlog: bool
    cut_from: int = 0


@dataclass
class ImapMailbox(Mailbox[IMAPClient]):
    """One connection to one mailbox and its folders."""

    again: Counter[tuple[str, str]] = field(default_factory=Counter)
    too_large: dict[int, int] = field(default_factory=dict)

    def check_folders(self) -> None:
        """Open every folder once."""
        for name in self.account.folders:
            self._select(name)

    def fetch_new(self) -> int:
        """Journal what is new in every folder; returns how many mails were offered."""
        return sum(self._fetch_folder(name) for name in self.account.folders)

    @property
    def can_idle(self) -> bool:
        """Whether the server tells of new mail by itself (RFC 2177)."""
        return bool(self.client.has_capability("IDLE"))

    def idle(self, seconds: float = IDLE_SECONDS) -> None:
        """Wait until the server tells of something in the first folder, or the time is over."""
        self._select(self.account.folders[0])
        with self._explained():
            self.client.idle()
            self.client.idle_check(timeout=seconds)
            self.client.idle_done()

    def _say_goodbye(self) -> None:
        self.client.logout()

    def _socket(self, client: IMAPClient) -> socket.socket:
        found: socket.socket = client.socket()
        return found

    def _connected(self) -> IMAPClient:
        account = self.account
        context = tls_context(account)
        client = IMAPClient(
            account.host, account.port, ssl=account.security == "tls", ssl_context=context,
            timeout=SocketTimeout(CONNECT_SECONDS, READ_SECONDS),
        )  # fmt: skip
        if account.security == "starttls":
            client.starttls(context)
        return client

    def _log_in(self, client: IMAPClient, secret: str) -> None:
        if self.account.auth != "xoauth2":
            client.login(self.account.user, secret)
            return
        exchange = Exchange(self.account.user, secret)
        try:
            client._imap.authenticate("XOAUTH2", exchange.answer)
        except client.AbortError:
            raise
        except client.Error as error:
            raise LoginError(f"{error} {exchange.reason}".strip()) from error
        client._cached_capabilities = None

    def _select(self, name: str) -> dict[bytes, Any]:
        with self._explained("folder", _("The folder %(name)s can't be opened.") % {"name": name}):
            return dict(self.client.select_folder(name, readonly=self.account.after == "leave"))

    def _fetch_folder(self, name: str) -> int:
        state = self._select(name)
        folder = self._cursor(name, state)
        with self._explained():
            tidy(self.client, self.account, folder)
            uids = [
                u
                for u in sorted(self.client.search(["UID", f"{folder.last_uid + 1}:*"]))
                if u > folder.last_uid
            ]
            for start in range(0, len(uids), LOOK_UIDS):
                for batch in self._batches(self._sizes(uids[start : start + LOOK_UIDS])):
                    self._take(folder, batch)
        return len(uids)

    def _cursor(self, name: str, state: dict[bytes, Any]) -> MailFolder:
        """How far we are. A new UIDVALIDITY (RFC 9051, 2.3.1.1) makes all UIDs new: begin again, and compare."""
        validity = int(state.get(b"UIDVALIDITY") or 0)
        first = int(state.get(b"UIDNEXT") or 1) - 1 if self.account.begins == "new" else 0
        folder, _ = MailFolder.objects.get_or_create(
            inbox_id=self.account.inbox_id, name=name, defaults={"uid_validity": validity, "last_uid": first}
        )
        if folder.uid_validity != validity:
            log.warning("uidvalidity_changed", folder=name, before=folder.uid_validity, after=validity)
            folder.uid_validity, folder.last_uid = validity, 0
            folder.save(update_fields=["uid_validity", "last_uid"])
        return folder

    def _sizes(self, uids: Sequence[int]) -> list[tuple[int, int]]:
        """How many bytes of each mail are fetched: all, or the beginning of one that is too large."""
        told = self.client.fetch(uids, ["RFC822.SIZE"])
        sizes = {uid: int(data.get(b"RFC822.SIZE", 0)) for uid, data in told.items()}
        self.too_large = {uid: size for uid, size in sizes.items() if size > self.largest_bytes}
        return [(uid, CUT_BYTES if uid in self.too_large else sizes.get(uid, 0)) for uid in uids]

    def _take(self, folder: MailFolder, uids: list[int]) -> None:
        """Fetch, journal and move the cursor in one commit; only then touch the mails on the server."""
        fetched = list(self._fetched(uids))
        arrivals = [self._arrival(folder, one) for one in self._unknown(folder, fetched)]
        take_in(arrivals, folder=MailFolder.objects.filter(pk=folder.pk), last_uid=uids[-1])
        folder.last_uid = uids[-1]
        finish(self.client, self.account, [one.uid for one in fetched if not one.cut_from])

    def _fetched(self, uids: list[int]) -> Iterator[Fetched]:
        whole = [uid for uid in uids if uid not in self.too_large]
        got = self.client.fetch(whole, ["BODY.PEEK[]", "INTERNALDATE"]) if whole else {}
        for uid in uids:
            if uid in self.too_large:
                got |= self.client.fetch([uid], [f"BODY.PEEK[]<0.{CUT_BYTES}>", "INTERNALDATE"])
            raw = got.get(uid, {}).get(b"BODY[]", got.get(uid, {}).get(b"BODY[]<0>"))
            if raw is not None:
                moment = _aware(got[uid].get(b"INTERNALDATE"))
                backlog = moment is not None and datetime.now(UTC) - moment > BACKLOG
                size = self.too_large.get(uid, 0)
                yield Fetched(uid, raw, moment.isoformat() if moment else "", backlog, size)

    def _unknown(self, folder: MailFolder, fetched: list[Fetched]) -> list[Fetched]:
        """Leave out what the journal has from an earlier UIDVALIDITY: the same bytes of the same INTERNALDATE."""
        keys = {one.uid: (hashlib.sha256(one.raw).hexdigest(), one.internal_date) for one in fetched}
        known = known_before(folder, {sha256 for sha256, _ in keys.values()})
        fresh = []
        for one in fetched:
            key = keys[one.uid]
            if known[key]:
                self.again[key] += 1
            if not known[key] or self.again[key] > known[key]:
                fresh.append(one)
        return fresh

    def _arrival(self, folder: MailFolder, one: Fetched) -> NewArrival:
        envelope = {"internal_date": one.internal_date, "is_backlog": one.is_backlog, "folder": folder.name}
        if one.cut_from:
            envelope["cut_from"] = one.cut_from
        return NewArrival(self.account.inbox_id, f"{origin_of(folder)}:{one.uid}", one.raw, envelope=envelope)

    @contextlib.contextmanager
    def _explained(self, step: str = "", text: str = "") -> Iterator[None]:
        try:
            yield
        except LoginError as error:
            raise LoginRefused(self.account, said=str(error)) from error
        except IMAPClientError as error:
            if text:
                raise MailboxTrouble(step, text, said=str(error)) from error
            raise explain(error, self.account) from error
        except OSError as error:
            raise explain(error, self.account) from error


def _aware(moment: datetime | None) -> datetime | None:
    """INTERNALDATE with its zone; imapclient gives the local time of this machine."""
    return moment.astimezone(UTC) if moment else None
