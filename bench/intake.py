"""Intake against its floor: bytes accepted, durable, to ticket visible, with everything on, by one worker and by two.

Beside messages a second it tells what they cost: CPU time of the worker and of its PostgreSQL backend, and the cores
that both kept busy. Two workers can be no faster than the second core allows, which is measured in the same rounds.
"""

import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import psycopg

from bench import floor
from bench.cores import second_core
from bench.database import copy_of_empty, drop
from bench.generator.mails import mails

MESSAGES = 1000
ROUNDS = 3
BATCH = 20
LOOK_SECONDS = 0.1

_WORKER = """
import json, sys, time, resource, django
django.setup()
from django.db import connection
from bench.cores import cpu_seconds
from bench.intake import BATCH
from bench.generator.mails import mails
from careline.channels.intake import accept
from careline.channels.intake.drain import Drain
from careline.channels.models import Inbox
from careline.channels.protocol import NewArrival
count, first = int(sys.argv[1]), int(sys.argv[2])
inbox = Inbox.objects.get()
raws = list(mails(count, seed=11 + first, first=first))
backend = connection.connection.info.backend_pid
print("ready", flush=True); sys.stdin.readline()
began, cpu, database, memory = time.monotonic(), time.process_time(), cpu_seconds(backend), []
drain = Drain()
with drain.living():
    for start in range(0, count, BATCH):
        accept([NewArrival(inbox.pk, f"bench:{first}:{start + n}", raw) for n, raw in enumerate(raws[start : start + BATCH])])
        while drain.batch():
            pass
        memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
print(json.dumps({
    "seconds": time.monotonic() - began, "cpu": time.process_time() - cpu, "database": cpu_seconds(backend) - database,
    "early_kb": memory[len(memory) // 10], "late_kb": memory[-1],
}), flush=True)
"""


@dataclass(frozen=True)
class Run:
    """One run: messages a second, CPU seconds of worker and backend, the cores these kept busy, waits for locks."""

    rate: float
    cpu: float
    busy: float
    waiting: float

    @property
    def milliseconds(self) -> float:
        """CPU milliseconds that a message cost."""
        return self.cpu / MESSAGES * 1000


def measure() -> dict[str, float]:
    """Messages a second for the floor, one worker and two, with their ratios; medians of alternating rounds."""
    floors, ones, twos, cores = [], [], [], []
    for _ in range(ROUNDS):
        floors.append(_floor())
        ones.append(_workers(1))
        twos.append(_workers(2))
        cores.append(second_core())

    def middle(runs: list[Run], told: Callable[[Run], float]) -> float:
        return statistics.median(told(run) for run in runs)

    base, ceiling = statistics.median(floors), statistics.median(cores)
    one, two = (middle(runs, lambda run: run.rate) for runs in (ones, twos))
    cost_of_one, cost_of_two = (middle(runs, lambda run: run.milliseconds) for runs in (ones, twos))
    return {
        "floor messages/s": base,
        "one worker messages/s": one,
        "two workers messages/s": two,
        "one worker / floor": one / base,
        "two workers / one": two / one,
        "two pure loops / one": ceiling,
        "two workers / one, of what the second core gives": two / one / ceiling,
        "cores busy with one": middle(ones, lambda run: run.busy),
        "cores busy with two": middle(twos, lambda run: run.busy),
        "CPU ms a message with one": cost_of_one,
        "CPU a message, two / one": cost_of_two / cost_of_one,
        "time waited for locks with two, %": middle(twos, lambda run: run.waiting) * 100,
    }


def measure_memory(messages: int = 20_000) -> dict[str, float]:
    """Memory of one worker after a tenth, and at the end, of many messages."""
    address = copy_of_empty("intake")
    told = _run(address, [(messages, 0)])[0]
    drop(address)
    return {"MB after a tenth": told["early_kb"] / 1024, "MB at the end": told["late_kb"] / 1024}


def _floor() -> float:
    address = copy_of_empty("floor")
    raws = list(mails(MESSAGES, seed=11))
    began = time.monotonic()
    floor.run(address, raws, inbox_id=1, team_id=1)
    took = time.monotonic() - began
    drop(address)
    return MESSAGES / took


def _workers(count: int) -> Run:
    address = copy_of_empty("intake")
    share = MESSAGES // count
    with _Waits(address) as waits:
        told = _run(address, [(share, n * share) for n in range(count)])
    with psycopg.connect(address) as connection:
        row = connection.execute("SELECT count(*) FROM tickets_message").fetchone()
    assert row is not None
    if row[0] != share * count:
        raise RuntimeError(f"{row[0]} of {share * count} messages were taken in")
    drop(address)
    seconds = max(one["seconds"] for one in told)
    cpu = sum(one["cpu"] + one["database"] for one in told)
    return Run(share * count / seconds, cpu, cpu / seconds, waits.share)


class _Waits:
    """Looks ten times a second which of the workers' backends wait for a lock that another holds."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._seen = self._waited = 0

    def __enter__(self) -> "_Waits":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stopping.set()
        self._thread.join()

    @property
    def share(self) -> float:
        """The part of the looks at which a backend waited."""
        return self._waited / self._seen if self._seen else 0.0

    def _look(self) -> None:
        with psycopg.connect(self._address, autocommit=True) as connection:
            while not self._stopping.wait(LOOK_SECONDS):
                rows = connection.execute(
                    "SELECT wait_event_type = 'Lock' FROM pg_stat_activity WHERE datname = current_database()"
                    " AND pid <> pg_backend_pid() AND application_name <> 'careline intake'"
                ).fetchall()
                self._seen += len(rows)
                self._waited += sum(bool(row[0]) for row in rows)


def _run(address: str, shares: list[tuple[int, int]]) -> list[dict[str, float]]:
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "careline.config.settings",
        "CARELINE_LOG_LEVEL": "error",
    }
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", _WORKER, str(count), str(first)],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for count, first in shares
    ]  # fmt: skip
    for worker in workers:
        assert worker.stdout and worker.stdin
        worker.stdout.readline()
    for worker in workers:
        assert worker.stdin
        worker.stdin.write("go\n")
        worker.stdin.flush()
    return [json.loads(worker.communicate()[0].splitlines()[-1]) for worker in workers]
