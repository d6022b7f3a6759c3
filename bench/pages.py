"""Queue and ticket page at three sizes: wall time, CPU, queries; CPU beside that of the bare queries."""

import json
import os
import subprocess
import sys

from bench.database import SETTINGS, prepare
from bench.generator.dataset import Size

SIZES = (2_000, 100_000, 1_000_000)
_ASK = """
import json, statistics, sys, time
import django
django.setup()
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
settings.ALLOWED_HOSTS = ["*"]
ROUNDS = 40
client = Client()
client.force_login(get_user_model().objects.get(pk=2), backend=settings.AUTHENTICATION_BACKENDS[0])

def page(path, **headers):
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200, (path, answer.status_code)
    return b"".join(answer) if answer.streaming else answer.content

def cost(work):
    walls, cpus = [], []
    for _ in range(ROUNDS):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return statistics.median(walls) * 1000, statistics.median(cpus) * 1000

def measure(path, **headers):
    for _ in range(3):
        page(path, **headers)
    with CaptureQueriesContext(connection) as captured:
        page(path, **headers)
    said = [q["sql"] for q in captured.captured_queries]
    reads = [sql for sql in said if sql.lstrip().upper().startswith(("SELECT", "WITH"))]
    def bare():
        with connection.connection.cursor() as cursor:
            for sql in reads:
                cursor.execute(sql.encode().replace(b"%", b"%%"))
                cursor.fetchall()
    wall, cpu = cost(lambda: page(path, **headers))
    _, floor = cost(bare)
    return {"wall ms": wall, "cpu ms": cpu, "bare cpu ms": floor, "queries": len(said)}

# A ticket is opened from the queue: only the conversation comes.
opened = {"HX-Request": "true", "HX-Target": "main"}
ticket = int(sys.argv[1])
print(json.dumps({"queue": measure("/views/all-open/"), "ticket": measure(f"/tickets/{ticket}/", **opened)}))
"""


def measure(sizes: tuple[int, ...] = SIZES) -> dict[int, dict[str, dict[str, float]]]:
    """For each size and page: median wall and CPU milliseconds, CPU of its reads alone, and number of queries."""
    return {size: _one(prepare(Size(size)), 1001 + size - 7) for size in sizes}


def _one(address: str, ticket: int) -> dict[str, dict[str, float]]:
    environment = {**os.environ, **SETTINGS, "DATABASE_URL": address, "CARELINE_LOG_LEVEL": "error"}
    told = subprocess.run(
        [sys.executable, "-c", _ASK, str(ticket)], env=environment, check=True, capture_output=True, text=True
    )
    return dict(json.loads(told.stdout.splitlines()[-1]))
