"""Workers that tell of late steps, killed in the middle: everybody is told, each once."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from careline.core.models import Event
from careline.playbooks.actions.start_run import start_run
from careline.playbooks.models import Run
from careline.testing.killing import pair, wait_until
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


def test_workers_killed_again_and_again_tell_of_each_late_step_once(world, make_playbook) -> None:
    make_playbook()
    for _n in range(RUNS):
        ticket = make_ticket(world.support, world.customer, assignee=world.ana)
        start_run(ticket, "small", by=world.ana)
    Run.objects.update(tell_at=timezone.now() - timedelta(minutes=1))
    with pair(SCRIPT) as workers:
        workers.kill(KILLS, between=(1, 2))
        assert wait_until(lambda: not Run.objects.filter(told=0).exists(), seconds=60)
    told = Counter(Event.objects.filter(name="playbook.step_late").values_list("subject", flat=True))
    assert len(told) == RUNS
    assert {*told.values()} == {1}
