"""Working off what is due: one thread per inbox at a time, so that a slow server holds up nobody else."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import structlog
from django.db import close_old_connections, connection
from django.utils import timezone

from careline.accounts.queries import speaking_house
from careline.channels.delivery.attempt import deliver, take_up_again
from careline.channels.delivery.limits import seconds_until_allowed
from careline.channels.delivery.senders import Sender, find_way_out, renewed
from careline.tickets.queries.delivery import due_messages

PAUSE_SECONDS = 0.5
AFTER_FAULT_SECONDS = 2.0
RESCUE_EVERY_SECONDS = 5.0
GRACE = timedelta(seconds=5)
THREADS = 8
BATCH = 50
log = structlog.get_logger()


class Outbox:
    """The worker's sender: looks for what is due, and keeps one connection per inbox while mails come."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self._senders: dict[int | None, Sender] = {}
        self._busy: set[int | None] = set()
        self._not_before: dict[int | None, float] = {}
        self._rescued_at = 0.0

    def run(self) -> None:
        """Send until `stopping` is set; what is being sent then is finished."""
        with ThreadPoolExecutor(THREADS, thread_name_prefix="send") as pool:
            while not self.stopping.is_set():
                try:
                    self._look(pool)
                except Exception as error:
                    log.warning("outbox_failed", error=f"{type(error).__name__}: {error}"[:300])
                    connection.close()
                    self.stopping.wait(AFTER_FAULT_SECONDS)
                self.stopping.wait(PAUSE_SECONDS)
        self._close_idle(everything=True)

    def send_due(self) -> int:
        """Send what is due now, in this thread, and return how many messages were tried. For commands and tests."""
        tried = 0
        for inbox_id, ids in self._due():
            tried += self._send(inbox_id, ids)
        return tried

    def _look(self, pool: ThreadPoolExecutor) -> None:
        now = time.monotonic()
        if now - self._rescued_at > RESCUE_EVERY_SECONDS:
            self._rescued_at = now
            close_old_connections()
            take_up_again(since=timezone.now() - GRACE)
            self._close_idle()
        for inbox_id, ids in self._due():
            self._busy.add(inbox_id)
            pool.submit(self._work, inbox_id, ids)

    def _due(self) -> list[tuple[int | None, list[int]]]:
        now = time.monotonic()
        waiting = {inbox_id for inbox_id, moment in self._not_before.items() if moment > now}
        groups: dict[int | None, list[int]] = {}
        for message_id, inbox_id in due_messages(limit=BATCH * THREADS, without=self._busy | waiting):
            groups.setdefault(inbox_id, []).append(message_id)
        return [(inbox_id, ids[:BATCH]) for inbox_id, ids in groups.items()]

    def _work(self, inbox_id: int | None, ids: list[int]) -> None:
        try:
            with speaking_house():
                self._send(inbox_id, ids)
        except Exception:
            log.exception("outbox_inbox_failed", inbox_id=inbox_id)
            self._not_before[inbox_id] = time.monotonic() + AFTER_FAULT_SECONDS
        finally:
            connection.close()
            self._busy.discard(inbox_id)

    def _send(self, inbox_id: int | None, ids: list[int]) -> int:
        inbox = find_way_out(inbox_id)
        sender = self._senders[inbox_id] = renewed(self._senders.get(inbox_id), inbox)
        tried = 0
        for message_id in ids:
            pause = seconds_until_allowed(inbox) if inbox is not None else 0.0
            if pause or self.stopping.is_set():
                self._not_before[inbox_id] = time.monotonic() + pause
                break
            tried += bool(deliver(message_id, sender, inbox_id=inbox.pk if inbox else None))
        return tried

    def _close_idle(self, *, everything: bool = False) -> None:
        for inbox_id, sender in list(self._senders.items()):
            if inbox_id not in self._busy and (everything or sender.is_idle):
                self._senders.pop(inbox_id).close()
