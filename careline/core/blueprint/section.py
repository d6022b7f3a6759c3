"""Sections of the configuration file, and who registered one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from careline.core.blueprint.checks import Check

Item = dict[str, Any]
KEPT = "(kept)"


@dataclass(frozen=True)
class Section:
    """One kind of thing in the file, such as teams.

    `fields` says how each value is checked; those of `key` name a thing (none: there is one, the section is a
    mapping). `dump()` lists what is there, with every field, in a steady order. `write(item, old, by)` brings one
    thing to `item`, with every field, where `old` (None: new) was; it goes through the room's actions, with the
    rights of `by`. `defaults` fill what a new thing leaves out. Values of `secrets` are never written to a file:
    there the word "(kept)" stands for them, and keeps what is stored.
    """

    name: str
    fields: dict[str, Check]
    dump: Callable[[], list[Item]]
    write: Callable[[Item, Item | None, Any], None]
    key: tuple[str, ...] = ()
    defaults: Item | None = None
    secrets: tuple[str, ...] = ()

    def key_of(self, item: Item) -> tuple[str, ...]:
        """What names this thing among those of its section."""
        return tuple(str(item[name]) for name in self.key)


_sections: list[tuple[int, Section]] = []


def register_section(section: Section, *, order: int) -> None:
    """Add a section; lower `order` is applied first, so that a thing is there before others name it."""
    _sections[:] = [entry for entry in _sections if entry[1].name != section.name]
    _sections.append((order, section))
    _sections.sort(key=lambda entry: entry[0])


def sections() -> list[Section]:
    """All sections, in the order in which they are applied."""
    return [section for _order, section in _sections]
