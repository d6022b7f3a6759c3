"""Long-running services of the worker (receivers, pollers): who registered, and how they are kept running.

An app registers in its module `services.py` (found by itself), `apps.ready()` or elsewhere. Each service is one
asyncio task; one that fails is started again with back-off and never takes another down.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable

import structlog

Service = Callable[[], Awaitable[None]]
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 60.0
STEADY_SECONDS = 120.0
REGISTERED: dict[str, Service] = {}
log = structlog.get_logger()


def register_service(name: str, service: Service) -> None:
    """Have `service()` run in the worker. It runs until it is cancelled; returning means that it has no more to do."""
    REGISTERED[name] = service


async def keep_running(name: str, service: Service) -> None:
    """Run one service until it returns or we are cancelled; after a failure start it again, ever less often."""
    pause = FIRST_PAUSE_SECONDS
    while True:
        started = time.monotonic()
        try:
            with structlog.contextvars.bound_contextvars(service=name):
                await service()
            return
        except Exception:
            if time.monotonic() - started > STEADY_SECONDS:
                pause = FIRST_PAUSE_SECONDS
            log.exception("service_failed", service=name, again_in_seconds=pause)
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE_SECONDS)


async def run_services(services: dict[str, Service]) -> None:
    """Run services side by side until all have returned or we are cancelled."""
    tasks = [
        asyncio.create_task(keep_running(name, service), name=name) for name, service in services.items()
    ]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
