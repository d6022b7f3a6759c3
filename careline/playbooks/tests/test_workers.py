"""Workers that tell of late steps, killed in the middle: everybody is told, each once."""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from careline.core.models import Event
from careline.playbooks.actions.start_run import start_run
from careline.playbooks.models import Run
from careline.testing.world import make_ticket

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.crash,
    pytest.mark.slow(seconds=20),
    pytest.mark.timeout(180),
]
SCRIPT = """
import asyncio, django
django.setup()
from careline.playbooks import services
from careline.playbooks.actions import tell_late
tell_late.AT_ONCE = 2
asyncio.run(services.mind_steps())
"""
RUNS, KILLS = 30, 3


def start_worker() -> subprocess.Popen:
    at = connection.settings_dict
    url = f"postgresql://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
    if str(at["HOST"]).startswith("/"):
        url = f"postgresql:///{at['NAME']}?host={at['HOST']}&user={at['USER']}"
    settings = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "careline.config.settings"}
    return subprocess.Popen([sys.executable, "-c", SCRIPT], env={**os.environ, **settings},
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip


def test_workers_killed_again_and_again_tell_of_each_late_step_once(world, make_playbook) -> None:
    make_playbook()
    for _n in range(RUNS):
        ticket = make_ticket(world.support, world.customer, assignee=world.ana)
        start_run(ticket, "small", by=world.ana)
    Run.objects.update(tell_at=timezone.now() - timedelta(minutes=1))
    chance, workers = random.Random(7), [start_worker(), start_worker()]
    try:
        for _ in range(KILLS):
            time.sleep(chance.uniform(1, 2))
            workers.pop(chance.randrange(len(workers))).kill()
            workers.append(start_worker())
        end = time.monotonic() + 60
        while Run.objects.filter(told=0).exists() and time.monotonic() < end:
            time.sleep(0.2)
    finally:
        for worker in workers:
            worker.kill()
            worker.wait(10)
    told = Counter(Event.objects.filter(name="playbook.step_late").values_list("subject", flat=True))
    assert len(told) == RUNS
    assert {*told.values()} == {1}
