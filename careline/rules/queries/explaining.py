"""Why a rule ran, or would: each condition with what was found, kept without what tells of a person, and said to a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from careline.rules.models import Version
from careline.tickets.queries.conditions import (
    Condition,
    Conditions,
    Field,
    Judge,
    Judgement,
    from_json,
    is_open,
    say_condition,
    say_part,
    titles_of,
)

if TYPE_CHECKING:
    from careline.accounts.models import Agent

TELLING = frozenset({"choice", "person", "tags", "yes_no", "number", "moment", "due"})
"""The kinds of fields of which what was found says nothing about a person, and may be kept."""
_OF_THE_CUSTOMER = ("customer_field.", "customer_tags")


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition in words: what was asked, what was found ("" if that is not told), whether it held.

    `title` says over the first of a group how many of it must hold.
    """

    asked: str
    found: str
    holds: bool
    title: str = ""


def kept_parts(known: Mapping[str, Field], judged: Judgement) -> list[dict[str, Any]]:
    """What a run keeps of a judgement, in the order of the version's conditions."""
    return [
        {"holds": part.holds, "found": part.kept["found"]}
        if known[part.condition.field].kind.name in TELLING
        and not part.condition.field.startswith(_OF_THE_CUSTOMER)
        else {"holds": part.holds}
        for part in judged.parts
    ]


def reasons_of(
    version: Version, parts: Sequence[Mapping[str, Any]], known: Mapping[str, Field], agent: Agent
) -> list[Reason]:
    """A run's conditions in words, for this person."""
    conditions = from_json(version.conditions)
    reasons = [_reason(one, part, known, agent) for one, part in zip(conditions, parts, strict=False)]
    return _titled(reasons, conditions)


def _reason(
    condition: Condition, part: Mapping[str, Any], known: Mapping[str, Field], agent: Agent
) -> Reason:
    if "found" not in part:
        return Reason(say_condition(condition, known, agent), "", bool(part["holds"]))
    said = say_part(condition, part["found"], known, agent)
    return Reason(said.asked, said.found, bool(part["holds"]))


def reasons_now(
    conditions: Conditions, judged: Judgement, known: Mapping[str, Field], agent: Agent
) -> list[Reason]:
    """A judgement made for a person who tries a rule, in words: all of what was found, as they may see it."""
    said = [(part, say_part(part.condition, part.found, known, agent)) for part in judged.parts]
    return _titled([Reason(one.asked, one.found, part.holds) for part, one in said], conditions)


def _titled(reasons: list[Reason], conditions: Conditions) -> list[Reason]:
    titles = titles_of(conditions)
    return [replace(one, title=title) for one, title in zip(reasons, titles, strict=False)]


def told_openly(judge: Judge, judged: Judgement) -> tuple[tuple[str, bool], ...]:
    """What a judgement asked, as everybody may read it who sees the ticket: nothing of fields that not everybody sees.

    The first of a group says how many of it must hold, where that isn't simply all.
    """
    titles = titles_of(judge.conditions)
    return tuple(
        (f"{title}: {asked}" if title else asked, part.holds)
        for title, part in zip(titles, judged.parts, strict=True)
        for asked in (_openly(judge.known[part.condition.field], part.condition),)
    )


def _openly(one: Field, condition: Condition) -> str:
    if not is_open(one):
        return gettext("a field that not everybody sees")
    return say_condition(condition, {one.key: one}, None)
