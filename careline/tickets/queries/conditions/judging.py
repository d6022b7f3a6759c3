"""Conditions judged in memory, over facts that are at hand: what they say is what their SQL would find."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from careline.accounts.queries import find_company
from careline.tickets.queries.conditions.asking import Field, Judging
from careline.tickets.queries.conditions.custom import Custom
from careline.tickets.queries.conditions.facts import Facts
from careline.tickets.queries.conditions.language import BadConditions, Condition, Conditions, Group, Place
from careline.tickets.queries.conditions.registry import fields_needed
from careline.tickets.queries.conditions.stems import Stemmed
from careline.tickets.queries.conditions.times import zone_of


def _together(match: str, held: Iterable[bool]) -> bool:
    return all(held) if match == "all" else any(held) == (match == "any")


@dataclass(frozen=True, slots=True)
class Part:
    """One condition judged: what it asked, what was found (as the field reads it), whether it holds."""

    condition: Condition
    found: Any
    holds: bool

    @property
    def kept(self) -> dict[str, Any]:
        """The same as JSON, to be written down and said later in the words of whoever reads it."""
        one, found = self.condition, self.found
        found = found.isoformat() if isinstance(found, datetime) else found
        return {"field": one.field, "op": one.op, "value": one.value, "found": found, "holds": self.holds}


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether conditions hold of a ticket, and each of them by itself, in their order, whatever the others said."""

    holds: bool
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Judge:
    """Conditions with the fields they ask about, ready to be judged of many tickets. Made by `judge_of`."""

    conditions: Conditions
    known: Mapping[str, Field]

    def holds(self, facts: Facts, judging: Judging) -> bool:
        """Whether they hold of a ticket; looks no further than it must."""
        groups = (
            _together(group.match, (self._held(one, facts, judging) for one in group.conditions))
            for group in self._groups
        )
        return not self._groups or _together(self.conditions.match, groups)

    def judge(self, facts: Facts, judging: Judging) -> Judgement:
        """Whether they hold of a ticket, with every condition by itself."""
        parts: list[Part] = []
        groups: list[bool] = []
        for group in self._groups:
            found = [self._part(one, facts, judging) for one in group.conditions]
            parts += found
            groups.append(_together(group.match, (part.holds for part in found)))
        return Judgement(not groups or _together(self.conditions.match, groups), tuple(parts))

    @cached_property
    def _groups(self) -> list[Group]:
        return [group for group in self.conditions.groups if group.conditions]

    def _held(self, condition: Condition, facts: Facts, judging: Judging) -> bool:
        field = self.known[condition.field]
        assert field.reading is not None
        return field.kind.holds(condition.op, condition.value, field.reading(facts), judging)

    def _part(self, condition: Condition, facts: Facts, judging: Judging) -> Part:
        field = self.known[condition.field]
        assert field.reading is not None
        found = field.reading(facts)
        holds = field.kind.holds(condition.op, condition.value, found, judging)
        return Part(condition, _told(field, found), holds)


def _told(field: Field, found: Any) -> Any:
    """What of a value is worth telling: of own fields their value, of a message's words none."""
    if isinstance(field.kind, Custom):
        return found.get(field.kind.info.key)
    return None if isinstance(field.kind, Stemmed) else found


def judge_of(conditions: Conditions, *, me: int = 0, known: Mapping[str, Field] | None = None) -> Judge:
    """Checked conditions, ready to be judged. `known` are the fields if they were read already, for any of many.

    Raises BadConditions where a field is gone, or can't be judged without a person (`me` 0) or in memory.
    """
    known = fields_needed(None, conditions) if known is None else known
    errors: dict[Place, str] = {}
    for g, group in enumerate(conditions.groups):
        for c, condition in enumerate(group.conditions):
            field = known.get(condition.field)
            if field is None or condition.op not in field.kind.operators:
                errors[(g, c)] = _("It asks about a field that is gone.")
            elif field.reading is None or (field.is_personal and not me):
                errors[(g, c)] = _("“%(field)s” can’t be asked here.") % {"field": field.label}
    if errors:
        raise BadConditions(errors)
    return Judge(conditions, known)


def judge(
    conditions: Conditions, facts: Facts, *, at: datetime, zone: tzinfo | None = None, me: int = 0
) -> Judgement:
    """Whether checked conditions hold of a ticket at a moment, with every condition by itself.

    For one or a few; for many keep what `judge_of` makes. `zone` says when a day begins, the company's by default.
    Raises BadConditions as `judge_of` does.
    """
    return judge_of(conditions, me=me).judge(facts, Judging(at, zone or company_zone(), me))


def company_zone() -> tzinfo:
    """The time zone in which the company's days begin."""
    company = find_company()
    return zone_of(company.time_zone if company else "UTC")
