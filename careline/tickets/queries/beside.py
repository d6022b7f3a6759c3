"""What a search finds beside tickets: customers, organisations and macros that go by the words."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.html import strip_tags

from careline.accounts.contracts import Right
from careline.customers.queries import (
    FoundCustomer,
    FoundOrganisation,
    find_customers,
    find_organisations,
)
from careline.tickets.models import Macro
from careline.tickets.queries.asked import understand
from careline.tickets.queries.macros import macros_for, may_change_macro
from careline.tickets.queries.turns import NoTurn, TookTooLong, turn

if TYPE_CHECKING:
    from careline.accounts.models import Agent

KINDS = ("customers", "organisations", "macros")


@dataclass(frozen=True, slots=True)
class FoundMacro:
    """One macro found: its name, its words without markup, and whether this person may change it."""

    id: int
    name: str
    text: str
    may_change: bool = False


@dataclass(frozen=True, slots=True)
class Beside:
    """Those found of each kind, best first, at most as many as were asked for; `more` names kinds that have more."""

    customers: tuple[FoundCustomer, ...] = ()
    organisations: tuple[FoundOrganisation, ...] = ()
    macros: tuple[FoundMacro, ...] = ()
    more: frozenset[str] = frozenset()


def find_beside(agent: Agent, words: str, *, limit: int, kinds: tuple[str, ...] = KINDS) -> Beside:
    """Customers, organisations and macros that this person may see and that go by the words of a search.

    Nothing where it asks by operators or a number only, or where it would take too long.
    """
    asked = understand(agent, words)
    wanted = "" if asked.number or asked.conditions else asked.wanted.replace("*", "")
    if not wanted.strip() or not agent.may(Right.READ_TICKETS):
        return Beside()
    try:
        with turn():
            found: dict[str, list[Any]] = {kind: _FINDERS[kind](agent, wanted, limit + 1) for kind in kinds}
    except (NoTurn, TookTooLong):
        return Beside()
    more = frozenset(kind for kind, some in found.items() if len(some) > limit)
    return Beside(**{kind: tuple(some[:limit]) for kind, some in found.items()}, more=more)


def _customers(agent: Agent, wanted: str, limit: int) -> list[FoundCustomer]:
    return find_customers(agent, wanted, limit=limit)


def _organisations(agent: Agent, wanted: str, limit: int) -> list[FoundOrganisation]:
    return find_organisations(agent, wanted, limit=limit)


def _macros(agent: Agent, wanted: str, limit: int) -> list[FoundMacro]:
    """By name first, then by their text: every word must be there, accents and case aside."""
    words = _plain(wanted).split()
    named: list[Macro] = []
    saying: list[Macro] = []
    for macro in macros_for(agent):
        name = _plain(macro.name)
        if all(word in name for word in words):
            named.append(macro)
        elif all(word in f"{name} {_plain(_text(macro))}" for word in words):
            saying.append(macro)
    found = [*named, *saying][:limit]
    return [FoundMacro(one.pk, one.name, _text(one), may_change_macro(agent, one)) for one in found]


def _text(macro: Macro) -> str:
    return " ".join(html.unescape(strip_tags(macro.html.replace("<", " <"))).split())


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in parts if not unicodedata.combining(c))


_FINDERS: dict[str, Callable[[Agent, str, int], list[Any]]] = {
    "customers": _customers,
    "organisations": _organisations,
    "macros": _macros,
}
