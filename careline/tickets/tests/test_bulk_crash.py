"""SIGKILL of the worker amid an order for many tickets: each is changed once, the run ends, each says what became of it."""

from collections import Counter

import pytest

from careline.core.models import Event
from careline.testing.killing import end, start_python, wait_until
from careline.testing.world import make_ticket
from careline.tickets.actions.bulk_start import start_bulk
from careline.tickets.actions.save_macro import MacroDetails, create_macro
from careline.tickets.contracts import BulkOrder, Selection
from careline.tickets.models import BulkItem, BulkRun, Message, Priority, Ticket

pytestmark = [pytest.mark.crash, pytest.mark.slow(seconds=60), pytest.mark.django_db(transaction=True)]
TICKETS = 100


def worker(home):
    """The worker as it runs in production."""
    return start_python("-m", "careline", "worker", CARELINE_HOME=home)


def over():
    return BulkItem.objects.exclude(state="waiting").count()


@pytest.mark.timeout(500)
def test_a_killed_worker_changes_no_ticket_twice_and_leaves_none_out(world, tmp_path):
    tickets = [make_ticket(world.support, world.customer) for _ in range(TICKETS)]
    macro = create_macro(MacroDetails(name="Recall", note="Called back"), by=world.ana)
    order = BulkOrder(priority=Priority.HIGH, add_tags=("recall",), macro_id=macro.pk)
    run = start_bulk(Selection(tuple(one.pk for one in tickets)), order, by=world.ana)
    killed = worker(tmp_path)
    assert wait_until(lambda: over() >= 20, seconds=200, every=0.02), over()
    end(killed)
    assert over() < TICKETS, "it was over before it was killed"
    process = worker(tmp_path)
    try:
        ended = wait_until(lambda: BulkRun.objects.get(pk=run.pk).state == "done", seconds=200)
    finally:
        process.terminate()
        process.wait(20)
    assert ended, over()
    assert Counter(run.items.values_list("state", flat=True)) == {"changed": TICKETS}
    notes = Counter(Message.objects.filter(is_public=False).values_list("ticket_id", flat=True))
    assert notes == dict.fromkeys((one.pk for one in tickets), 1)
    assert Ticket.objects.filter(priority=Priority.HIGH, tags=["recall"]).count() == TICKETS
    changed = Event.objects.filter(name="ticket.priority_changed", cause_id=run.cause_id)
    assert changed.count() == changed.values("subject").distinct().count() == TICKETS
    assert Event.objects.filter(name="bulk.finished").count() == 1
