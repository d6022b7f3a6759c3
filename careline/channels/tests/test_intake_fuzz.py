"""Mutated mails through the whole intake: nothing crashes, takes long, holds up the next, or is lost."""

import collections
import random
import time

import pytest

from careline.channels.email.tests.test_fuzz import LONGEST_SECONDS, RUNS, mutated
from careline.channels.intake import accept, process
from careline.channels.models import Arrival
from careline.channels.protocol import NewArrival
from careline.testing.inboxes import make_inbox
from careline.tickets.models import Message

BATCH = 50
ENDS = {"done", "ignored", "suspended", "failed"}
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(1200)]


def take_in(inbox, first):
    """Journal and process one batch; gives the ids. No mail may take longer than the limit."""
    raws = [mutated(random.Random(seed)) for seed in range(first, first + BATCH)]
    ids = accept([NewArrival(inbox.pk, f"fuzz:{first + n}", raw) for n, raw in enumerate(raws)])
    assert len(ids) == BATCH
    for arrival_id in ids:
        began = time.process_time()
        process(arrival_id)
        assert time.process_time() - began < LONGEST_SECONDS, (
            f"arrival {arrival_id} of the batch from seed {first}"
        )
    return ids


def test_mutated_mails_all_come_to_an_end_and_none_is_lost(world):
    inbox = make_inbox(world.support, storm_limit=0)
    total = max(RUNS // BATCH, 1) * BATCH
    for first in range(0, total, BATCH):
        take_in(inbox, first)
    ends = collections.Counter(Arrival.objects.values_list("state", flat=True))
    assert sum(ends.values()) == total
    assert set(ends) <= ENDS
    for arrival in Arrival.objects.filter(state="failed"):
        assert arrival.reason.startswith("Unreadable"), (
            arrival.origin,
            arrival.reason,
            arrival.error[-1500:],
        )
        assert len(arrival.raw) == arrival.size
    filed = Arrival.objects.exclude(message_id=None).values_list("message_id", flat=True)
    assert set(Message.objects.filter(author="customer").values_list("pk", flat=True)) == set(filed)
    assert ends["done"] > total // 10, ends
