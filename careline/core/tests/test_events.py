"""Facts: written with what they tell of, handled once each, in savepoints of their own."""

from dataclasses import dataclass

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from careline.core import events, jobs
from careline.core.models import Event, ParkedReaction


@dataclass(frozen=True)
class Rang(events.Fact):
    name = "test.rang"
    bell: int

    @property
    def subject(self):
        return f"bell:{self.bell}"


@pytest.fixture
def handlers(monkeypatch):
    table = {}
    monkeypatch.setattr(events, "_queued", {"test.rang": table})
    return table


@pytest.mark.django_db(transaction=True)
def test_nothing_is_emitted_outside_a_transaction():
    with pytest.raises(RuntimeError):
        events.emit(Rang(1))


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_transaction_leaves_neither_event_nor_job(handlers):
    handlers["h"] = lambda fact, recorded: None
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        events.emit(Rang(41))
        _ = 1 / 0
    assert not Event.objects.exists()
    assert not ProcrastinateJob.objects.filter(lock="bell:41").exists()


@pytest.mark.django_db
def test_one_job_per_event_whatever_the_number_of_handlers(handlers):
    handlers["a"] = handlers["b"] = lambda fact, recorded: None
    events.emit(Rang(42))
    assert ProcrastinateJob.objects.filter(lock="bell:42").count() == 1


@pytest.mark.django_db
def test_a_failing_handler_neither_undoes_nor_repeats_its_neighbour(handlers):
    heard = []

    def broken(fact, recorded):
        heard.append("broken")
        raise ValueError("no")

    handlers.update(broken=broken, good=lambda fact, recorded: heard.append(fact.bell))
    event_id = events.emit(Rang(7))
    jobs.react(event_id)
    assert heard == ["broken", 7]
    again = ProcrastinateJob.objects.order_by("id").last()
    assert again.args == {"event_id": event_id, "handlers": ["broken"], "attempt": 2}
    jobs.react(**again.args)
    assert heard == ["broken", 7, "broken"]


@pytest.mark.django_db
def test_a_job_that_runs_twice_reacts_once(handlers):
    heard = []
    handlers["good"] = lambda fact, recorded: heard.append(fact.bell)
    event_id = events.emit(Rang(7))
    jobs.react(event_id)
    jobs.react(event_id)
    assert heard == [7]


@pytest.mark.django_db
def test_a_handler_that_always_fails_is_parked_and_can_be_run_again(handlers):
    heard = []

    def moody(fact, recorded):
        heard.append(1)
        if len(heard) <= jobs.ATTEMPTS:
            raise ValueError("not today")

    handlers["moody"] = moody
    event_id = events.emit(Rang(7))
    for attempt in range(1, jobs.ATTEMPTS + 1):
        jobs.react(event_id, ["moody"], attempt)
    parked = ParkedReaction.objects.get()
    assert "not today" in parked.error
    assert jobs.retry_parked(parked.pk)
    assert not jobs.retry_parked(parked.pk)
    jobs.react(**ProcrastinateJob.objects.order_by("id").last().args)
    assert len(heard) == jobs.ATTEMPTS + 1
    assert not ParkedReaction.objects.exists()


@pytest.mark.django_db
def test_a_chain_of_causes_ends_at_five():
    cause = None
    for _ in range(events.LONGEST_CHAIN):
        cause = events.emit(Rang(1), cause=cause)
    with pytest.raises(events.ChainTooLong):
        events.emit(Rang(1), cause=cause)
