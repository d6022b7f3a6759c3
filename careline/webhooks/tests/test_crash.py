"""Workers killed in the middle: afterwards each event was told, in order per ticket, always with the same id."""

from datetime import timedelta

import pytest
from django.utils import timezone

from careline.testing.killing import pair, wait_until
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


def all_delivered():
    """What a killed worker held is taken up after its lease: no need to wait for that here."""
    now = timezone.now()
    held = Delivery.objects.filter(state="sending", claimed_at__lt=now - timedelta(seconds=5))
    held.update(claimed_at=now - timedelta(minutes=4))
    states = Delivery.objects.values_list("state", flat=True)
    return len(states) == CHANGES and {*states} == {"delivered"}


def test_workers_killed_again_and_again_lose_nothing_and_keep_the_order(company, peer, make_hook):
    tickets = [make_ticket(company.support, company.customer) for _ in range(TICKETS)]
    make_hook(types=("ticket.subject_changed",))
    peer.slow_seconds = 0.05
    with pair(SCRIPT, CARELINE_HTTP_ALLOWED_NETWORKS="127.0.0.1/32") as workers:
        for n in range(CHANGES):
            ticket = Ticket.objects.get(pk=tickets[n % TICKETS].pk)
            set_subject(ticket, f"Number {n:03}", by=company.ana)
        workers.kill(KILLS, between=(0.5, 2.5), seed=11)
        assert wait_until(all_delivered, seconds=150), [*Delivery.objects.values_list("state", "attempts")]
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
