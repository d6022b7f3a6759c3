"""Intake against its floor: bytes accepted, durable, to ticket visible, with everything on, by one worker and by two."""

import json
import os
import statistics
import subprocess
import sys
import time

import psycopg

from bench import floor
from bench.database import copy_of_empty, drop
from bench.generator.mails import mails

MESSAGES = 1000
ROUNDS = 3
BATCH = 20

_WORKER = """
import json, sys, time, resource, django
django.setup()
from bench.intake import BATCH
from bench.generator.mails import mails
from careline.channels.intake import accept, drain_once
from careline.channels.models import Inbox
from careline.channels.protocol import NewArrival
count, first, flat = int(sys.argv[1]), int(sys.argv[2]), len(sys.argv) > 3
inbox = Inbox.objects.get()
raws = list(mails(count, seed=11 + first, first=first))
print("ready", flush=True); sys.stdin.readline()
began, memory = time.monotonic(), []
for start in range(0, count, BATCH):
    accept([NewArrival(inbox.pk, f"bench:{first}:{start + n}", raw) for n, raw in enumerate(raws[start : start + BATCH])])
    drain_once()
    memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
took = time.monotonic() - began
print(json.dumps({"seconds": took, "early_kb": memory[len(memory) // 10], "late_kb": memory[-1]}), flush=True)
"""


def measure() -> dict[str, float]:
    """Messages a second for the floor, one worker and two, with their ratios; medians of alternating rounds."""
    floors, ones, twos = [], [], []
    for _ in range(ROUNDS):
        floors.append(_floor())
        ones.append(_workers(1))
        twos.append(_workers(2))
    base, one, two = (statistics.median(found) for found in (floors, ones, twos))
    return {
        "floor messages/s": base,
        "one worker messages/s": one,
        "two workers messages/s": two,
        "one worker / floor": one / base,
        "two workers / one": two / one,
    }


def measure_memory(messages: int = 20_000) -> dict[str, float]:
    """Memory of one worker after a tenth, and at the end, of many messages."""
    address = copy_of_empty("intake")
    told = _run(address, [(messages, 0)], "flat")[0]
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


def _workers(count: int) -> float:
    address = copy_of_empty("intake")
    share = MESSAGES // count
    told = _run(address, [(share, n * share) for n in range(count)])
    with psycopg.connect(address) as connection:
        row = connection.execute("SELECT count(*) FROM tickets_message").fetchone()
    assert row is not None
    if row[0] != share * count:
        raise RuntimeError(f"{row[0]} of {share * count} messages were taken in")
    drop(address)
    return share * count / max(one["seconds"] for one in told)


def _run(address: str, shares: list[tuple[int, int]], *more: str) -> list[dict[str, float]]:
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "careline.config.settings",
        "CARELINE_LOG_LEVEL": "error",
    }
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", _WORKER, str(count), str(first), *more],
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
