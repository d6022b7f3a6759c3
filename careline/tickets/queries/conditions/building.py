"""Conditions as a form builds them: read from what was posted, and prepared for the template `tickets/_conditions.html`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from careline.tickets.queries.conditions.asking import Field
from careline.tickets.queries.conditions.clauses import check_conditions
from careline.tickets.queries.conditions.language import (
    MOST_CONDITIONS,
    MOST_GROUPS,
    BadConditions,
    Condition,
    Conditions,
    Group,
)
from careline.tickets.queries.conditions.registry import choices_of
from careline.tickets.queries.conditions.words import GROUP_WORDS, OPERATOR_WORDS

if TYPE_CHECKING:
    from careline.accounts.models import Agent

MATCH_WORDS = [("all", _("all groups hold")), ("any", _("any group holds"))]
UNIT_WORDS = [("hours", _("hours")), ("days", _("days"))]
_SILENT = {"yes", "no", "overdue", "filled", "empty"}
_LISTS = {"tags", "named", "stems"}


@dataclass(frozen=True, slots=True)
class ConditionRow:
    """One condition, ready to be asked for. `asks` says how its value is: select, words, number, day, span or nothing."""

    name: str
    place: str
    field: str
    op: str
    operators: list[tuple[str, Any]]
    asks: str
    choices: list[tuple[str, str, bool]]
    text: str
    n: str
    unit: str
    error: str


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group of conditions, ready to be asked for."""

    place: int
    match: str
    conditions: list[ConditionRow] = field(default_factory=list)


def read_posted(posted: QueryDict, known: Mapping[str, Field]) -> Conditions:
    """The conditions as they were posted, with what a button asked for done to them. Nothing is checked."""
    groups = []
    for g in _places(posted, "group")[:MOST_GROUPS]:
        conditions = [
            _read(posted, f"g{g}c{c}", known)
            for c in _places(posted, f"g{g}-c")[:MOST_CONDITIONS]
            if posted.get("do") != f"drop-{g}-{c}"
        ]
        if posted.get("do") == f"add-{g}":
            conditions.append(Condition("status", "is", []))
        if conditions:
            groups.append(
                Group(_one_of(posted.get(f"g{g}-match"), ("all", "any", "none")), tuple(conditions))
            )
    if posted.get("do") == "group":
        groups.append(Group("all", (Condition("status", "is", []),)))
    return Conditions(_one_of(posted.get("match"), ("all", "any")), tuple(groups))


def sensible(conditions: Conditions, agent: Agent, known: Mapping[str, Field]) -> Conditions:
    """What of half-built conditions makes sense already: enough for a preview."""
    try:
        return check_conditions(conditions, agent, known=known)
    except BadConditions as told:
        kept = tuple(
            Group(group.match, tuple(c for n, c in enumerate(group.conditions) if (g, n) not in told.errors))
            for g, group in enumerate(conditions.groups)
        )
        return check_conditions(Conditions(conditions.match, kept), agent, known=known)


def prepare(
    conditions: Conditions, agent: Agent, known: Mapping[str, Field], errors: Mapping[tuple[int, int], str]
) -> dict[str, Any]:
    """What the builder's template needs; `known` are the fields that this person may ask about.

    The page adds `build_url`, which answers a POST of the form with its part `#builder` anew.
    """
    groups = [
        GroupRow(
            g,
            group.match,
            [
                _row(condition, known, agent, (g, c), errors.get((g, c), ""))
                for c, condition in enumerate(group.conditions)
                if condition.field in known
            ],
        )
        for g, group in enumerate(conditions.groups)
    ]
    offered: dict[str, list[Field]] = {}
    for one in known.values():
        offered.setdefault(str(one.group), []).append(one)
    words = {"group_words": [*GROUP_WORDS.items()], "match_words": MATCH_WORDS, "units": UNIT_WORDS}
    return {"groups": groups, "match": conditions.match, "offered": offered.items(), **words}


def _row(
    condition: Condition, known: Mapping[str, Field], agent: Agent, place: tuple[int, int], error: str
) -> ConditionRow:
    one, value = known[condition.field], condition.value
    choices = choices_of(one, agent)
    asks = _asks(one, condition.op, choices)
    chosen = [str(part) for part in value] if isinstance(value, list | tuple) else [str(value or "")]
    span = value if isinstance(value, Mapping) else {}
    return ConditionRow(
        name=f"g{place[0]}c{place[1]}",
        place=f"{place[0]}-{place[1]}",
        field=condition.field,
        op=condition.op,
        operators=[(op, OPERATOR_WORDS[op]) for op in one.kind.operators],
        asks=asks,
        choices=[(key, str(word), key in chosen) for key, word in (choices or {}).items()],
        text=", ".join(chosen) if asks in ("words", "number", "day") else "",
        n=str(span.get("n", "")),
        unit=str(span.get("unit", "days")),
        error=error,
    )


def _asks(one: Field, op: str, choices: dict[str, str] | None) -> str:
    name = one.kind.name
    if op in _SILENT:
        return "nothing"
    if choices is not None:
        return "select"
    if name in ("moment", "due"):
        return "day" if op in ("before", "after") else "span"
    return {"number": "number", "custom_date": "day"}.get(name, "words")


def _read(posted: QueryDict, name: str, known: Mapping[str, Field]) -> Condition:
    one = known.get(posted.get(f"{name}-field", "")) or known["status"]
    op = _one_of(posted.get(f"{name}-op"), one.kind.operators)
    if op in _SILENT:
        return Condition(one.key, op)
    if f"{name}-n" in posted:
        return Condition(one.key, op, {"n": posted[f"{name}-n"], "unit": posted.get(f"{name}-unit", "")})
    values = posted.getlist(f"{name}-value")
    is_list = one.choices is not None or one.kind.name in _LISTS
    return Condition(one.key, op, values if is_list else (values[0] if values else ""))


def _places(posted: QueryDict, name: str) -> list[int]:
    return [int(one) for one in posted.getlist(name) if one.isascii() and one.isdigit() and len(one) < 4]


def _one_of(word: str | None, known: tuple[str, ...]) -> str:
    return word if word in known else known[0]
