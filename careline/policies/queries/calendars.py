"""Which calendar a clock goes by: the business hours of its policy, or of organisation, inbox, team or house."""

from __future__ import annotations

from careline.policies.contracts import Policy
from careline.tickets.contracts.course import Course
from careline.workforce.contracts import ALWAYS, BusinessCalendar
from careline.workforce.queries import calendar_of, hours_for


def hours_of(policy: Policy | None, course: Course) -> int | None:
    """The id of the business hours that count for a ticket under a policy (None: the internal clock)."""
    if policy is not None and policy.hours_id is not None:
        return policy.hours_id
    return hours_for(team_id=course.team_id, inbox_id=course.inbox_id, organisation_id=course.organisation_id)


def calendar_for(*, is_business: bool, hours_id: int | None) -> BusinessCalendar:
    """The calendar itself; calendar time is the one that is always open."""
    return calendar_of(hours_id) if is_business else ALWAYS
