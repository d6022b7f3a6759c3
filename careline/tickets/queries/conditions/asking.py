"""What conditions are made of: fields and their kinds, a question being put into SQL, and one being judged in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from careline.accounts.models import Agent
    from careline.tickets.queries.conditions.facts import Facts


@dataclass(slots=True)
class Asking:
    """One question being made: who asks, when, and the values bound so far, by name."""

    agent: Agent
    now: datetime
    values: dict[str, Any] = field(default_factory=dict)

    def bind(self, value: Any) -> str:
        """The place in the SQL where this value goes."""
        name = f"c{len(self.values)}"
        self.values[name] = value
        return f"%({name})s"


@dataclass(frozen=True, slots=True)
class Judging:
    """Conditions being judged in memory: at which moment, whose days count, and who is `me` (0: nobody)."""

    at: datetime
    zone: tzinfo
    me: int = 0


class Kind(Protocol):
    """What a kind of field must do. `check` raises ValueError with words for people; `sql` and `holds` trust it."""

    @property
    def name(self) -> str:
        """By which pages know how to ask for a value."""
        ...

    @property
    def operators(self) -> tuple[str, ...]:
        """What can be asked."""
        ...

    def check(self, op: str, value: Any, known: Mapping[str, Any] | None) -> Any:
        """The value in its stored form; `known` are the choices by key, None where they are not looked at."""
        ...

    def sql(self, op: str, value: Any, asking: Asking) -> str:
        """The condition on the ticket `t`."""
        ...

    def holds(self, op: str, value: Any, found: Any, judging: Judging) -> bool:
        """The same of what was found in the facts of a ticket: it must say what the SQL says."""
        ...


@dataclass(frozen=True, slots=True)
class Field:
    """A field that conditions can ask about. `choices` lists key and words of what can be chosen, for a
    person, or (None) for work without one.

    `statuses` says which statuses (1 to 6) a ticket may have where `is` holds: by it the queue picks its index.
    `found_by` are the operators that an index of their own serves: where one must hold, few tickets need be looked at.
    `reading` finds the value in the facts of a ticket, as the kind's `holds` takes it. What is `personal` is different
    for everyone who asks: nothing that works without a person can ask it.
    """

    key: str
    label: _StrPromise | str
    kind: Kind
    group: _StrPromise | str = ""
    choices: Callable[[Agent | None], list[tuple[str, str]]] | None = None
    statuses: Callable[[list[str]], frozenset[int]] | None = None
    found_by: tuple[str, ...] = ()
    reading: Callable[[Facts], Any] | None = None
    is_personal: bool = False
