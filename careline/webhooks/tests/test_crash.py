"""Workers killed in the middle: afterwards each event was told, in order per ticket, always with the same id."""

import os
import random
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from careline.testing.world import make_ticket
from careline.tickets.actions.set_subject import set_subject
from careline.tickets.models import Ticket
from careline.webhooks.models import Delivery

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.crash,
    pytest.mark.slow(seconds=40),
    pytest.mark.timeout(300),
]
SCRIPT = """
import asyncio, django
django.setup()
from careline.webhooks import services
services.EVERY_SECONDS = 0.05
async def main():
    await asyncio.gather(services.follow(), services.hand_over())
asyncio.run(main())
"""
TICKETS, CHANGES, KILLS = 4, 30, 5


def start_worker():
    at = connection.settings_dict
    url = f"postgresql://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
    if str(at["HOST"]).startswith("/"):
        url = f"postgresql:///{at['NAME']}?host={at['HOST']}&user={at['USER']}"
    settings = {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "careline.config.settings",
        "CARELINE_HTTP_ALLOWED_NETWORKS": "127.0.0.1/32",
    }
    return subprocess.Popen([sys.executable, "-c", SCRIPT], env={**os.environ, **settings},
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip


def test_workers_killed_again_and_again_lose_nothing_and_keep_the_order(company, peer, make_hook):
    tickets = [make_ticket(company.support, company.customer) for _ in range(TICKETS)]
    make_hook(types=("ticket.subject_changed",))
    peer.slow_seconds = 0.05
    chance, workers = random.Random(11), [start_worker(), start_worker()]
    try:
        for n in range(CHANGES):
            ticket = Ticket.objects.get(pk=tickets[n % TICKETS].pk)
            set_subject(ticket, f"Number {n:03}", by=company.ana)
        for _ in range(KILLS):
            time.sleep(chance.uniform(0.5, 2.5))
            victim = chance.randrange(2)
            workers[victim].kill()
            workers[victim].wait()
            workers[victim] = start_worker()
        end = time.monotonic() + 150
        while Delivery.objects.count() < CHANGES or Delivery.objects.exclude(state="delivered").exists():
            assert time.monotonic() < end, [*Delivery.objects.values_list("state", "attempts")]
            # What a killed worker held is taken up after its lease: no need to wait for that here.
            Delivery.objects.filter(
                state="sending", claimed_at__lt=timezone.now() - timedelta(seconds=5)
            ).update(claimed_at=timezone.now() - timedelta(minutes=4))
            time.sleep(0.2)
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
    assert Delivery.objects.count() == CHANGES
    first_told: dict[str, list[str]] = {}
    for hook in peer.came:
        told = first_told.setdefault(hook.said["data"]["subject"], [])
        if hook.headers["webhook-id"] not in told:
            told.append(hook.headers["webhook-id"])
    for subject, told in first_told.items():
        wanted = Delivery.objects.filter(subject=subject).order_by("event_id").values_list("key", flat=True)
        assert told == [*wanted]
    assert sum(map(len, first_told.values())) == CHANGES
