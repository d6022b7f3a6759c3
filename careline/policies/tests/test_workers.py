"""Several workers, killed in the middle: what is due is done, each once."""

import os
import random
import subprocess
import sys
import time

import pytest
from django.db import connection, transaction

from careline.core.models import Event
from careline.policies.models import Clock, ServicePolicy
from careline.policies.tests.test_clocks import arrive, long_ago
from careline.testing.world import make_world

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.crash,
    pytest.mark.slow(seconds=40),
    pytest.mark.timeout(300),
]
SCRIPT = """
import asyncio, django
django.setup()
from careline.policies import services
from careline.policies.actions import fire_due
fire_due.AT_ONCE = 3
asyncio.run(services.find_due_clocks())
"""
TICKETS, KILLS = 40, 4


def start_worker() -> subprocess.Popen:
    at = connection.settings_dict
    url = f"postgresql://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
    if str(at["HOST"]).startswith("/"):
        url = f"postgresql:///{at['NAME']}?host={at['HOST']}&user={at['USER']}"
    settings = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "careline.config.settings"}
    return subprocess.Popen([sys.executable, "-c", SCRIPT], env={**os.environ, **settings},
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip


def test_workers_killed_again_and_again_do_each_thing_once() -> None:
    world = make_world()
    made = ServicePolicy.objects.create(name="Standard")
    steps = [{"offset": -600, "do": "notify", "who": ["lead"]}, {"offset": 1800, "do": "raise", "who": []}]
    seconds = dict.fromkeys(("low_seconds", "normal_seconds", "high_seconds", "urgent_seconds"), 3600)
    made.targets.create(kind="resolution", **seconds, steps=steps)
    with transaction.atomic():
        for _ in range(TICKETS):
            long_ago(arrive(world), 2)
    chance, workers = random.Random(7), [start_worker(), start_worker()]
    try:
        for _ in range(KILLS):
            time.sleep(chance.uniform(1.5, 3))
            workers.pop(chance.randrange(len(workers))).kill()
            workers.append(start_worker())
        end = time.monotonic() + 60
        while Clock.objects.filter(next_at__isnull=False).exists() and time.monotonic() < end:
            time.sleep(0.2)
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
    for name in ("clock.breached", "clock.escalated", "ticket.priority_changed"):
        told = [*Event.objects.filter(name=name).values_list("subject", flat=True)]
        assert len(told) == TICKETS == len({*told}), name
