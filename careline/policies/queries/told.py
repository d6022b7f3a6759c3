"""The clocks of a ticket told to people: how each stands, and how its due moment came about, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careline.policies.contracts import REPEATED, Kind, Policy
from careline.policies.models import Clock
from careline.policies.queries.calendars import calendar_for
from careline.policies.queries.policies import policies_by_id
from careline.policies.running import Run, runs_of, used
from careline.policies.words import KIND_WORDS
from careline.tickets.contracts.course import Course
from careline.tickets.queries.course import courses_of
from careline.ui.durations import in_words
from careline.workforce.contracts import BusinessCalendar

MOST_DAYS = 60
SOON, WEEK = timedelta(minutes=30), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Told:
    """One clock, ready to be shown. `tone` is ok, soon, late, paused or met; `share` the part used up, in percent."""

    clock: Clock
    label: str
    policy: str
    tone: str
    figure: str
    due_at: datetime | None
    share: int
    why: str

    @property
    def is_far(self) -> bool:
        """Whether the moment is so far off that it is told by its day and not by how long it takes."""
        return self.due_at is not None and abs(self.due_at - timezone.now()) >= WEEK


def told_clocks(ticket_id: int) -> list[Told]:
    """The clocks that matter now: what is owed, nearest first, then how what is done went. No rights: the ticket was accessed."""
    clocks = _shown([*Clock.objects.filter(ticket_id=ticket_id).order_by("pk")])
    if not clocks:
        return []
    course = courses_of([ticket_id])[ticket_id]
    known = policies_by_id({clock.policy_id for clock in clocks if clock.policy_id})
    now = timezone.now()
    return [_told(clock, course, known.get(clock.policy_id or 0), now) for clock in clocks]


def _shown(clocks: list[Clock]) -> list[Clock]:
    """Of what repeats only the last; nothing that merely ended, and our own reminder only while it runs."""
    last = {clock.kind: clock.pk for clock in clocks}
    kept = [
        clock
        for clock in clocks
        if clock.state != Clock.State.CANCELLED
        and (clock.kind not in REPEATED or clock.pk == last[clock.kind])
        and (clock.is_open or clock.kind not in (Kind.INTERNAL, Kind.MANUAL))
    ]
    far = timezone.now() + timedelta(days=36500)
    return sorted(kept, key=lambda clock: (not clock.is_open, clock.due_at or far))


def _told(clock: Clock, course: Course, policy: Policy | None, now: datetime) -> Told:
    tone, figure = _standing(clock, now)
    share = round(100 * clock.used_seconds / clock.seconds) if clock.seconds else 0
    why = clock.reason
    if clock.kind != Kind.MANUAL:
        run, calendar = (
            _run_of(clock, course, policy),
            calendar_for(is_business=clock.is_business, hours_id=clock.hours_id),
        )
        if run is not None:
            until = run.stopped_at or now
            share = round(100 * used(run, calendar, until) / clock.seconds) if clock.seconds else 0
            why = how_it_came(clock, run, calendar, now)
    name = (
        policy.name
        if policy
        else _("No policy fits: promised to nobody")
        if clock.kind == Kind.INTERNAL
        else ""
    )
    return Told(clock, str(KIND_WORDS[clock.kind]), name, tone, figure, clock.due_at, min(share, 100), why)


def _run_of(clock: Clock, course: Course, policy: Policy | None) -> Run | None:
    runs = runs_of(clock.kind, course, policy.pauses if policy else frozenset())
    if clock.kind not in REPEATED:
        return next(iter(runs), None)
    return next((run for run in runs if run.started_at == clock.started_at), None)


def _standing(clock: Clock, now: datetime) -> tuple[str, str]:
    """The tone and the figure; a running one counts in the browser, by its moment."""
    if not clock.is_open:
        return ("met", _("kept")) if clock.state == Clock.State.MET else ("late", _("missed"))
    if clock.due_at is None:
        left = max(clock.seconds - clock.used_seconds, 0)
        return "paused", _("paused, %(left)s left") % {"left": in_words(left, has_days=not clock.is_business)}
    if not clock.is_promise:
        return "ok", ""
    if clock.due_at <= now:
        return "late", ""
    return ("soon" if clock.due_at - now <= SOON else "ok"), ""


def how_it_came(clock: Clock, run: Run, calendar: BusinessCalendar, now: datetime) -> str:
    """How a due moment came about: "4 h of business hours from Mon 2 Nov, 16:00, less 1 h pending; closed on Tue 3 Nov → …"."""
    start, length = moment_words(run.started_at), in_words(clock.seconds, has_days=not clock.is_business)
    sentence = (
        _("%(time)s of business hours from %(start)s") if clock.is_business else _("%(time)s from %(start)s")
    )
    words = sentence % {"time": length, "start": start}
    until = min(clock.due_at or now, run.stopped_at or clock.due_at or now)
    stood = calendar.between(run.started_at, until) - used(run, calendar, until)
    if stood >= 60:
        words = _("%(words)s, less %(time)s in which the clock stood still") % {
            "words": words,
            "time": in_words(stood, has_days=not clock.is_business),
        }
    if clock.is_business and (closed := _closed_days(calendar, run.started_at, until)):
        days = ngettext("%(words)s; closed on %(days)s", "%(words)s; closed on %(days)s", len(closed))
        words = days % {"words": words, "days": ", ".join(closed)}
    if clock.due_at is None:
        return words
    return f"{words} → {moment_words(clock.due_at)}"


def _closed_days(calendar: BusinessCalendar, start: datetime, end: datetime) -> list[str]:
    """The days in between that are usually open, and were not: holidays and exceptions."""
    zone = ZoneInfo(calendar.zone)
    day, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    found = []
    while day <= last and (day - start.astimezone(zone).date()).days < MOST_DAYS:
        if calendar.week[day.weekday()] and not calendar.day(day):
            found.append(date_format(day, _("D j M")))
        day += timedelta(days=1)
    return found


def moment_words(at: datetime) -> str:
    """A moment with its day of the week, in the time zone of the person who reads it."""
    here = timezone.localtime(at)
    return f"{date_format(here, _('D j M'))}, {date_format(here, 'H:i')}"
