"""What a thousand streams share: the bytes of an event, the look at a person's rights, the heartbeat."""

import asyncio
import json
import time

import httpx
import pytest
from django.db import DatabaseError

from careline.core.live import gates, hub, person
from careline.core.live.log import News
from careline.core.live.person import watchable
from careline.core.live.telling import Telling
from careline.core.tests.test_live import server, session_of  # noqa: F401  (a fixture)
from careline.testing.world import make_world


def test_streams_that_may_know_the_same_share_the_bytes_and_others_learn_nothing_of_it():
    telling = Telling("1/2:2:", News("bell.rang", frozenset({"bell:1", "bell:2"}), {"event": 7}))
    one = telling.block(frozenset({"bell:1", "bell:9"}))
    assert telling.block(frozenset({"bell:1"})) is one
    both = telling.block(frozenset({"bell:1", "bell:2"}))
    head, event, data = both.decode().rstrip("\n").split("\n")
    assert (head, event) == ("id: 1/2:2:", "event: bell.rang")
    assert json.loads(data.removeprefix("data: ")) == {
        "name": "bell.rang",
        "topics": ["bell:1", "bell:2"],
        "event": 7,
    }
    assert b"bell:2" not in one and telling.block(frozenset({"bell:9"})) == b""


@pytest.mark.django_db(transaction=True)
def test_many_streams_ask_together_and_each_gets_its_own_answer(monkeypatch):
    world, asked = make_world(), []

    def gate(agent, wanted):
        asked.append(agent.pk)
        time.sleep(0.1)
        return {n for n in wanted if n % 2 == agent.pk % 2}

    monkeypatch.setitem(gates._gates, "bell", gate)
    people = {world.ana: session_of(world.ana)["Cookie"], world.ben: session_of(world.ben)["Cookie"]}

    async def all_at_once():
        streams = [(who, n) for n in range(40) for who in people]
        questions = (watchable(people[who], frozenset({f"bell:{n}"})) for who, n in streams)
        nobody = watchable("sessionid=nonsense", frozenset({"bell:1"}))
        answers = await asyncio.gather(*questions, nobody)
        return dict(zip(streams, answers, strict=False)), answers[-1]

    answers, nobody = asyncio.run(all_at_once())
    for (who, n), topics in answers.items():
        assert topics == (frozenset({f"bell:{n}"}) if n % 2 == who.pk % 2 else frozenset())
    assert nobody is None and len(answers) == 80
    assert {*asked} == {world.ana.pk, world.ben.pk} and len(asked) <= 8


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_is_said_to_everybody_who_asked(monkeypatch):
    def away(cookie):
        raise DatabaseError("away")

    monkeypatch.setattr(person, "_person", away)

    async def all_at_once():
        questions = (watchable("sessionid=x", frozenset({f"bell:{n}"})) for n in range(5))
        return await asyncio.gather(*questions, return_exceptions=True)

    assert [type(answer) for answer in asyncio.run(all_at_once())] == [DatabaseError] * 5


@pytest.mark.django_db(transaction=True)
def test_an_idle_stream_says_now_and_then_that_it_is_there(server, monkeypatch):  # noqa: F811
    monkeypatch.setattr(hub, "HEARTBEAT_SECONDS", 1)
    headers = session_of(make_world().ana)
    with httpx.stream("GET", f"{server}/live?topics=nonsense", headers=headers, timeout=10) as response:
        heard = [line for line, _ in zip(response.iter_lines(), range(8), strict=False)]
    assert heard.count(": still here") >= 1
