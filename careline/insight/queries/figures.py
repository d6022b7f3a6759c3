"""Figures of single tickets, computed from their courses; what is kept of them for many is made of the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from careline.insight.contracts import Figure, Figures
from careline.insight.measuring import figures_of
from careline.tickets.contracts.course import Course
from careline.tickets.queries.course import courses_of
from careline.workforce.contracts import ALWAYS, BusinessCalendar
from careline.workforce.queries import calendar_of, hours_for


@dataclass(frozen=True, slots=True)
class Told:
    """The figures of one ticket with the business hours that count for it. `now` is the moment they were told."""

    course: Course
    figures: Figures
    calendar: BusinessCalendar
    now: datetime

    def seconds_of(self, figure: Figure, *, is_business: bool) -> list[float]:
        """The settled values of a figure of time."""
        calendar = self.calendar if is_business else ALWAYS
        return [one.seconds(calendar, self.now) for one in self.figures.of(figure) if not one.is_running]


def told_figures(ticket_ids: Iterable[int]) -> dict[int, Told]:
    """The figures of these tickets by id. No rights: whoever calls has asked for visible ones."""
    now = timezone.now()
    return {
        pk: Told(course, figures_of(course, now=now), calendar_for(course), now)
        for pk, course in courses_of(ticket_ids).items()
    }


def calendar_for(course: Course) -> BusinessCalendar:
    """The business hours of a ticket: of its organisation, inbox, team, or the house."""
    hours_id = hours_for(
        team_id=course.team_id, inbox_id=course.inbox_id, organisation_id=course.organisation_id
    )
    return calendar_of(hours_id)
