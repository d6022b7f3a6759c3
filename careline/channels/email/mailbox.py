"""What mailboxes share whatever their protocol: logging in, hanging up, and taking fetched mail into the journal."""

import contextlib
import socket
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.db import transaction
from django.db.models import F, QuerySet

from careline.channels.email.account import Account, Client, MailboxTrouble, check_encryption, logged_in
from careline.channels.intake import journal, wake
from careline.channels.models import MailFolder
from careline.channels.protocol import NewArrival

BATCH_MAILS = 50
BATCH_BYTES = 8 * 1024 * 1024
One = TypeVar("One")


@dataclass
class Mailbox(ABC, Generic[Client]):
    """One connection to one mailbox. Every method raises MailboxTrouble; the connection is then of no use any more.

    `expects` is told before each batch how many bytes come next: a sign of life, and how long to be patient.
    """

    account: Account
    largest_bytes: int
    client: Client = field(init=False)
    expects: Callable[[int], None] = lambda size: None

    def connect(self) -> None:
        """Connect and log in."""
        check_encryption(self.account)
        self.client = logged_in(self.account, self._logged_in)

    def close(self) -> None:
        """Say goodbye if the server listens, and hang up."""
        with contextlib.suppress(Exception):
            self._say_goodbye()

    def hang_up(self) -> None:
        """Cut the connection from another thread: whoever waits on it gets an error."""
        with contextlib.suppress(Exception):
            self._socket(self.client).shutdown(socket.SHUT_RDWR)

    @abstractmethod
    def check_folders(self) -> None:
        """See that what is to be fetched can be."""

    @abstractmethod
    def fetch_new(self) -> int:
        """Journal what is new; returns how many mails were offered."""

    @abstractmethod
    def _connected(self) -> Client:
        """Connect and encrypt."""

    @abstractmethod
    def _log_in(self, client: Client, secret: str) -> None:
        """Give the user name and the password or access token."""

    @abstractmethod
    def _say_goodbye(self) -> None:
        """End the session as the protocol wants it."""

    @abstractmethod
    def _socket(self, client: Client) -> socket.socket:
        """What the client speaks through."""

    @abstractmethod
    def _explained(self, step: str = "", text: str = "") -> AbstractContextManager[None]:
        """Turn what the library and the network raise into MailboxTrouble with plain words."""

    def _logged_in(self, secret: str) -> Client:
        with self._explained():
            client = self._connected()
        try:
            with self._explained("login"):
                self._log_in(client, secret)
        except MailboxTrouble:
            with contextlib.suppress(Exception):
                self._socket(client).close()
            raise
        return client

    def _batches(self, sizes: Iterable[tuple[One, int]]) -> Iterator[list[One]]:
        """Runs of mails that are fetched together, and in one commit; a large mail comes alone."""
        batch: list[One] = []
        held = 0
        for one, size in sizes:
            if batch and (held + size > BATCH_BYTES or len(batch) >= BATCH_MAILS):
                self.expects(held)
                yield batch
                batch, held = [], 0
            batch.append(one)
            held += size
        if batch:
            self.expects(held)
            yield batch


def take_in(arrivals: list[NewArrival], *, folder: QuerySet[MailFolder], **moved: int) -> None:
    """Journal fetched mail and say in its folder how far we are, in one commit. Only then may it be touched."""
    with transaction.atomic(durable=True):
        ids = journal(arrivals)
        folder.update(offered_count=F("offered_count") + len(arrivals), **moved)
    if ids:
        wake()
