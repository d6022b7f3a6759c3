"""SIGKILL at any moment: each promise that comes near or is broken is told of once, and none is forgotten."""

import random
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from careline.core.models import Event
from careline.promises.models import Promise
from careline.testing.killing import start_python
from careline.testing.world import World, make_ticket

pytestmark = [pytest.mark.crash, pytest.mark.django_db(transaction=True)]
WATCHING = (
    "import asyncio, django; django.setup(); from careline.promises.services import mind_promises;"
    " asyncio.run(mind_promises())"
)
COUNT, KILLS, SEED = 200, 5, 20261122


def broken() -> int:
    return Promise.objects.filter(state="broken").count()


def wait_until(condition, *, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until and not condition():
        time.sleep(0.05)
    return condition()


@pytest.mark.slow(seconds=40)
@pytest.mark.timeout(300)
def test_every_promise_is_told_of_once_whatever_is_killed(world: World) -> None:
    chance, now = random.Random(SEED), timezone.now()
    tickets = [make_ticket(world.support, world.customer) for _ in range(5)]
    Promise.objects.bulk_create(
        Promise(
            ticket=tickets[n % 5], made_on_id=tickets[n % 5].pk, agent=world.ana, words=f"No {n}", state="open",
            due_at=now + timedelta(seconds=2 + n / 20), first_due_at=now, warn_at=now, warned_at=None,
        )
        for n in range(COUNT)
    )  # fmt: skip
    for _ in range(KILLS):
        before, process = broken(), start_python("-c", WATCHING)
        wait_until(lambda before=before: broken() > before, seconds=30)
        time.sleep(chance.random() * 0.2)
        process.kill()
        process.wait(10)
    last = start_python("-c", WATCHING)
    try:
        assert wait_until(lambda: broken() == COUNT, seconds=60)
    finally:
        last.terminate()
        last.wait(10)
    told = Counter(
        (one.name, one.data["promise_id"]) for one in Event.objects.filter(name__startswith="promise.")
    )
    assert set(told.values()) == {1}, "nothing twice"
    assert {key for name, key in told if name == "promise.broken"} == {
        *Promise.objects.values_list("pk", flat=True)
    }
