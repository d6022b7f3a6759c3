"""Sorting and grouping by the fields that people defined: `field.<key>` upwards, `-field.<key>` downwards.

Tickets without a value stand at the end either way. What a person may not see neither sorts nor groups for them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from careline.fields.contracts import FieldInfo, Kind
from careline.fields.queries import fields_for, show
from careline.tickets.queries.conditions.custom import PREFIX
from careline.tickets.queries.questions.orders import GROUPINGS, SORTS, Order

if TYPE_CHECKING:
    from careline.accounts.models import Agent

_GROUPED = frozenset({Kind.CHOICE, Kind.CASCADE, Kind.YES_NO, Kind.TEXT, Kind.NUMBER, Kind.DATE})
_SORTED = _GROUPED | {Kind.MONEY}
_AFTER_ALL = 1_000_000
_LAST_TEXT = "\U0010ffff"


def key_in(word: str) -> str:
    """The key of the field that a sort or a grouping names, "" where it names none."""
    bare = word.removeprefix("-")
    return bare.removeprefix(PREFIX) if bare.startswith(PREFIX) else ""


def sorts_known(infos: Iterable[FieldInfo]) -> dict[str, FieldInfo]:
    """The orders that some fields offer, upwards and downwards."""
    fit = [info for info in infos if info.kind in _SORTED]
    return {f"{sign}{PREFIX}{info.key}": info for info in fit for sign in ("", "-")}


def groupings_known(infos: Iterable[FieldInfo]) -> dict[str, FieldInfo]:
    """The groupings that some fields offer."""
    return {f"{PREFIX}{info.key}": info for info in infos if info.kind in _GROUPED}


def is_sort(word: str, agent: Agent) -> bool:
    """Whether this person can sort by it."""
    return word in SORTS or bool(key_in(word) and word in sorts_known(fields_for(agent, "ticket")))


def is_grouping(word: str, agent: Agent) -> bool:
    """Whether this person can group by it."""
    return word in GROUPINGS or bool(key_in(word) and word in groupings_known(fields_for(agent, "ticket")))


def own_order(info: FieldInfo, *, descending: bool = False, is_group: bool = False) -> Order:
    """The order by one field's values; choices stand in the order of their list. Groups tell capitals apart."""
    kind, name = Kind(info.kind), f"own{info.id}"
    values: dict[str, Any] = {name: info.key}
    value = f"t.fields ->> %({name})s::text"
    if kind in (Kind.NUMBER, Kind.MONEY):
        return Order(_number(kind, name, descending), "numeric", descending, values)
    if kind == Kind.YES_NO or info.choices:
        return _placed(info, name, value, descending)
    values |= {f"{name}_last": "" if descending else _LAST_TEXT}
    text = f"left(coalesce({value}, %({name}_last)s), 200)"
    return Order(f'{text if is_group else f"lower({text})"} COLLATE "C"', "text", descending, values)


def _placed(info: FieldInfo, name: str, value: str, descending: bool) -> Order:
    """By the place of a choice in its list: of a cascade that of its last step."""
    unset = -1 if descending else _AFTER_ALL
    keys = [choice.key for choice in info.choices] or ["true", "false"]
    place = f"t.fields -> %({name})s::text"
    last = f"CASE jsonb_typeof({place}) WHEN 'array' THEN {place} ->> -1 ELSE {value} END"
    position = f"coalesce(array_position(%({name}_keys)s::text[], {last}), {unset})"
    return Order(position, "bigint", descending, {name: info.key, f"{name}_keys": keys})


def _number(kind: str, name: str, descending: bool) -> str:
    place = f"t.fields -> %({name})s::text" + (" -> 'amount'" if kind == Kind.MONEY else "")
    number = f"CASE WHEN jsonb_typeof({place}) = 'number' THEN ({place})::numeric END"
    return f"coalesce({number}, '{'-' if descending else ''}Infinity'::numeric)"


def say_group(info: FieldInfo, group: Any) -> str:
    """A group by a field in words; "" for the tickets without a value."""
    if info.kind == Kind.YES_NO:
        return show(info, group == 1) if group in (1, 2) else ""
    if info.choices:
        chosen = info.choices[group - 1] if 0 < group <= len(info.choices) else None
        return show(info, [*chosen.path] if info.kind == Kind.CASCADE else chosen.key) if chosen else ""
    if info.kind == Kind.NUMBER:
        return show(info, group) if group.is_finite() else ""
    return "" if group == _LAST_TEXT else show(info, group)
