"""Conditions checked on their way in, and made into SQL with bound values on their way to the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from careline.tickets.queries.conditions.asking import Asking, Field
from careline.tickets.queries.conditions.language import (
    BadConditions,
    Condition,
    Conditions,
    Group,
    Place,
    from_json,
)
from careline.tickets.queries.conditions.registry import choices_of, fields_known, fields_needed

if TYPE_CHECKING:
    from careline.accounts.models import Agent

EVERY_STATUS = frozenset(range(1, 7))
_JOINED = {"all": " AND ", "any": " OR ", "none": " OR "}


@dataclass(frozen=True, slots=True)
class Clause:
    """Conditions on the ticket `t` in SQL, the values it binds by name, and the statuses and teams that can fit at all.

    `teams` None is any; `is_selective` says that an index finds the few tickets that can fit.
    """

    sql: str
    values: dict[str, Any]
    statuses: frozenset[int] = EVERY_STATUS
    asks_merged: bool = False
    asks_snoozed: bool = False
    teams: frozenset[int] | None = None
    is_selective: bool = False


def check_conditions(data: Any, agent: Agent, *, known: Mapping[str, Field] | None = None) -> Conditions:
    """Conditions as JSON, understood and cleaned for this person. Raises BadConditions with words for each bad one.

    `known` are the fields that this person may ask about, if they were read already.
    """
    given = data if isinstance(data, Conditions) else from_json(data)
    known, errors = fields_known(agent) if known is None else known, {}
    groups = []
    for g, group in enumerate(given.groups):
        checked = []
        for c, condition in enumerate(group.conditions):
            try:
                checked.append(_checked(condition, known, agent))
            except ValueError as error:
                errors[(g, c)] = str(error)
        groups.append(Group(group.match, tuple(checked)))
    if errors:
        raise BadConditions(errors)
    return Conditions(given.match, tuple(group for group in groups if group.conditions))


def _checked(condition: Condition, known: Mapping[str, Field], agent: Agent) -> Condition:
    field = known.get(condition.field)
    if field is None:
        raise ValueError(_("There is no such field."))
    if condition.op not in field.kind.operators:
        raise ValueError(_("This can’t be asked of “%(field)s”.") % {"field": field.label})
    return Condition(
        field.key, condition.op, field.kind.check(condition.op, condition.value, choices_of(field, agent))
    )


def clause_of(
    conditions: Conditions,
    agent: Agent,
    *,
    now: datetime | None = None,
    known: Mapping[str, Field] | None = None,
) -> Clause:
    """Checked conditions as SQL for this person; `known` as for `check_conditions`.

    Raises BadConditions where a field is gone, or is one that this person may not see: guessing what it would say
    would tell of its values.
    """
    known = fields_needed(agent, conditions) if known is None else known
    asking = Asking(agent, now or datetime.now(UTC))
    pieces: list[str] = []
    statuses: list[frozenset[int]] = []
    for g, group in enumerate(conditions.groups):
        if not group.conditions:
            continue
        pieces.append(_group_sql(g, group, known, asking))
        statuses.append(_group_statuses(group, known))
    sql = _JOINED[conditions.match].join(pieces) or "true"
    return Clause(
        f"({sql})",
        asking.values,
        _together(conditions.match, statuses),
        any(condition.field == "merged" for condition in conditions),
        any(condition.field == "snoozed" for condition in conditions),
        _named_teams(conditions),
        any(one.op in known[one.field].found_by for one in _required(conditions)),
    )


def _required(conditions: Conditions) -> list[Condition]:
    """The conditions each of which must hold of every ticket that fits."""
    groups = [group for group in conditions.groups if group.conditions]
    if conditions.match != "all" and len(groups) > 1:
        return []
    return [
        one
        for group in groups
        if group.match == "all" or (group.match == "any" and len(group.conditions) == 1)
        for one in group.conditions
    ]


def _named_teams(conditions: Conditions) -> frozenset[int] | None:
    named = [one.value for one in _required(conditions) if one.field == "team" and one.op == "is"]
    return frozenset.intersection(*(frozenset(map(int, value)) for value in named)) if named else None


def _group_sql(g: int, group: Group, known: Mapping[str, Field], asking: Asking) -> str:
    errors: dict[Place, str] = {}
    pieces = []
    for c, condition in enumerate(group.conditions):
        field = known.get(condition.field)
        if field is None or condition.op not in field.kind.operators:
            errors[(g, c)] = _("It asks about a field that is gone, or that you may not see.")
            continue
        try:
            pieces.append(field.kind.sql(condition.op, condition.value, asking))
        except (KeyError, TypeError, ValueError):
            errors[(g, c)] = _("“%(field)s” no longer knows what this asks.") % {"field": field.label}
    if errors:
        raise BadConditions(errors)
    joined = f"({_JOINED[group.match].join(pieces)})"
    return f"NOT {joined}" if group.match == "none" else joined


def _group_statuses(group: Group, known: Mapping[str, Field]) -> frozenset[int]:
    if group.match == "none":
        return _together("all", [_statuses(_turned(condition), known) for condition in group.conditions])
    return _together(group.match, [_statuses(condition, known) for condition in group.conditions])


def _turned(condition: Condition) -> Condition:
    """The opposite, of a condition that says which statuses can fit."""
    op = {"is": "is_not", "is_not": "is"}.get(condition.op, condition.op)
    return Condition(condition.field, op, condition.value)


def _statuses(condition: Condition, known: Mapping[str, Field]) -> frozenset[int]:
    means = known[condition.field].statuses
    if means is None:
        return EVERY_STATUS
    named = means(condition.value)
    return named if condition.op == "is" else EVERY_STATUS - named


def _together(match: str, found: list[frozenset[int]]) -> frozenset[int]:
    if not found:
        return EVERY_STATUS
    return frozenset.intersection(*found) if match == "all" else frozenset.union(*found)
