"""Live updates: every stream gets what it may see, once, in order, also after it was away."""

import threading
import time
from dataclasses import dataclass

import httpx
import pytest
from django.db import connection, transaction
from django.http import HttpResponse

from careline.core import live
from careline.core.events import Fact, emit
from careline.core.live import gates
from careline.core.live.middleware import LivePositionMiddleware
from careline.testing.live import live_server, session_of, watching
from careline.testing.world import make_world

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True)
class Rang(Fact):
    name = "test.bell_rang"
    bell: int
    n: int = 0

    @property
    def subject(self):
        return f"bell:{self.bell}"


@dataclass(frozen=True)
class RightsChanged(Fact):
    name = "agent.test_changed"
    bell: int

    @property
    def subject(self):
        return f"bell:{self.bell}"


@pytest.fixture
def allowed(monkeypatch):
    ids = {1, 2, 3}
    monkeypatch.setitem(gates._gates, "bell", lambda person, wanted: ids & set(wanted))
    return ids


@pytest.fixture
def server():
    with live_server() as url:
        yield url


def ring(bell, n=0):
    with transaction.atomic():
        emit(Rang(bell, n))


def test_a_stranger_gets_no_stream(server, allowed):
    assert httpx.get(f"{server}/live?topics=bell:1").status_code == 401


def test_an_event_reaches_those_who_watch_and_may(server, allowed):
    headers = session_of(make_world().ana)
    with watching(server, headers, "bell:1,bell:9,nonsense,bell:x") as (_, stream_of):
        name, topics, _ = next(stream_of)
        assert (name, topics) == ("ready", ["bell:1"])
        ring(9)
        ring(2)
        ring(1, 5)
        name, data, cursor = next(stream_of)
        assert (name, data["topics"], data["n"]) == ("test.bell_rang", ["bell:1"], 5)
        assert "/" in cursor


def test_what_was_missed_while_away_is_told_on_return(server, allowed):
    headers = session_of(make_world().ana)
    with watching(server, headers, "bell:1") as (_, stream_of):
        _, _, cursor = next(stream_of)
    ring(1, 1)
    ring(2, 2)
    ring(1, 3)
    with watching(server, headers, "bell:1", last=cursor) as (_, stream_of):
        assert next(stream_of)[0] == "ready"
        assert [next(stream_of)[1]["n"] for _ in range(2)] == [1, 3]


@pytest.mark.parametrize("cursor", ["7000/1:1:", "nonsense", "{id}/nonsense", "{id}/1:2:3:4"])
def test_a_foreign_or_broken_cursor_means_reload(server, allowed, cursor):
    headers = session_of(make_world().ana)
    with connection.cursor() as c:
        c.execute("SELECT system_identifier FROM pg_control_system()")
        cursor = cursor.format(id=c.fetchone()[0])
    with watching(server, headers, "bell:1", last=cursor) as (_, stream_of):
        assert next(stream_of)[0] == "reload"


def test_a_lost_right_ends_the_news_before_the_next_event(server, allowed):
    headers = session_of(make_world().ana)
    with watching(server, headers, "bell:1,bell:2") as (_, stream_of):
        next(stream_of)
        allowed.discard(1)
        with transaction.atomic():
            emit(RightsChanged(2))
        assert next(stream_of)[0] == "agent.test_changed"
        ring(1)
        ring(2, 8)
        assert next(stream_of)[1]["n"] == 8


def test_a_deactivated_person_loses_the_stream(server, allowed):
    ana = make_world().ana
    with watching(server, session_of(ana), "bell:1") as (_, stream_of):
        next(stream_of)
        ana.is_active = False
        ana.save()
        with transaction.atomic():
            emit(RightsChanged(1))
        assert list(stream_of) == []


def test_a_ping_is_passed_on_and_forgotten(server, allowed):
    headers = session_of(make_world().ana)
    with watching(server, headers, "bell:1") as (_, stream_of):
        next(stream_of)
        live.ping("bell.presence", ["bell:1"])
        assert next(stream_of) == ("bell.presence", {"name": "bell.presence", "topics": ["bell:1"]}, "")


def test_many_writers_at_once_miss_double_and_reorder_nothing(server, allowed):
    headers = session_of(make_world().ana)
    each, writers = 60, 6

    def write(bell):
        for n in range(each):
            with transaction.atomic():
                emit(Rang(1, bell * 1000 + n))
                time.sleep(0.002 * (bell % 3))
        connection.close()

    with watching(server, headers, "bell:1") as (_, stream_of):
        next(stream_of)
        threads = [threading.Thread(target=write, args=(bell,)) for bell in range(writers)]
        for thread in threads:
            thread.start()
        got = [next(stream_of)[1]["n"] for _ in range(each * writers)]
        for thread in threads:
            thread.join()
    assert len(set(got)) == each * writers
    for bell in range(writers):
        own = [n for n in got if n // 1000 == bell]
        assert own == sorted(own)


def test_a_page_knows_where_it_was_made_so_that_its_stream_goes_on_there(server, allowed, rf):
    pages = LivePositionMiddleware(lambda request: HttpResponse(request.live_position))
    assert pages(rf.get("/")).content == b""
    headers = session_of(make_world().ana)
    with watching(server, headers, "bell:1") as (_, stream_of):
        _, _, cursor = next(stream_of)
        ring(1, 1)
        next(stream_of)
        position = pages(rf.get("/")).content.decode()
        assert position != cursor
        ring(1, 2)
    with watching(server, headers, "bell:1", last=position) as (_, stream_of):
        assert next(stream_of)[0] == "ready"
        assert next(stream_of)[1]["n"] == 2
