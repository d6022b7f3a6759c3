"""The language of conditions: what views, bulk changes, rules and reports ask of a ticket. Values only, no SQL.

In JSON: {"match": "all", "groups": [{"match": "any", "conditions": [{"field": "status", "op": "is", "value": ["new"]}]}]}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

MATCHES = ("all", "any")
GROUP_MATCHES = ("all", "any", "none")
MOST_GROUPS = 10
MOST_CONDITIONS = 30
Place = tuple[int, int]
WHOLE: Place = (-1, -1)


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that must hold: a field by its key, an operator that the field knows, and the value for it."""

    field: str
    op: str
    value: Any = None


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions of which all, any or none must hold. An empty one always holds."""

    match: str = "all"
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Conditions:
    """Groups of which all or any must hold. Without any condition every ticket fits."""

    match: str = "all"
    groups: tuple[Group, ...] = ()

    def __iter__(self) -> Iterator[Condition]:
        """Every condition, whatever its group."""
        return (condition for group in self.groups for condition in group.conditions)


class BadConditions(ValueError):
    """Conditions that make no sense: `errors` has words for people by group and place, WHOLE for the lot."""

    def __init__(self, errors: Mapping[Place, str]) -> None:
        super().__init__(" ".join(errors.values()))
        self.errors = dict(errors)


def to_json(conditions: Conditions) -> dict[str, Any]:
    """The conditions as they are stored and sent."""
    return {
        "match": conditions.match,
        "groups": [
            {
                "match": group.match,
                "conditions": [{"field": c.field, "op": c.op, "value": c.value} for c in group.conditions],
            }
            for group in conditions.groups
        ],
    }


def from_json(data: Any) -> Conditions:
    """Conditions of the right shape, their fields and values not looked at. Raises BadConditions."""
    try:
        found = Conditions(
            str(data.get("match", "all")), tuple(_group(one) for one in data.get("groups", ()))
        )
    except (AttributeError, KeyError, TypeError):
        raise BadConditions({WHOLE: _("These are no conditions.")}) from None
    if found.match not in MATCHES or any(group.match not in GROUP_MATCHES for group in found.groups):
        raise BadConditions({WHOLE: _("“match” is all or any, in a group also none.")})
    if len(found.groups) > MOST_GROUPS or len([*found]) > MOST_CONDITIONS:
        most = {"groups": MOST_GROUPS, "conditions": MOST_CONDITIONS}
        words = _("At most %(groups)s groups and %(conditions)s conditions in all.")
        raise BadConditions({WHOLE: words % most})
    return found


def _group(data: Any) -> Group:
    conditions = (
        Condition(str(one["field"]), str(one["op"]), one.get("value")) for one in data.get("conditions", ())
    )
    return Group(str(data.get("match", "all")), tuple(conditions))
