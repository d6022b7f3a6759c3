"""Long-running services of the worker (receivers, pollers): who registered, and how they are kept running.

An app registers in its module `services.py` (found by itself), `apps.ready()` or elsewhere. Each service is one
asyncio task; one that fails is started again with back-off and never takes another down. How each fares stands in
`core_heartbeat` under `service:<name>`.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog
from django.db import InterfaceError, OperationalError, connection

from careline.core.logs import mask

Service = Callable[[], Awaitable[None]]
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 20.0
STEADY_SECONDS = 30.0
BEAT_SECONDS = 15.0
BEAT_SQL = """INSERT INTO core_heartbeat (name, at, detail) VALUES (%s, now(), %s)
ON CONFLICT (name) DO UPDATE SET at = excluded.at, detail = excluded.detail"""
REGISTERED: dict[str, Service] = {}
log = structlog.get_logger()


class DatabaseAway(Exception):
    """The database doesn't answer: to be tried again soon, and not the service's own fault."""


class CannotServe(Exception):
    """What an operator has to mend before a service can work, in a sentence for the log and the status page."""


def register_service(name: str, service: Service) -> None:
    """Have `service()` run in the worker. It runs until it is cancelled; returning means that it has no more to do."""
    REGISTERED[name] = service


@dataclass
class Keeper:
    """Keeps some services running, and remembers what each last failed of."""

    services: dict[str, Service]
    errors: dict[str, str] = field(default_factory=dict)

    async def run(self) -> None:
        """Run the services side by side until all have returned or we are cancelled."""
        tasks = [asyncio.create_task(self._keep(n, s), name=n) for n, s in self.services.items()]
        beat = asyncio.create_task(self._beat(), name="beat")
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in (*tasks, beat):
                task.cancel()
            await asyncio.gather(*tasks, beat, return_exceptions=True)

    async def _keep(self, name: str, service: Service) -> None:
        """Run one service until it returns; after a failure start it again, ever less often."""
        pause = FIRST_PAUSE_SECONDS
        while True:
            started = time.monotonic()
            try:
                with structlog.contextvars.bound_contextvars(service=name):
                    await service()
                return
            except (OperationalError, InterfaceError, DatabaseAway) as error:
                pause = FIRST_PAUSE_SECONDS
                log.warning("service_waits_for_database", service=name, error=str(error)[:200])
            except Exception as error:
                if time.monotonic() - started > STEADY_SECONDS:
                    pause = FIRST_PAUSE_SECONDS
                self._note(name, error)
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
            await asyncio.sleep(pause)

    def _note(self, name: str, error: Exception) -> None:
        if isinstance(error, CannotServe):
            self.errors[name] = str(error)
            log.error("service_cannot_serve", service=name, error=str(error))
        else:
            self.errors[name] = str(mask(f"{type(error).__name__}: {error}"))[:500]
            log.exception("service_failed", service=name)

    async def _beat(self) -> None:
        while True:
            try:
                await asyncio.to_thread(self._write_beats)
            except Exception:
                log.warning("heartbeat_not_written")
            await asyncio.sleep(BEAT_SECONDS)
            self.errors.clear()

    def _write_beats(self) -> None:
        connection.close_if_unusable_or_obsolete()
        rows = [(f"service:{n}", json.dumps({"error": self.errors.get(n, "")})) for n in self.services]
        with connection.cursor() as cursor:
            cursor.executemany(BEAT_SQL, rows)
