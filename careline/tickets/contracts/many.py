"""Orders for many tickets at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Selection:
    """Which tickets: these numbers, or all that a view or a search (its words) holds when the work begins."""

    numbers: tuple[int, ...] = ()
    view: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class BulkOrder:
    """What to do with many tickets; None and "" leave a thing as it is. `assignee_id` 0 is nobody.

    `sends` says that the words of the macro, or `html` (untrusted composer HTML with placeholders), go to each
    customer as an answer of its own. `spam` blocks the senders and closes the tickets; `snooze_until` is a moment in ISO
    8601 with its offset; `fields` are raw values by the keys of own fields.
    """

    status: int | None = None
    priority: int | None = None
    type: str | None = None
    assignee_id: int | None = None
    team_id: int | None = None
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    macro_id: int | None = None
    html: str = ""
    sends: bool = False
    spam: bool = False
    snooze_until: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """What an order would come to: tickets that change, those that are so already, and why others can't (by reason)."""

    can: tuple[int, ...] = ()
    same: tuple[int, ...] = ()
    cannot: tuple[tuple[str, tuple[int, ...]], ...] = ()

    @property
    def left_out(self) -> int:
        """How many can't be changed."""
        return sum(len(numbers) for _reason, numbers in self.cannot)
