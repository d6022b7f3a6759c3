"""What upper rooms hand in: what they hold about customers, so that it can be counted, exported and erased.

Registered in their `AppConfig.ready()`. Every room that keeps words of customers registers here; a test plants a marker
everywhere and looks for it afterwards in every table and file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, slots=True)
class Scope:
    """What is exported or erased: people by all their records and addresses, or some tickets alone (then no people)."""

    customer_ids: tuple[int, ...] = ()
    addresses: tuple[str, ...] = ()
    ticket_ids: tuple[int, ...] = field(default=())


class Archive(Protocol):
    """The file that everything is written into."""

    def rows(self, name: str, rows: Iterable[Mapping[str, Any]]) -> int:
        """Write a list as JSON, row by row; returns how many."""

    def content(self, name: str, content: bytes) -> None:
        """Put a file in."""


@dataclass(frozen=True, slots=True)
class Holding:
    """What one room holds: `count` says how much for a preview, `erase` returns the ids of files it let go of."""

    label: _StrOrPromise
    count: Callable[[Scope], int]
    export: Callable[[Scope, Archive], None]
    erase: Callable[[Scope], Iterable[int]]


_holdings: list[tuple[int, Holding]] = []
_finders: list[Callable[[tuple[int, ...]], Iterable[int]]] = []


def register_holding(holding: Holding, *, order: int = 100) -> None:
    """Say what a room holds. Lower `order` is erased first: what finds others by words comes before what removes them."""
    _holdings.append((order, holding))
    _holdings.sort(key=lambda entry: entry[0])


def register_ticket_finder(finder: Callable[[tuple[int, ...]], Iterable[int]]) -> None:
    """Say how the tickets of some customers are found."""
    _finders.append(finder)


def holdings() -> Iterator[Holding]:
    """Everything that is held, in order."""
    return (holding for _order, holding in _holdings)


def tickets_of(customer_ids: tuple[int, ...]) -> tuple[int, ...]:
    """The tickets of some customers, whoever may see them."""
    return tuple(sorted({ticket for finder in _finders for ticket in finder(customer_ids)}))
