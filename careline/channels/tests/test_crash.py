"""Drains killed in the middle: afterwards everything is there, exactly once, in the order each sender wrote."""

import pytest

from careline.channels import intake
from careline.channels.models import Arrival
from careline.channels.protocol import NewArrival
from careline.testing.inboxes import make_inbox, make_mail
from careline.testing.killing import pair, wait_until
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


def test_two_drains_killed_again_and_again_lose_and_double_nothing():
    inbox = make_inbox(make_world().support, storm_limit=0)
    with pair(SCRIPT) as drains:
        for n in range(MAILS):
            sender = f"customer{n % 10}@customer.example"
            intake.accept([NewArrival(inbox.pk, f"t:{n}", make_mail(f"mail {n}", sender=sender))])
        drains.kill(KILLS, between=(0.5, 3))
        assert wait_until(lambda: not Arrival.objects.filter(state="waiting").exists(), seconds=120)
    assert set(Arrival.objects.values_list("state", flat=True)) == {"done"}
    texts = list(Message.objects.order_by("id").values_list("from_email", "text"))
    assert sorted(text for _, text in texts) == sorted(f"mail {n}" for n in range(MAILS))
    for k in range(10):
        numbers = [int(t.split()[1]) for sender, t in texts if sender == f"customer{k}@customer.example"]
        assert numbers == sorted(numbers)
