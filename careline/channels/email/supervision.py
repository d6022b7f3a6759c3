"""Who fetches: one thread for each mailbox, started, stopped and replaced as the inboxes and their health demand."""

import threading
import time

import psycopg
import structlog
from django.db import Error, close_old_connections, connection
from django.utils.translation import gettext as _

from careline.accounts.queries import speaking_house
from careline.channels.email.account import Account, account_of
from careline.channels.email.fetching import Fetcher
from careline.channels.health import record_failure
from careline.channels.models import Inbox
from careline.core.listening import listening_dsn

FETCH_LOCK = 0x0CA2EFE7
LOOK_SECONDS = 3.0
HUNG_SECONDS = 100.0
log = structlog.get_logger()


class Supervision:
    """Fetches all mailboxes, as long as it is the only one in the house that does (an advisory lock)."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self.fetchers: dict[int, Fetcher] = {}

    def run(self) -> None:
        """Supervise until told to stop; without the lock, wait for it."""
        while not self.stopping.is_set():
            try:
                with self._lock_connection() as guard:
                    self._supervise(guard)
            except (Error, psycopg.Error) as error:
                log.warning("fetching_waits_for_database", error=str(error)[:200])
            finally:
                self._stop_all()
                connection.close()
            self.stopping.wait(LOOK_SECONDS)

    def look(self) -> None:
        """Start, stop and replace fetchers so that they are what the inboxes say now."""
        wanted = _accounts()
        for inbox_id, fetcher in list(self.fetchers.items()):
            if wanted.get(inbox_id) != fetcher.account:
                self._stop(inbox_id)
            elif not fetcher.is_alive() or time.monotonic() - fetcher.last_sign > HUNG_SECONDS:
                with speaking_house():
                    record_failure(inbox_id, _("The mailbox has not answered for two minutes."))
                self._stop(inbox_id)
        for inbox_id, account in wanted.items():
            if inbox_id not in self.fetchers:
                self.fetchers[inbox_id] = Fetcher(account)
                self.fetchers[inbox_id].start()

    def _supervise(self, guard: "psycopg.Connection[tuple[bool]]") -> None:
        while not self.stopping.is_set():
            row = guard.execute("SELECT pg_try_advisory_lock(%s)", [FETCH_LOCK]).fetchone()
            if row and row[0]:
                break
            self.stopping.wait(LOOK_SECONDS)
        while not self.stopping.is_set():
            guard.execute("SELECT 1")
            close_old_connections()
            self.look()
            self.stopping.wait(LOOK_SECONDS)

    def _lock_connection(self) -> "psycopg.Connection[tuple[bool]]":
        return psycopg.connect(listening_dsn("fetching"), autocommit=True)

    def _stop(self, inbox_id: int) -> None:
        self.fetchers.pop(inbox_id).stop()

    def _stop_all(self) -> None:
        ending = list(self.fetchers.values())
        for fetcher in ending:
            fetcher.stop()
        for fetcher in ending:
            fetcher.join(timeout=5)
        self.fetchers.clear()


def _accounts() -> dict[int, Account]:
    active = Inbox.objects.filter(
        is_active=True, incoming_kind__in=[Inbox.Incoming.IMAP, Inbox.Incoming.POP3]
    )
    return {inbox.pk: account_of(inbox) for inbox in active}
