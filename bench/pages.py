"""Queue and ticket page at three sizes: wall time, CPU, queries; CPU beside that of the bare queries.

The sizes take turns within each round, so that a busy moment of the machine falls on all of them. How a page grows is
told twice: by the clock, and by CPU time with that of its PostgreSQL backend, which other work disturbs less.
"""

import json
import os
import statistics
import subprocess
import sys
from typing import Any

from bench.database import SETTINGS, prepare
from bench.generator.dataset import Size

SIZES = (2_000, 100_000, 1_000_000)
ROUNDS = 6
_ASK = """
import json, sys, time
import django
django.setup()
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from bench.cores import cpu_seconds
settings.ALLOWED_HOSTS = ["*"]
TIMES = 10
client = Client()
client.force_login(get_user_model().objects.get(pk=2), backend=settings.AUTHENTICATION_BACKENDS[0])

def page(path, **headers):
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200, (path, answer.status_code)
    return b"".join(answer) if answer.streaming else answer.content

def cost(work):
    backend, walls, cpus = connection.connection.info.backend_pid, [], []
    database = cpu_seconds(backend)
    for _ in range(TIMES):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
    return walls, cpus, (cpu_seconds(backend) - database) * 1000 / TIMES

def prepared(path, **headers):
    for _ in range(3):
        page(path, **headers)
    with CaptureQueriesContext(connection) as captured:
        page(path, **headers)
    said = [q["sql"] for q in captured.captured_queries]
    reads = [sql for sql in said if sql.lstrip().upper().startswith(("SELECT", "WITH")) and "INSERT INTO" not in sql]
    def bare():
        with connection.connection.cursor() as cursor:
            for sql in reads:
                cursor.execute(sql.encode().replace(b"%", b"%%"))
                cursor.fetchall()
    def once():
        walls, cpus, database = cost(lambda: page(path, **headers))
        return {"walls": walls, "cpus": cpus, "database": database, "bare": cost(bare)[1], "queries": len(said)}
    return once

# A ticket is opened from the queue: only the conversation comes.
opened = {"HX-Request": "true", "HX-Target": "main"}
pages = {"queue": prepared("/views/all-open/"), "ticket": prepared(f"/tickets/{int(sys.argv[1])}/", **opened)}
for _line in sys.stdin:
    print(json.dumps({name: once() for name, once in pages.items()}), flush=True)
"""


def measure(sizes: tuple[int, ...] = SIZES) -> dict[int, dict[str, dict[str, float]]]:
    """For each size and page: median wall and CPU milliseconds, CPU of its reads alone, and number of queries."""
    askers = {size: _asker(prepare(Size(size)), 1001 + size - 7) for size in sizes}
    told: dict[int, list[dict[str, Any]]] = {size: [] for size in sizes}
    for _ in range(ROUNDS):
        for size, asker in askers.items():
            told[size].append(_round(asker))
    for asker in askers.values():
        asker.communicate()
    return {
        size: {page: _summary([one[page] for one in rounds]) for page in ("queue", "ticket")}
        for size, rounds in told.items()
    }


def _asker(address: str, ticket: int) -> subprocess.Popen[str]:
    environment = {**os.environ, **SETTINGS, "DATABASE_URL": address, "CARELINE_LOG_LEVEL": "error"}
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", _ASK, str(ticket)],
        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def _round(asker: subprocess.Popen[str]) -> dict[str, Any]:
    assert asker.stdin and asker.stdout
    asker.stdin.write("go\n")
    asker.stdin.flush()
    return dict(json.loads(asker.stdout.readline()))


def _summary(rounds: list[dict[str, Any]]) -> dict[str, float]:
    def middle(of: str) -> float:
        return float(statistics.median(value for one in rounds for value in one[of]))

    database = statistics.mean(one["database"] for one in rounds)
    return {
        "wall ms": middle("walls"),
        "cpu ms": middle("cpus"),
        "database cpu ms": database,
        "bare cpu ms": middle("bare"),
        "queries": rounds[0]["queries"],
    }
