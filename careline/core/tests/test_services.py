"""Services of the worker: started again, kept apart, ended cleanly, and known by their heartbeat."""

import asyncio
import contextlib

import pytest
from django.db import OperationalError
from structlog.testing import capture_logs

from careline.core import services
from careline.core.models import Heartbeat


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(services, "FIRST_PAUSE_SECONDS", 0.01)


def run(keeper, seconds):
    async def for_a_while():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(keeper.run(), seconds)

    asyncio.run(for_a_while())


@pytest.mark.django_db(transaction=True)
def test_one_that_fails_is_started_again_and_takes_nobody_down():
    runs, steady = [], []

    async def failing():
        runs.append(1)
        raise ConnectionError("imap://me:hunter2@mail.example is away")

    async def living():
        while True:
            steady.append(1)
            await asyncio.sleep(0.01)

    keeper = services.Keeper({"failing": failing, "living": living})
    run(keeper, 0.5)
    assert len(runs) >= 3
    assert len(steady) > 10
    assert keeper.errors["failing"] == "ConnectionError: imap://***@mail.example is away"


@pytest.mark.django_db(transaction=True)
def test_how_each_fares_is_written_down(monkeypatch):
    monkeypatch.setattr(services, "BEAT_SECONDS", 0.05)

    async def failing():
        raise OSError("away")

    async def living():
        await asyncio.sleep(60)

    run(services.Keeper({"failing": failing, "living": living}), 0.6)
    told = dict(Heartbeat.objects.values_list("name", "detail"))
    assert set(told) == {"service:failing", "service:living"}
    assert told["service:living"] == {"error": ""}


@pytest.mark.django_db(transaction=True)
def test_cancelling_ends_every_service_and_lets_it_tidy_up():
    tidied = []

    async def tidy():
        try:
            await asyncio.sleep(60)
        finally:
            tidied.append(1)

    run(services.Keeper({"one": tidy, "two": tidy}), 0.2)
    assert tidied == [1, 1]


@pytest.mark.django_db(transaction=True)
def test_it_ends_when_every_service_has_nothing_more_to_do():
    async def done():
        return

    asyncio.run(asyncio.wait_for(services.Keeper({"done": done}).run(), 5))


@pytest.mark.django_db(transaction=True)
def test_while_the_database_is_away_it_is_tried_again_soon_and_no_fault_is_noted():
    runs = []

    async def waiting():
        runs.append(1)
        raise OperationalError("the database system is starting up")

    keeper = services.Keeper({"waiting": waiting})
    run(keeper, 0.5)
    assert len(runs) > 15
    assert keeper.errors == {}


@pytest.mark.django_db(transaction=True)
def test_what_an_operator_has_to_mend_is_told_in_a_sentence_and_tried_again():
    async def hindered():
        raise services.CannotServe("The door is taken.")

    keeper = services.Keeper({"hindered": hindered})
    with capture_logs() as told:
        run(keeper, 0.2)
    assert keeper.errors == {"hindered": "The door is taken."}
    told = [line for line in told if line["event"] == "service_cannot_serve"]
    assert len(told) > 1
    assert {line["error"] for line in told} == {"The door is taken."}
    assert all("exc_info" not in line for line in told)
