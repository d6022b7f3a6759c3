"""Versions of a rule in words, each beside the one before: what came, what went, what stayed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from careline.rules.models import Version
from careline.rules.queries.ready import acts_of
from careline.rules.queries.words import ActNames, names_for, say_act_wholly, say_trigger
from careline.tickets.queries.conditions import (
    Conditions,
    Field,
    fields_known,
    from_json,
    say_condition,
    titles_of,
)

if TYPE_CHECKING:
    from careline.accounts.models import Agent

SAME, NEW, GONE = "same", "new", "gone"
INSET = "\N{EM SPACE}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a version in words, and its `mark` against the version before: same, new or gone."""

    words: str
    mark: str = SAME


@dataclass(frozen=True, slots=True)
class Told:
    """A version in words: its name, when it runs, what must hold, what is done."""

    version: Version
    name: list[Line]
    when: list[Line]
    conditions: list[Line]
    acts: list[Line]

    @property
    def differs(self) -> bool:
        """Whether anything is other than in the version before."""
        parts = (self.name, self.when, self.conditions, self.acts)
        return any(line.mark != SAME for part in parts for line in part)


def compared(versions: Sequence[Version], agent: Agent) -> list[Told]:
    """Versions of a rule, latest first, as this person may read them, each with what differs from the next in the list."""
    known, names = fields_known(agent), names_for((act for one in versions for act in acts_of(one)), agent)
    said = [_said(one, known, names, agent) for one in versions]
    if not said:
        return []
    told = [
        Told(version, *(lines_of(before, now) for before, now in zip(older, newer, strict=True)))
        for version, (newer, older) in zip(versions, pairwise(said), strict=False)
    ]
    return [*told, Told(versions[-1], *(lines_of(one, one) for one in said[-1]))]


def lines_of(before: Sequence[str], now: Sequence[str]) -> list[Line]:
    """The lines of now, with those that are gone where they stood; whether a line is set in makes no difference."""
    lines: list[Line] = []
    was, becomes = [one.strip() for one in before], [one.strip() for one in now]
    for kind, a, b, c, d in SequenceMatcher(None, was, becomes, autojunk=False).get_opcodes():
        if kind == "equal":
            lines += [Line(one) for one in now[c:d]]
            continue
        lines += [Line(one, GONE) for one in before[a:b]]
        lines += [Line(one, NEW) for one in now[c:d]]
    return lines


def _said(version: Version, known: Mapping[str, Field], names: ActNames, agent: Agent) -> list[list[str]]:
    """Name, moment, conditions with how many of a group must hold, actions."""
    acts = [say_act_wholly(act, names) for act in acts_of(version)]
    if version.stops:
        acts.append(_("Then run none of the rules after it"))
    when = say_trigger(version.trigger, version.hours)
    return [[version.name], [when], _asked(from_json(version.conditions), known, agent), acts]


def _asked(conditions: Conditions, known: Mapping[str, Field], agent: Agent) -> list[str]:
    """The conditions, those of a group set in under what says how many of them must hold."""
    titles, asked = titles_of(conditions), []
    inset = INSET if any(titles) else ""
    for title, one in zip(titles, conditions, strict=True):
        asked += [f"{title}:"] if title else []
        asked.append(f"{inset}{say_condition(one, known, agent)}")
    return asked or [_("always")]
