"""Stored values made ready for people: labels, words, links."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from careline.fields.contracts import FieldInfo, Kind, Values
from careline.fields.kinds import show
from careline.fields.queries.definitions import fields_for
from careline.fields.slots import references

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@dataclass(frozen=True, slots=True)
class ShownValue:
    """One field with its value in words ("" if empty), and where a reference or a file leads."""

    info: FieldInfo
    words: str
    href: str = ""


def shown_values(agent: Agent, infos: Iterable[FieldInfo], values: Values) -> list[ShownValue]:
    """Each field with its value in words; names of references are asked for once per kind, with rights."""
    listed = [*infos]
    names = _names(agent, listed, values)
    return [_shown(info, values.get(info.key), names) for info in listed]


def say_values(agent: Agent, target: str, values: Values) -> dict[str, str]:
    """The values that a person may see, in words, by key. For lists, columns and files."""
    shown = shown_values(agent, fields_for(agent, target), values)
    return {one.info.key: one.words for one in shown if one.words}


def _names(agent: Agent, infos: list[FieldInfo], values: Values) -> dict[tuple[str, int], str]:
    wanted: dict[str, set[int]] = {}
    for info in infos:
        if info.kind == Kind.REFERENCE and info.key in values:
            wanted.setdefault(str(info.limits.get("reference")), set()).add(values[info.key])
    known = references()
    return {
        (kind, one): name
        for kind, ids in wanted.items()
        if kind in known
        for one, name in known[kind].names(agent, ids).items()
    }


def _shown(info: FieldInfo, value: Any, names: dict[tuple[str, int], str]) -> ShownValue:
    if value is None:
        return ShownValue(info, "")
    if info.kind == Kind.REFERENCE:
        kind = str(info.limits.get("reference"))
        name = names.get((kind, value))
        reference = references().get(kind)
        return ShownValue(
            info, name or f"#{value}", reference.href.format(value) if name and reference else ""
        )
    if info.kind == Kind.FILE:
        return ShownValue(info, show(info, value), f"/fields/files/{value['file']}/")
    return ShownValue(info, show(info, value))


def plain_values(infos: Iterable[FieldInfo], values: Values) -> dict[str, Any]:
    """Stored values as a file holds them, and as `check_change` takes them back: keys of choices, money in words."""
    plain = {}
    for info in infos:
        value = values.get(info.key)
        if value is None or info.kind == Kind.FILE:
            continue
        plain[info.key] = (
            show(info, value)
            if info.kind == Kind.MONEY
            else value[-1]
            if info.kind == Kind.CASCADE
            else value
        )
    return plain
