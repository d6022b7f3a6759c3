"""A transaction that PostgreSQL chose as the victim of a deadlock runs again; a nested one is its caller's to repeat."""

import threading

import pytest
from django.db import OperationalError, connection, transaction

from careline.core.models import Heartbeat
from careline.core.transactions import atomic_despite_deadlocks
from careline.testing.racing import race

pytestmark = pytest.mark.django_db(transaction=True)


def crossed(first: str, then: str, met: threading.Barrier) -> int:
    """Lock two rows; the first time, only after somebody else locked the second. Returns how often it was run."""
    runs = 0

    @atomic_despite_deadlocks
    def lock_both() -> None:
        nonlocal runs
        runs += 1
        with connection.cursor() as cursor:
            cursor.execute("UPDATE core_heartbeat SET at = now() WHERE name = %s", [first])
            if runs == 1:
                met.wait(5)
            cursor.execute("UPDATE core_heartbeat SET at = now() WHERE name = %s", [then])

    lock_both()
    return runs


@pytest.fixture
def two_rows() -> None:
    for name in "ab":
        Heartbeat.objects.create(name=name, at="2026-01-01T00:00Z")


def test_both_get_through(two_rows) -> None:
    met = threading.Barrier(2)
    assert sorted(race(lambda: crossed("a", "b", met), lambda: crossed("b", "a", met))) == [1, 2]


def test_inside_another_transaction_the_error_is_the_callers(two_rows) -> None:
    met = threading.Barrier(2)

    def nested(first: str, then: str) -> int:
        with transaction.atomic():
            return crossed(first, then, met)

    got = race(lambda: nested("a", "b"), lambda: nested("b", "a"))
    assert {type(one) for one in got} == {OperationalError, int}
