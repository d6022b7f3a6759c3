"""Whom to give a ticket, of those who can take it. Pure: the same people and the same strategy give the same person."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from careline.routing.contracts import Person, Strategy

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def choose(
    people: Iterable[Person], strategy: str, *, fallback: str = Strategy.LEAST_LOADED
) -> Person | None:
    """The one to take, of these people; None where nobody can. `fallback` is asked where nobody had the customer before."""
    free = [one for one in people if one.can]
    if strategy == Strategy.PREVIOUS:
        before = [one for one in free if one.is_previous]
        return min(before or free, key=_ORDERS[fallback], default=None)
    return min(free, key=_ORDERS[strategy], default=None)


def used_strategy(person: Person, strategy: str, fallback: str) -> str:
    """Which strategy it was that took this person."""
    if strategy == Strategy.PREVIOUS and not person.is_previous:
        return fallback
    return strategy


def _by_turn(one: Person) -> Any:
    return one.turn, one.agent_id


def _by_load(one: Person) -> Any:
    return Fraction(one.load, one.capacity), one.turn, one.agent_id


def _by_idleness(one: Person) -> Any:
    return one.load > 0, one.active_at or _LONG_AGO, one.turn, one.agent_id


_ORDERS: dict[str, Callable[[Person], Any]] = {
    Strategy.ROUND_ROBIN: _by_turn,
    Strategy.LEAST_LOADED: _by_load,
    Strategy.LONGEST_IDLE: _by_idleness,
    Strategy.PREVIOUS: _by_load,
}
