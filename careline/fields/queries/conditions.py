"""Conditions over values as SQL with bound values, for views, search, API and rules: nothing of a body becomes SQL."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from careline.fields.contracts import FieldInfo, Kind
from careline.fields.kinds import clean

_BASIC = ("is", "is_not", "filled", "empty")
_OPERATORS = {
    Kind.TEXT: (*_BASIC, "contains"),
    Kind.LONG_TEXT: ("contains", "filled", "empty"),
    Kind.NUMBER: (*_BASIC, "more", "less"),
    Kind.DATE: (*_BASIC, "after", "before"),
    Kind.MONEY: (*_BASIC, "more", "less"),
    Kind.FILE: ("filled", "empty"),
}
_SIGNS = {"more": ">", "after": ">", "less": "<", "before": "<"}


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition in SQL, and the values it binds by name (`%(name)s`)."""

    sql: str
    values: dict[str, Any]


def operators(info: FieldInfo) -> tuple[str, ...]:
    """The operators that make sense for a field."""
    return _OPERATORS.get(Kind(info.kind), _BASIC)


def condition(info: FieldInfo, operator: str, value: Any = None, *, column: str, prefix: str = "f") -> Clause:
    """The condition that a field `operator` a value (for `is`: one of a list), over a JSONB `column` of the caller's.

    `column` is written by the caller's own code, such as `t.fields`; `prefix` keeps the names of two conditions
    apart. An index serves `is`, `more`… do not: they cost one look at each row that has values at all.
    Raises ValueError with words for an operator or a value that the field does not know.
    """
    if operator not in operators(info):
        raise ValueError(_("%(field)s knows no “%(operator)s”.") % {"field": info.key, "operator": operator})
    key = f"{prefix}_key"
    if operator in ("filled", "empty"):
        sql = f"({column} <> '{{}}' AND {column} ? %({key})s)"
        return Clause(sql if operator == "filled" else f"NOT {sql}", {key: info.key})
    if operator == "contains":
        words = str(value).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        text = f"({column} <> '{{}}' AND {column} ->> %({key})s ILIKE %({prefix}_0)s)"
        return Clause(text, {key: info.key, f"{prefix}_0": f"%{words}%"})
    if operator in _SIGNS:
        return _compared(info, operator, value, column, prefix)
    return _is(info, operator, value, column, prefix)


def _is(info: FieldInfo, operator: str, value: Any, column: str, prefix: str) -> Clause:
    wanted = value if isinstance(value, list | tuple) else [value]
    bound = {f"{prefix}_{n}": json.dumps({info.key: contained(info, one)}) for n, one in enumerate(wanted)}
    some = " OR ".join(f"{column} @> %({name})s::jsonb" for name in bound) or "false"
    sql = f"({column} <> '{{}}' AND ({some}))"
    return Clause(sql if operator == "is" else f"NOT {sql}", bound)


def contained(info: FieldInfo, value: Any) -> Any:
    """What a stored value must contain. Any step of a cascade may be named, not only the last."""
    if info.kind in (Kind.CASCADE, Kind.MULTI_CHOICE):
        found = [
            c.key for c in info.choices if str(value).casefold() in (c.key.casefold(), c.label.casefold())
        ]
        if not found:
            raise ValueError(_("%(field)s has no choice “%(value)s”.") % {"field": info.key, "value": value})
        return [found[0]]
    if info.kind == Kind.CHOICE and any(choice.key == value for choice in info.choices):
        return value  # also an archived one
    return clean(info, value)


def _compared(info: FieldInfo, operator: str, value: Any, column: str, prefix: str) -> Clause:
    limit = clean(info, value)
    if limit is None:
        raise ValueError(_("%(field)s: compared with nothing.") % {"field": info.key})
    key, name, sign = f"{prefix}_key", f"{prefix}_0", _SIGNS[operator]
    values: dict[str, Any] = {key: info.key}
    if info.kind == Kind.DATE:
        return Clause(
            f"({column} <> '{{}}' AND {column} ->> %({key})s {sign} %({name})s)", values | {name: limit}
        )
    place, extra = f"{column} -> %({key})s", ""
    if info.kind == Kind.MONEY:
        extra = f" AND {place} ->> 'currency' = %({prefix}_currency)s"
        values[f"{prefix}_currency"], limit = limit["currency"], limit["amount"]
        place += " -> 'amount'"
    number = f"CASE WHEN jsonb_typeof({place}) = 'number' THEN ({place})::numeric END"
    return Clause(f"({column} <> '{{}}'{extra} AND {number} {sign} %({name})s)", values | {name: limit})
