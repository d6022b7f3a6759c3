"""The loop that empties the journal: woken by NOTIFY or every two seconds, as many drains side by side as there are workers."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import psycopg
import structlog
from django.db import close_old_connections, connection

from careline.accounts.queries import speaking_house
from careline.channels.intake.claim import LIVES, Claimed, claim, release
from careline.channels.intake.processing import UNAVAILABLE, solo_key, work_on
from careline.core.listening import listening_dsn

LOOK_SECONDS = 2.0
REST_SECONDS = 1.0
HUNG_SECONDS = 90.0
HUNG_EXIT = 70
log = structlog.get_logger()


class Drain:
    """One drain: its key, and since when it has been at one arrival (for the watchdog)."""

    def __init__(self) -> None:
        self.key = solo_key()
        self.busy_since: float | None = None
        self.stopping = threading.Event()

    def batch(self) -> int:
        """Claim and work off one batch; returns how many were worked on. Raises when the database is away."""
        claimed = claim(self.key)
        left = [one.id for one in claimed]
        try:
            with speaking_house() if claimed else nullcontext():
                for one in claimed:
                    if self.stopping.is_set():
                        break
                    self._work_on(one)
                    left.remove(one.id)
        finally:
            if left:
                self._give_back(left)
        return len(claimed) - len(left)

    @contextmanager
    def living(self) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
        """A connection of our own that hears of arrivals, and whose advisory lock says that we live.

        Without it another drain takes what we claimed for left over by a dead one, and does it beside us.
        """
        with psycopg.connect(listening_dsn("intake"), autocommit=True) as listener:
            listener.execute("SELECT pg_advisory_lock(%s, %s)", [LIVES, self.key])
            listener.execute("LISTEN careline_arrival")
            yield listener

    def _work_on(self, one: Claimed) -> None:
        self.busy_since = time.monotonic()
        try:
            work_on(one, self.key)
        finally:
            self.busy_since = None

    def _give_back(self, ids: list[int]) -> None:
        try:
            release(self.key, ids)
        except UNAVAILABLE:
            log.warning("claims_kept", arrival_ids=ids)

    def run(self) -> None:
        """Drain until told to stop; a lost database is waited for."""
        while not self.stopping.is_set():
            try:
                with self.living() as listener:
                    self._drain(listener)
            except (*UNAVAILABLE, psycopg.Error) as error:
                log.warning("intake_waits_for_database", error=str(error)[:200])
                close_old_connections()
                self.stopping.wait(REST_SECONDS)
        connection.close()

    def _drain(self, listener: "psycopg.Connection[tuple[object, ...]]") -> None:
        while not self.stopping.is_set():
            close_old_connections()
            if self.batch() == 0:
                for _ in listener.notifies(timeout=LOOK_SECONDS, stop_after=1):
                    pass

    def watch(self) -> None:
        """End this process when one arrival has held it for too long: it is counted, and parked after some tries."""
        while not self.stopping.wait(5):
            since = self.busy_since
            if since is not None and time.monotonic() - since > HUNG_SECONDS:
                log.critical("intake_hung", seconds=round(time.monotonic() - since))
                os._exit(HUNG_EXIT)


def drain_once() -> int:
    """Work off everything that waits, now, in this thread; returns how many arrivals were worked on."""
    drain = Drain()
    total = 0
    with drain.living():
        while done := drain.batch():
            total += done
    return total
