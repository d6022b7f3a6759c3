"""Conditions and what was found, in words for people: labels of choices are those the person may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from careline.fields.queries import show
from careline.tickets.models import Priority, Status, TicketType
from careline.tickets.models.ticket import NEVER
from careline.tickets.queries.conditions.asking import Field
from careline.tickets.queries.conditions.custom import Custom
from careline.tickets.queries.conditions.language import Condition, Conditions
from careline.tickets.queries.conditions.registry import choices_of
from careline.ui.times import in_words

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from careline.accounts.models import Agent

OPERATOR_WORDS: dict[str, _StrPromise] = {
    "is": _("is one of"), "is_not": _("is none of"), "has_any": _("has any of"), "has_all": _("has all of"),
    "has_none": _("has none of"), "contains": _("contains"), "contains_not": _("does not contain"), "yes": _("yes"),
    "no": _("no"), "equals": _("is"), "more": _("is more than"), "less": _("is less than"),
    "within": _("within the last"), "older": _("longer ago than"), "before": _("before"), "after": _("after"),
    "overdue": _("is overdue"), "next": _("within the next"), "filled": _("is set"), "empty": _("is not set"),
}  # fmt: skip

GROUP_WORDS: dict[str, _StrPromise] = {
    "all": _("All of these hold"),
    "any": _("Any of these holds"),
    "none": _("None of these holds"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """One condition in words: what was asked, and what was found ("" if that says nothing)."""

    asked: str
    found: str


def say_condition(condition: Condition, known: Mapping[str, Field], agent: Agent | None) -> str:
    """What a condition asks, such as “Priority is one of: Low”; of what this person may not see, only that.

    Without a person (None) `known` says what may be told, and all teams are named.
    """
    one = known.get(condition.field)
    if one is None:
        return gettext("A field that is gone, or that you may not see")
    asked = f"{one.label} {OPERATOR_WORDS[condition.op]}"
    value = _value(condition, choices_of(one, agent) or {})
    return f"{asked}: {value}" if value else asked


def titles_of(conditions: Conditions) -> tuple[str, ...]:
    """What stands over each condition, in their order: how its group is to be taken, "" for all but the first of a group.

    Nothing where all conditions stand in one group of which all must hold.
    """
    groups = [group for group in conditions.groups if group.conditions]
    if len(groups) == 1 and groups[0].match == "all":
        return ("",) * len(groups[0].conditions)
    joined = gettext("and: %(group)s") if conditions.match == "all" else gettext("or: %(group)s")
    titles: list[str] = []
    for n, group in enumerate(groups):
        words = str(GROUP_WORDS[group.match])
        titles += [joined % {"group": words} if n else words, *[""] * (len(group.conditions) - 1)]
    return tuple(titles)


def is_open(field: Field) -> bool:
    """Whether everybody may see a field who sees the ticket."""
    return not isinstance(field.kind, Custom) or field.kind.info.is_open


def say_part(condition: Condition, found: Any, known: Mapping[str, Field], agent: Agent) -> Said:
    """A condition and what was found, which may have been kept as JSON (see `Part.kept`)."""
    one = known.get(condition.field)
    said = _found(one, found, choices_of(one, agent) or {}) if one else ""
    return Said(say_condition(condition, known, agent), said)


def _value(condition: Condition, choices: Mapping[str, str]) -> str:
    value = condition.value
    if value is None:
        return ""
    if isinstance(value, Mapping):
        count = value["n"]
        if value["unit"] == "hours":
            return ngettext("%(n)s hour", "%(n)s hours", count) % {"n": count}
        return ngettext("%(n)s day", "%(n)s days", count) % {"n": count}
    listed = value if isinstance(value, list | tuple) else [value]
    return ", ".join(str(choices.get(str(one), one)) for one in listed)


def _found(one: Field, found: Any, choices: Mapping[str, str]) -> str:
    if isinstance(one.kind, Custom):
        return show(one.kind.info, found)
    if one.kind.name in ("stems", "open_hours"):
        return ""
    if one.kind.name == "yes_no":
        return gettext("yes") if found else gettext("no")
    if one.kind.name in ("moment", "due"):
        return _moment(found)
    if found in (None, "", [], {}):
        return gettext("nothing")
    listed = found if isinstance(found, list | tuple) else [found]
    return ", ".join(str(choices.get(str(each), each)) for each in dict.fromkeys(map(str, listed)) if each)


def _moment(found: Any) -> str:
    moment = found if isinstance(found, datetime) or found is None else parse_datetime(str(found))
    if moment is None or moment >= NEVER:
        return gettext("never")
    return in_words(moment, "moment", timezone.now())


def word_of(field: str, key: str) -> str:
    """What a status, priority or type is called; its key where there is none."""
    words = {
        "status": {one.word: one.label for one in Status},
        "priority": {one.word: one.label for one in Priority},
        "type": {one.value: one.label for one in TicketType},
    }
    return str(words[field].get(key, key))
