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

    from careline.accounts.models import Agent


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


@dataclass(frozen=True, slots=True)
class Column:
    """One thing that a file can say of a row: its key, its name for people, and other headers it may come under."""

    key: str
    label: _StrOrPromise
    aliases: tuple[str, ...] = ()
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of rows that can be brought in and taken out.

    `take_in` writes one row by column keys and says `made`, `changed` or `unchanged`, or raises RowRefused; it runs in
    a savepoint of its own, and is taken back when it was only a check. `rows` yields what the person may see, by key.
    """

    label: _StrOrPromise
    columns: Callable[[], list[Column]]
    take_in: Callable[[Agent, Mapping[str, Any]], str]
    rows: Callable[[Agent], Iterator[Mapping[str, Any]]]


class RowRefused(ValueError):
    """A row can't be taken in; the text says why, for people."""


_tables: dict[str, Table] = {}


def register_table(kind: str, table: Table) -> None:
    """Say how rows of a kind are brought in and taken out."""
    _tables[kind] = table


def tables() -> dict[str, Table]:
    """Everything that can be brought in and taken out, by kind."""
    return dict(_tables)


_readers: list[Callable[[Any, int, bool], None]] = []


def register_reader(note: Callable[[Any, int, bool], None]) -> None:
    """Have `note(agent, customer_id, is_export)` told when somebody opens a customer by other ways than the page."""
    _readers.append(note)


def tell_readers(agent: Any, customer_id: int, *, is_export: bool = False) -> None:
    """Say that somebody opened a customer, or all that is held about them."""
    for note in _readers:
        note(agent, customer_id, is_export)
