"""Bringing the clocks of one ticket to what its course and its policy say. Rows in memory only: nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from careline.core.events import Fact
from careline.policies.contracts import REPEATED, Kind, Policy, Step, Target
from careline.policies.events import ClockBreached, ClockMet
from careline.policies.models import Clock
from careline.policies.queries.calendars import calendar_for, hours_of
from careline.policies.running import OPEN_WORK, Run, moment_of, runs_of, used
from careline.tickets.contracts.course import Course
from careline.workforce.contracts import ALWAYS, BusinessCalendar

INTERNAL_BUSINESS_SECONDS = 8 * 3600
INTERNAL_CALENDAR_SECONDS = 24 * 3600
BREACH = "breach"
MET = "met"


@dataclass(slots=True)
class Brought:
    """What became of a ticket's clocks: new rows, changed rows, and what is to be told of (with its clock, for its id)."""

    new: list[Clock] = field(default_factory=list)
    changed: list[Clock] = field(default_factory=list)
    told: list[tuple[Clock, str]] = field(default_factory=list)


def bring(course: Course, policy: Policy | None, clocks: Iterable[Clock], at: datetime) -> Brought:
    """Bring a ticket's clocks in step. `policy` None lets the internal clock run alone."""
    kept = [*clocks]
    done, hours_id = Brought(), hours_of(policy, course)
    is_business = policy is None or policy.is_business
    calendar = calendar_for(is_business=is_business, hours_id=hours_id)
    for target in _owed(course, policy, calendar):
        wanted = _Wanted(target, course, policy, calendar, at)
        own = [clock for clock in kept if clock.kind == target.kind]
        for clock in wanted.bring(own, done):
            clock.is_business, clock.hours_id = is_business, hours_id
        kept = [clock for clock in kept if clock.kind != target.kind]
    for clock in kept:
        _end_unwanted(clock, course, at, done)
    return done


def _owed(course: Course, policy: Policy | None, calendar: BusinessCalendar) -> list[Target]:
    if policy is not None:
        return [target for target in policy.targets if target.seconds.get(course.priority)]
    seconds = INTERNAL_CALENDAR_SECONDS if calendar is ALWAYS else INTERNAL_BUSINESS_SECONDS
    return [Target(Kind.INTERNAL, {course.priority: seconds})]


def _end_unwanted(clock: Clock, course: Course, at: datetime, done: Brought) -> None:
    """End a clock that nothing asks for any more; a due date set by hand ends with its ticket."""
    if clock.stopped_at is not None:
        return
    if clock.kind != Kind.MANUAL:
        _stop(clock, at, Clock.State.BREACHED if BREACH in clock.fired else Clock.State.CANCELLED)
    elif course.status in OPEN_WORK and not course.is_merged:
        return
    else:
        is_late = clock.due_at is not None and clock.due_at < at
        _stop(clock, at, Clock.State.BREACHED if is_late else Clock.State.MET)
        _tell(clock, done)
    done.changed.append(clock)


def _stop(clock: Clock, at: datetime, state: str) -> None:
    clock.state, clock.stopped_at, clock.agenda, clock.next_at = state, at, [], None


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One target on one ticket, ready to be compared with the rows there are."""

    target: Target
    course: Course
    policy: Policy | None
    calendar: BusinessCalendar
    at: datetime

    @property
    def seconds(self) -> int:
        return self.target.seconds[self.course.priority]

    def bring(self, rows: list[Clock], done: Brought) -> list[Clock]:
        """Bring the rows of this kind in step, with a new one where something new is owed; returns those touched."""
        pauses = self.policy.pauses if self.policy else frozenset({3, 4})
        runs = runs_of(self.target.kind, self.course, pauses)
        by_start = {run.started_at: run for run in runs}
        touched, seen = [], set()
        for clock in rows:
            run = by_start.get(clock.started_at) if self.target.kind in REPEATED else next(iter(runs), None)
            if run is not None:
                seen.add(run.started_at)
            if self._bring_row(clock, run, done):
                touched.append(clock)
        if runs and runs[-1].started_at not in seen and runs[-1].stopped_at is None:
            clock = Clock(ticket_id=self.course.ticket_id, kind=self.target.kind)
            self._compute(clock, runs[-1])
            done.new.append(clock)
            touched.append(clock)
        return touched

    def _bring_row(self, clock: Clock, run: Run | None, done: Brought) -> bool:
        if run is None:
            if clock.stopped_at is None:
                _stop(clock, self.at, Clock.State.CANCELLED)
                done.changed.append(clock)
            return False
        if clock.stopped_at is not None and clock.stopped_at == run.stopped_at:
            return False  # it is history: what was owed then is not judged by what is owed now
        self._compute(clock, run)
        _tell(clock, done)
        done.changed.append(clock)
        return True

    def _compute(self, clock: Clock, run: Run) -> None:
        due = moment_of(run, self.calendar, self.seconds)
        clock.policy_id = self.policy.id if self.policy else None
        clock.seconds, clock.started_at, clock.due_at = self.seconds, run.started_at, due
        clock.stopped_at = run.stopped_at
        clock.used_seconds = used(run, self.calendar, run.stopped_at or self.at)
        clock.state = _state(clock, run, due, self.at)
        points = [] if run.stopped_at is not None else self._points(run, due)
        open_points = sorted(
            ((at, key) for key, at in points if key not in clock.fired), key=lambda one: one[0]
        )
        clock.agenda = [[key, at.isoformat()] for at, key in open_points]
        clock.next_at = open_points[0][0] if open_points else None

    def _points(self, run: Run, due: datetime | None) -> list[tuple[str, datetime]]:
        steps: list[tuple[str, int]] = [
            (step.key, self.seconds + step.offset)
            for step in self.target.steps
            if _is_possible(step, self.seconds)
        ]
        points = [(key, moment_of(run, self.calendar, seconds)) for key, seconds in steps]
        return [(key, at) for key, at in [(BREACH, due), *points] if at is not None]


def _is_possible(step: Step, seconds: int) -> bool:
    """A warning longer before than all the time there is would come at once, and say nothing."""
    return seconds + step.offset > 0


def _state(clock: Clock, run: Run, due: datetime | None, at: datetime) -> str:
    if run.stopped_at is not None:
        if due is not None and due < run.stopped_at:
            return str(Clock.State.BREACHED)
        return str(Clock.State.MET if run.is_done else Clock.State.CANCELLED)
    if due is None:
        return str(Clock.State.PAUSED)
    return str(Clock.State.BREACHED if due <= at and BREACH in clock.fired else Clock.State.RUNNING)


def _tell(clock: Clock, done: Brought) -> None:
    """Have it told, once, how a clock ended; where nobody noticed in time that it was missed, that too."""
    if clock.stopped_at is None or clock.kind == Kind.INTERNAL:
        return
    key = {Clock.State.MET: MET, Clock.State.BREACHED: BREACH}.get(Clock.State(clock.state))
    if key is not None and key not in clock.fired:
        clock.fired = [*clock.fired, key]
        done.told.append((clock, key))


def fact_of(clock: Clock, key: str, course: Course) -> Fact:
    """What is told of a clock that ended."""
    due = clock.due_at.isoformat() if clock.due_at else ""
    known: dict[str, Any] = {
        "clock_id": clock.pk,
        "kind": clock.kind,
        "policy_id": clock.policy_id or 0,
        "due": due,
    }
    if key == MET:
        return ClockMet(course.ticket_id, course.team_id, **known, used_seconds=round(clock.used_seconds))
    return ClockBreached(course.ticket_id, course.team_id, **known)
