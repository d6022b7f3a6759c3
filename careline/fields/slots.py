"""What upper rooms hand in: who holds values (tickets, customers …), and what a reference may point to.

Registered in their `AppConfig.ready()`; so the pages of fields serve them without importing them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    from careline.accounts.models import Agent
    from careline.fields.contracts import Values


@dataclass(frozen=True, slots=True)
class Holder:
    """One ticket, customer or organisation, as the pages of fields see it; it was accessed with rights."""

    target: str
    id: int
    values: Values
    href: str
    ticket_type: str = ""
    may_change: bool = False


@dataclass(frozen=True, slots=True)
class Keeper:
    """How the values of one target are read and written; both check rights and raise as that room does.

    `change` gets raw values by key, and by key what the person saw before; it raises FieldsRefused for those that
    can't be. `types` are the ticket types that have forms of their own.
    """

    label: _StrOrPromise
    access: Callable[[Agent, int], Holder]
    change: Callable[[Agent, int, Mapping[str, Any], Mapping[str, Any]], None]
    types: tuple[tuple[str, _StrOrPromise], ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """Something a field may point to: how ids become names (only those that the person may see), and where it lies."""

    label: _StrOrPromise
    names: Callable[[Agent, Iterable[int]], dict[int, str]]
    find: Callable[[Agent, str], list[tuple[int, str]]]
    href: str


_keepers: dict[str, Keeper] = {}
_references: dict[str, Reference] = {}


def register_keeper(target: str, keeper: Keeper) -> None:
    """Say how the values of `target` are read and written."""
    _keepers[target] = keeper


def register_reference(kind: str, reference: Reference) -> None:
    """Say that a field may point to a `kind` of thing, such as `customer`."""
    _references[kind] = reference


def keepers() -> dict[str, Keeper]:
    """Everything that holds values, by target."""
    return dict(_keepers)


def references() -> dict[str, Reference]:
    """Everything that a field may point to."""
    return dict(_references)
