"""Drains killed in the middle: afterwards everything is there, exactly once, in the order each sender wrote."""

import os
import random
import subprocess
import sys
import time

import pytest
from django.db import connection

from careline.channels import intake
from careline.channels.models import Arrival
from careline.channels.protocol import NewArrival
from careline.testing.inboxes import make_inbox, make_mail
from careline.testing.world import make_world
from careline.tickets.models import Message

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.crash,
    pytest.mark.slow(seconds=40),
    pytest.mark.timeout(300),
]
SCRIPT = """
import django
django.setup()
from careline.channels.intake.drain import Drain
Drain().run()
"""
MAILS = 150
KILLS = 8


def start_drain():
    at = connection.settings_dict
    url = f"postgresql://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
    if str(at["HOST"]).startswith("/"):
        url = f"postgresql:///{at['NAME']}?host={at['HOST']}&user={at['USER']}"
    settings = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "careline.config.settings"}
    return subprocess.Popen([sys.executable, "-c", SCRIPT], env={**os.environ, **settings},
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip


def test_two_drains_killed_again_and_again_lose_and_double_nothing():
    inbox = make_inbox(make_world().support, storm_limit=0)
    chance = random.Random(7)
    drains = [start_drain(), start_drain()]
    try:
        for n in range(MAILS):
            sender = f"customer{n % 10}@customer.example"
            intake.accept([NewArrival(inbox.pk, f"t:{n}", make_mail(f"mail {n}", sender=sender))])
        for _ in range(KILLS):
            time.sleep(chance.uniform(0.5, 3))
            victim = chance.randrange(2)
            drains[victim].kill()
            drains[victim].wait()
            drains[victim] = start_drain()
        end = time.monotonic() + 120
        while Arrival.objects.filter(state="waiting").exists():
            assert time.monotonic() < end, Arrival.objects.filter(state="waiting").count()
            time.sleep(0.3)
    finally:
        for drain in drains:
            drain.kill()
            drain.wait()
    assert set(Arrival.objects.values_list("state", flat=True)) == {"done"}
    texts = list(Message.objects.order_by("id").values_list("from_email", "text"))
    assert sorted(text for _, text in texts) == sorted(f"mail {n}" for n in range(MAILS))
    for k in range(10):
        numbers = [int(t.split()[1]) for sender, t in texts if sender == f"customer{k}@customer.example"]
        assert numbers == sorted(numbers)
