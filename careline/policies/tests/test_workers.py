"""Several workers, killed in the middle: what is due is done, each once."""

import pytest
from django.db import transaction

from careline.core.models import Event
from careline.policies.models import Clock, ServicePolicy
from careline.policies.tests.test_clocks import arrive, long_ago
from careline.testing.killing import pair, wait_until
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


def test_workers_killed_again_and_again_do_each_thing_once() -> None:
    world = make_world()
    made = ServicePolicy.objects.create(name="Standard")
    steps = [{"offset": -600, "do": "notify", "who": ["lead"]}, {"offset": 1800, "do": "raise", "who": []}]
    seconds = dict.fromkeys(("low_seconds", "normal_seconds", "high_seconds", "urgent_seconds"), 3600)
    made.targets.create(kind="resolution", **seconds, steps=steps)
    with transaction.atomic():
        for _ in range(TICKETS):
            long_ago(arrive(world), 2)
    with pair(SCRIPT) as workers:
        workers.kill(KILLS, between=(1.5, 3))
        assert wait_until(lambda: not Clock.objects.filter(next_at__isnull=False).exists(), seconds=60)
    for name in ("clock.breached", "clock.escalated", "ticket.priority_changed"):
        told = [*Event.objects.filter(name=name).values_list("subject", flat=True)]
        assert len(told) == TICKETS == len({*told}), name
