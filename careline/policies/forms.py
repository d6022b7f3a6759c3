"""The form of a service policy: targets in a grid, with lengths of time typed in plain, and steps before and after."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from careline.accounts.queries import active_agents, open_teams
from careline.policies.actions.check_policy import MOST_STEPS, PolicyDetails
from careline.policies.contracts import TARGETS, Step, Target
from careline.policies.words import KIND_HINTS, KIND_WORDS
from careline.tickets.queries.conditions import Field
from careline.tickets.queries.conditions.building import read_posted
from careline.ui.durations import read_duration, short
from careline.ui.numbers import number_of

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

PRIORITIES: dict[int, _StrPromise] = {4: _("Urgent"), 3: _("High"), 2: _("Normal"), 1: _("Low")}
PAUSES: dict[int, _StrPromise] = {2: _("Open"), 3: _("Pending"), 4: _("On hold")}
SIDES = [("before", _("before")), ("after", _("after"))]
BLANK_STEPS = 1


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of the grid: its name, what it is called (and in its column), what stands in it, and what is wrong with that."""

    name: str
    label: str
    column: str
    value: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step, ready to be asked for; a new one is empty. `is_gone` says that whom it names is not here any more."""

    name: str
    when: str
    side: str
    what: str
    error: str = ""
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One kind of target: a field for each priority, and its steps."""

    kind: str
    label: str
    hint: str
    cells: list[Cell]
    steps: list[StepRow]

    @property
    def is_used(self) -> bool:
        """Whether anything is written in it."""
        return any(cell.value or cell.error for cell in self.cells)


@dataclass(slots=True)
class Read:
    """What was posted: the policy as far as it could be understood, the words as typed, and what is wrong by field."""

    details: PolicyDetails
    typed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def read_policy(posted: QueryDict, known: Mapping[str, Field]) -> Read:
    """A policy as it was posted."""
    typed = {key: str(posted[key]).strip() for key in posted if key.startswith(("t-", "s-"))}
    errors: dict[str, str] = {}
    targets = tuple(_target(kind, typed, errors) for kind in TARGETS)
    hours = posted.get("hours", "")
    details = PolicyDetails(
        name=posted.get("name", ""),
        conditions=read_posted(posted, known),
        targets=tuple(target for target in targets if target.seconds),
        is_business=hours != "calendar",
        hours_id=number_of(hours) or None,
        pauses=tuple(status for status in PAUSES if str(status) in posted.getlist("pauses")),
        is_active=posted.get("active") == "1",
    )
    return Read(details, typed, errors)


def _target(kind: str, typed: Mapping[str, str], errors: dict[str, str]) -> Target:
    seconds = {
        priority: found
        for priority in PRIORITIES
        if (found := _seconds(f"t-{kind}-{priority}", typed, errors)) is not None
    }
    steps = (_step(f"s-{kind}-{n}", typed, errors) for n in range(MOST_STEPS))
    return Target(kind, seconds, tuple(step for step in steps if step is not None))


def _seconds(name: str, typed: Mapping[str, str], errors: dict[str, str]) -> int | None:
    words = typed.get(name, "")
    if not words or words in ("-", "–"):
        return None
    try:
        return read_duration(words)
    except ValueError as error:
        errors[name] = str(error)
        return None


def _step(name: str, typed: Mapping[str, str], errors: dict[str, str]) -> Step | None:
    when, what = typed.get(f"{name}-when", ""), typed.get(f"{name}-what", "")
    if not when or not what:
        if when or what:
            errors[name] = str(_("Choose what is done.") if when else _("Write how long before or after."))
        return None
    offset = 0 if when in ("0", "0m") else _seconds_of_step(name, when, errors)
    if offset is None:
        return None
    do, _colon, who = what.partition(":")
    sign = -1 if typed.get(f"{name}-side") == "before" else 1
    return Step(sign * offset, do, (who,) if who else ())


def _seconds_of_step(name: str, when: str, errors: dict[str, str]) -> int | None:
    try:
        return read_duration(when)
    except ValueError as error:
        errors[name] = str(error)
        return None


def check_steps(read: Read, offered: Collection[str]) -> None:
    """Mark the steps that name what is not `offered` (any more): somebody who left since."""
    for field_name, what in read.typed.items():
        name = field_name.removesuffix("-what")
        if field_name.startswith("s-") and name != field_name and what and what not in offered:
            read.errors.setdefault(name, str(_("Whom this step names is not here any more: choose again.")))


def target_rows(read: Read, offered: Collection[str]) -> list[TargetRow]:
    """The grid, ready to be shown: as it was typed, else as it is; `offered` are the keys of what a step can do."""
    there = {target.kind: target for target in read.details.targets}
    return [_row(kind, there.get(kind), read, offered) for kind in TARGETS]


def _row(kind: str, target: Target | None, read: Read, offered: Collection[str]) -> TargetRow:
    label = str(KIND_WORDS[kind])
    cells = []
    for priority, word in PRIORITIES.items():
        name = f"t-{kind}-{priority}"
        seconds = target.seconds.get(priority) if target else None
        value = read.typed.get(name, short(seconds) if seconds else "")
        cells.append(Cell(name, f"{label}, {word}", str(word), value, read.errors.get(name, "")))
    return TargetRow(kind, label, str(KIND_HINTS[kind]), cells, _step_rows(kind, target, read, offered))


def _step_rows(kind: str, target: Target | None, read: Read, offered: Collection[str]) -> list[StepRow]:
    names = [f"s-{kind}-{n}" for n in range(MOST_STEPS)]
    if any(name.startswith(f"s-{kind}-") for name in read.typed):
        rows = [
            StepRow(
                name, read.typed.get(f"{name}-when", ""), read.typed.get(f"{name}-side", ""),
                read.typed.get(f"{name}-what", ""), read.errors.get(name, ""),
            )
            for name in names if read.typed.get(f"{name}-when") or read.typed.get(f"{name}-what")
        ]  # fmt: skip
    else:
        rows = [
            _of_step(name, step) for name, step in zip(names, target.steps if target else (), strict=False)
        ]
    rows = [
        StepRow(names[n], row.when, row.side, row.what, row.error, bool(row.what) and row.what not in offered)
        for n, row in enumerate(rows)
    ]
    free = names[len(rows) : len(rows) + BLANK_STEPS]
    return rows + [StepRow(name, "", "before", "") for name in free]


def _of_step(name: str, step: Step) -> StepRow:
    when = short(abs(step.offset)) if step.offset else "0m"
    what = ":".join((step.do, *step.who[:1]))
    return StepRow(name, when, "before" if step.offset < 0 else "after", what)


def whats() -> list[tuple[str, str | Promise]]:
    """What a step can do, by key."""
    teams, people = [*open_teams().order_by("name")], [*active_agents()]
    fixed: list[tuple[str, str | Promise]] = [
        ("notify:assignee", _("tell the assignee")), ("notify:lead", _("tell the team’s lead")),
        ("notify:team", _("tell the whole team")), ("raise", _("raise the priority by one")),
    ]  # fmt: skip
    fixed += [
        (f"reassign:team:{one.pk}", _("give it to the team %(name)s") % {"name": one.name}) for one in teams
    ]
    fixed += [(f"notify:agent:{one.pk}", _("tell %(name)s") % {"name": one.name}) for one in people]
    return fixed + [
        (f"reassign:agent:{one.pk}", _("give it to %(name)s") % {"name": one.name}) for one in people
    ]
