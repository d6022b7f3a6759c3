"""The export of the event log: every event once, in order, whatever order transactions commit in."""

import random
import threading

import pytest
from django.db import connection, transaction

from careline.core.events import emit
from careline.core.live.export import (
    OtherDatabase,
    Position,
    UnknownPosition,
    at_end,
    at_start,
    parse_position,
    read,
)
from careline.core.models import Event
from careline.tickets.events import TicketOpened

pytestmark = pytest.mark.django_db(transaction=True)


def happen(number, count=1):
    with transaction.atomic():
        return [emit(TicketOpened(number, 1)) for _ in range(count)]


def walk(position, limit):
    """All ids from a position on, and the position reached; each cursor goes the way through its text."""
    ids = []
    while True:
        stretch = read(position, limit=limit)
        assert len(stretch.events) <= limit
        ids += [event.pk for event in stretch.events]
        position = parse_position(str(stretch.position))
        if not stretch.has_more:
            return ids, position


@pytest.mark.parametrize("limit", [1, 3, 100])
def test_history_comes_first_then_what_is_new_and_then_nothing(limit):
    old = happen(1, 7)
    found, position = walk(at_start(), limit)
    assert found == old
    assert walk(position, limit)[0] == []
    new = happen(2, 4)
    found, position = walk(position, limit)
    assert found == new
    assert walk(position, limit)[0] == []


def test_from_the_end_on_only_what_is_new_is_told():
    happen(1, 3)
    position = at_end()
    assert walk(position, 10)[0] == []
    new = happen(1)
    assert walk(position, 10)[0] == new


def test_what_commits_late_is_told_late_and_once():
    begun, may_end = threading.Event(), threading.Event()
    late = []

    def slow():
        with transaction.atomic():
            late.append(emit(TicketOpened(1, 1)))
            begun.set()
            may_end.wait(10)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    begun.wait(10)
    fast = happen(2)
    found, position = walk(at_start(), 10)
    assert found == fast
    may_end.set()
    thread.join()
    assert walk(position, 10)[0] == late


def test_nothing_is_missed_or_told_twice_while_many_write():
    def write(seed):
        chance = random.Random(seed)
        for _ in range(25):
            with transaction.atomic():
                for _ in range(chance.randint(1, 3)):
                    emit(TicketOpened(seed, 1))
                    if chance.random() < 0.3:
                        with connection.cursor() as cursor:
                            cursor.execute("SELECT pg_sleep(0.002)")
                if chance.random() < 0.1:
                    transaction.set_rollback(True)
        connection.close()

    writers = [threading.Thread(target=write, args=[seed]) for seed in range(6)]
    for writer in writers:
        writer.start()
    told, position = [], at_start()
    while any(writer.is_alive() for writer in writers):
        ids, position = walk(position, 7)
        told += ids
    told += walk(position, 7)[0]
    assert sorted(told) == sorted(Event.objects.values_list("pk", flat=True))
    assert len(set(told)) == len(told)


def test_events_of_one_subject_come_in_their_order():
    ids = [happen(5)[0] for _ in range(10)]
    assert walk(at_start(), 3)[0] == ids


@pytest.mark.parametrize("text", ["", "1", "1/2/3/4", "1//9:1:/0;", "a//1:1:/0", "1/1:1:/1:1:/-1"])
def test_what_is_no_cursor_is_refused(text):
    with pytest.raises(UnknownPosition):
        parse_position(text)


def test_a_cursor_that_is_none_for_the_database_is_refused():
    here = at_start().cluster
    with pytest.raises(UnknownPosition):
        read(parse_position(f"{here}/9:1:/9:1:/0"), limit=1)


def test_a_cursor_of_another_database_is_refused():
    with pytest.raises(OtherDatabase):
        read(Position("12345"), limit=1)
