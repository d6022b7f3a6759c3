"""Whom the strategies take, on people made by hand; and fairness over any number of tickets."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from careline.routing.choosing import choose
from careline.routing.contracts import Person, Strategy, Why

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ANA = Person(1, "Ana", load=2, capacity=6, turn=30, active_at=NOON)
BEN = Person(2, "Ben", load=1, capacity=2, turn=10, active_at=NOON - timedelta(hours=1))
CLEO = Person(3, "Cleo", load=0, capacity=4, turn=20, active_at=NOON - timedelta(hours=2))


def test_in_turn_takes_who_was_given_something_longest_ago() -> None:
    assert choose([ANA, BEN, CLEO], Strategy.ROUND_ROBIN) is BEN
    assert choose([ANA, replace(BEN, turn=31), CLEO], Strategy.ROUND_ROBIN) is CLEO


def test_least_loaded_is_measured_by_what_somebody_can_take() -> None:
    assert choose([ANA, BEN], Strategy.LEAST_LOADED) is ANA
    assert choose([ANA, BEN, CLEO], Strategy.LEAST_LOADED) is CLEO


def test_longest_idle_goes_before_whoever_has_something() -> None:
    assert choose([ANA, BEN, CLEO], Strategy.LONGEST_IDLE) is CLEO
    assert choose([ANA, BEN], Strategy.LONGEST_IDLE) is BEN


def test_who_had_the_customer_before_goes_first_and_else_the_fallback_counts() -> None:
    known = replace(ANA, is_previous=True)
    assert choose([known, BEN, CLEO], Strategy.PREVIOUS) is known
    full = replace(known, load=6)
    assert choose([full, BEN, CLEO], Strategy.PREVIOUS, fallback=Strategy.ROUND_ROBIN) is BEN


def test_nobody_is_taken_who_can_not() -> None:
    away, full = replace(ANA, why=Why.AWAY), replace(BEN, load=2)
    for strategy in Strategy:
        assert choose([away, full], strategy) is None
        assert choose([], strategy) is None


PEOPLE = st.lists(
    st.builds(
        Person, st.integers(1, 50), st.just("Somebody"), st.integers(0, 5), st.integers(0, 5), st.integers(0, 9),
        st.none() | st.integers(0, 9).map(lambda n: NOON + timedelta(minutes=n)), st.booleans(),
        why=st.none() | st.sampled_from([*Why]),
    ),
    unique_by=lambda one: one.agent_id,
)  # fmt: skip


@given(PEOPLE, st.sampled_from([*Strategy]), st.randoms())
def test_the_choice_can_take_it_and_does_not_depend_on_the_order(people, strategy, random) -> None:
    chosen = choose(people, strategy)
    assert (chosen is None) == (not any(one.can for one in people))
    assert chosen is None or chosen.can
    random.shuffle(people)
    assert choose(people, strategy) == chosen


@given(st.integers(1, 8), st.integers(0, 60))
def test_in_turn_nobody_ever_has_two_more_than_another(count, tickets) -> None:
    people = {n: Person(n, "Somebody", 0, 1000) for n in range(1, count + 1)}
    given_to = dict.fromkeys(people, 0)
    for turn in range(1, tickets + 1):
        one = choose(people.values(), Strategy.ROUND_ROBIN)
        assert one is not None
        people[one.agent_id] = replace(one, turn=turn)
        given_to[one.agent_id] += 1
        assert max(given_to.values()) - min(given_to.values()) <= 1
