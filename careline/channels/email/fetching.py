"""One mailbox kept under watch in a thread of its own: connect, fetch, wait, again; health is noted as it goes."""

import random
import threading
import time
from typing import Any

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from careline.accounts.queries import speaking_house
from careline.channels.email.account import Account, MailboxTrouble
from careline.channels.email.imap import ImapMailbox
from careline.channels.email.mailbox import Mailbox
from careline.channels.email.pop3 import Pop3Mailbox
from careline.channels.health import record_failure, record_success

POLL_SECONDS = 30.0
FIRST_PAUSE_SECONDS = 2.0
LONGEST_PAUSE_SECONDS = 60.0
PATIENCE_SECONDS = 25.0
SLOW_BYTES_A_SECOND = 50_000
CERTAIN = ("login", "folder", "encryption")
log = structlog.get_logger()


def mailbox_of(account: Account) -> Mailbox[Any]:
    """A mailbox of the account's kind, not yet connected."""
    largest = settings.CARELINE_MAX_MAIL_BYTES
    return Pop3Mailbox(account, largest) if account.kind == "pop3" else ImapMailbox(account, largest)


class Fetcher(threading.Thread):
    """Fetches one account until stopped. `last_sign` is when the mailbox or its failure was last heard of."""

    def __init__(self, account: Account) -> None:
        super().__init__(name=f"fetch-{account.inbox_id}", daemon=True)
        self.account = account
        self.stopping = threading.Event()
        self.last_sign = time.monotonic()
        self._mailbox: Mailbox[Any] | None = None
        self._failing_since: float | None = None
        self._pause = FIRST_PAUSE_SECONDS

    def run(self) -> None:
        """Keep at it: a failure is noted, waited out and tried again."""
        with structlog.contextvars.bound_contextvars(inbox_id=self.account.inbox_id):
            while not self.stopping.is_set():
                try:
                    with speaking_house():
                        self._session()
                except MailboxTrouble as trouble:
                    self._failed(trouble)
                except (OperationalError, InterfaceError) as error:
                    log.warning("fetching_waits_for_database", error=str(error)[:200])
                    self._rest()
                except Exception as error:
                    log.exception("fetching_failed")
                    self._failed(MailboxTrouble("connection", f"{type(error).__name__}: {error}"))
            connection.close()

    def stop(self) -> None:
        """Have it end soon, wherever it waits."""
        self.stopping.set()
        if self._mailbox is not None:
            self._mailbox.hang_up()

    def _session(self) -> None:
        mailbox = self._mailbox = mailbox_of(self.account)
        mailbox.expects = self._expects
        try:
            mailbox.connect()
            while not self.stopping.is_set():
                mailbox.fetch_new()
                self._worked()
                connection.close()
                if not self._waited(mailbox):
                    return
        finally:
            mailbox.close()

    def _waited(self, mailbox: Mailbox[Any]) -> bool:
        """Wait for the next look; whether the session can go on."""
        if isinstance(mailbox, ImapMailbox):
            if mailbox.can_idle:
                mailbox.idle(POLL_SECONDS if len(self.account.folders) > 1 else POLL_SECONDS * 1.5)
            else:
                self.stopping.wait(POLL_SECONDS)
            return True
        mailbox.close()
        self.stopping.wait(POLL_SECONDS)
        return False

    def _expects(self, size: int) -> None:
        """More is on its way: that is life, and a large mail over a slow line takes its time."""
        self.last_sign = time.monotonic() + size / SLOW_BYTES_A_SECOND

    def _worked(self) -> None:
        self.last_sign = time.monotonic()
        self._failing_since, self._pause = None, FIRST_PAUSE_SECONDS
        record_success(self.account.inbox_id)

    def _failed(self, trouble: MailboxTrouble) -> None:
        if self.stopping.is_set():
            return
        self.last_sign = time.monotonic()
        self._failing_since = self._failing_since or time.monotonic()
        log.warning("mailbox_failed", step=trouble.step, error=str(trouble), said=trouble.said)
        if trouble.step in CERTAIN or time.monotonic() - self._failing_since > PATIENCE_SECONDS:
            try:
                record_failure(self.account.inbox_id, f"{trouble} {trouble.said}".strip())
            except (OperationalError, InterfaceError) as error:
                log.warning("health_not_noted", error=str(error)[:200])
        self._rest()

    def _rest(self) -> None:
        connection.close()
        self.stopping.wait(self._pause * random.uniform(0.8, 1.2))  # noqa: S311
        self._pause = min(self._pause * 2, LONGEST_PAUSE_SECONDS)
