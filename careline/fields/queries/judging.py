"""The same conditions as in SQL, judged over values that are at hand: for what looks at one thing with many questions."""

from __future__ import annotations

from typing import Any

from careline.fields.contracts import FieldInfo, Kind, Values
from careline.fields.kinds import clean
from careline.fields.queries.conditions import contained, operators


def holds(info: FieldInfo, operator: str, value: Any, values: Values) -> bool:
    """Whether a field `operator` a value (for `is`: one of a list), in these stored values.

    Says what the clause of `condition` would find. Raises ValueError for what the field does not know.
    """
    if operator not in operators(info):
        raise ValueError(operator)
    stored = values.get(info.key)
    if operator in ("filled", "empty"):
        return (info.key in values) == (operator == "filled")
    if operator == "contains":
        return stored is not None and str(value).lower() in str(stored).lower()
    if operator in ("is", "is_not"):
        wanted = value if isinstance(value, list | tuple) else [value]
        return any(_contains(stored, contained(info, one)) for one in wanted) == (operator == "is")
    return _compares(info, operator, clean(info, value), stored)


def _contains(stored: Any, wanted: Any) -> bool:
    """What `@>` says of two values of one kind."""
    if isinstance(wanted, list):
        return isinstance(stored, list) and {*wanted} <= {*stored}
    if isinstance(wanted, dict):
        return isinstance(stored, dict) and wanted.items() <= stored.items()
    return bool(stored == wanted) and isinstance(stored, bool) == isinstance(wanted, bool)


def _compares(info: FieldInfo, operator: str, limit: Any, stored: Any) -> bool:
    if stored is None or limit is None:
        return False
    if info.kind == Kind.MONEY:
        if stored["currency"] != limit["currency"]:
            return False
        stored, limit = stored["amount"], limit["amount"]
    return bool(stored > limit if operator in ("more", "after") else stored < limit)
