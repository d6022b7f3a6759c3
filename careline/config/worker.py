"""One worker process: jobs and their timetable by Procrastinate, and the services that apps registered."""

import asyncio
import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor

import structlog
from django.conf import settings
from django.utils.module_loading import autodiscover_modules
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app

from careline.accounts.job_language import speak_in_job
from careline.core import services

THREADS = 128
GRACE_SECONDS = 15.0
LONGEST_GOODBYE_SECONDS = 20.0
HEARTBEAT_SECONDS = 10.0
log = structlog.get_logger()


def run(*, concurrency: int, with_services: bool) -> None:
    """Work until SIGTERM or SIGINT; jobs under way get 15 seconds to finish."""
    autodiscover_modules("services")
    asyncio.run(_work(concurrency, services.REGISTERED if with_services else {}))


async def _work(concurrency: int, chosen: dict[str, services.Service]) -> None:
    loop = asyncio.get_running_loop()
    # Receivers that block live in threads beside the jobs: the default of cpu + 4 would let them starve the jobs.
    loop.set_default_executor(ThreadPoolExecutor(THREADS, thread_name_prefix="work"))

    async def jobs() -> None:
        await _run_jobs(concurrency)

    working = asyncio.create_task(services.Keeper({"jobs": jobs, **chosen}).run())
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, _stop, working)
    log.info("worker_started", services=sorted(chosen), concurrency=concurrency)
    try:
        await working
    except asyncio.CancelledError:
        log.info("worker_stopped")


def _stop(working: "asyncio.Task[None]") -> None:
    """End the work; a thread that hangs, say in a lost connection, must not keep the process for ever."""
    limit = threading.Timer(LONGEST_GOODBYE_SECONDS, os._exit, [1])
    limit.daemon = True
    limit.start()
    working.cancel()


async def _run_jobs(concurrency: int) -> None:
    connector = PsycopgConnector(
        conninfo=settings.CARELINE_LISTENER_DSN, min_size=1, max_size=concurrency + 3
    )
    with app.replace_connector(connector):
        async with app.open_async():
            await app.run_worker_async(
                concurrency=concurrency,
                install_signal_handlers=False,
                shutdown_graceful_timeout=GRACE_SECONDS,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                task_middleware=[*settings.PROCRASTINATE_WORKER_DEFAULTS["task_middleware"], speak_in_job],
            )
    # Losing its database, Procrastinate stops the worker and returns as if all were done.
    raise services.DatabaseAway("the jobs stopped by themselves")
