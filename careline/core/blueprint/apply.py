"""Bringing the desk to what a file says: first planned, then applied in one transaction, then looked at again."""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from careline.core.blueprint.facts import ConfigurationApplied
from careline.core.blueprint.reading import BlueprintError, read
from careline.core.blueprint.section import KEPT, Item, Section, sections
from careline.core.events import Actor, emit

LONGEST = 60


@dataclass
class Outcome:
    """What changed, or would change: lines in plain words, and the changed fields without their
    values; and what stands on the desk but not in the file."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    untouched: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether the desk is as the file says already."""
        return not self.added and not self.changed


def apply(text: str, *, by: Any, actor: Actor, is_dry_run: bool = False) -> Outcome:
    """Apply a file with the rights of `by`: all of it or nothing. A dry run does all the work and takes it back.

    Returns the outcome. Raises BlueprintError for a file that can't be applied, Forbidden where rights are missing.
    Emits ConfigurationApplied, and what the rooms' actions emit.
    """
    wanted = read(text)
    outcome = Outcome()
    with transaction.atomic():
        for section in sections():
            if section.name in wanted:
                _bring(section, wanted[section.name], outcome, by)
        if not outcome.is_empty:
            emit(ConfigurationApplied(added=outcome.added, changed=outcome.fields), by=actor)
        transaction.set_rollback(is_dry_run)
    return outcome


def _bring(section: Section, items: list[Item], outcome: Outcome, by: Any) -> None:
    there = {section.key_of(one): one for one in section.dump()}
    for item in items:
        key = section.key_of(item)
        old = there.pop(key, None)
        whole = {**(old or section.defaults or {}), **item}
        _check_whole(section, key, whole)
        if old is None:
            outcome.added.append(_title(section, key))
        elif differences := _differences(section, old, whole):
            outcome.changed += [f"{_title(section, key)}: {name}: {words}" for name, words in differences]
            outcome.fields += [f"{_title(section, key)}: {name}" for name, _words in differences]
        else:
            continue
        _write(section, key, whole, old, by)
    outcome.untouched += [_title(section, key) for key in there]


def _write(section: Section, key: tuple[str, ...], item: Item, old: Item | None, by: Any) -> None:
    """Write, and look whether it is there now: an action that quietly did something else is an error."""
    try:
        section.write(item, old, by)
    except ValueError as error:
        raise BlueprintError(f"{_title(section, key)}: {error}") from error
    now = {section.key_of(one): one for one in section.dump()}.get(key)
    if now is None:
        raise BlueprintError(f"{_title(section, key)}: is not there after it was written")
    expected = {**item, **dict.fromkeys(section.secrets, KEPT)}
    if left := [f"{name}: {words}" for name, words in _differences(section, now, expected)]:
        raise BlueprintError(*(f"{_title(section, key)}: could not be brought about: {one}" for one in left))


def _check_whole(section: Section, key: tuple[str, ...], item: Item) -> None:
    missing = [name for name in section.fields if name not in item]
    if missing:
        raise BlueprintError(f"{_title(section, key)}: lacks {', '.join(missing)}")


def _differences(section: Section, old: Item, new: Item) -> list[tuple[str, str]]:
    """What differs, field by field; a secret that is given always does, and is never shown."""
    found = []
    for name in section.fields:
        if name in section.secrets:
            if new[name] != KEPT:
                found.append((name, "set anew"))
        elif old[name] != new[name]:
            found.append((name, f"{_short(old[name])} → {_short(new[name])}"))
    return found


def _short(value: object) -> str:
    words = repr(value) if not isinstance(value, str) else f"“{value}”"
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"


def _title(section: Section, key: tuple[str, ...]) -> str:
    return f"{section.name}: {', '.join(key)}" if key else section.name
