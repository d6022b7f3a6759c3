"""Which hours count and when it is open; who can do what, who is there, and who covers."""

from careline.workforce.queries.known import (
    agent_calendar,
    calendar_of,
    forget_hours,
    hours_for,
    hours_in_use,
    is_open_now,
    organisations_have_hours,
)
from careline.workforce.queries.people import (
    Gone,
    absences_now,
    availability_of,
    capacities_of,
    capacity_of,
    cover_of,
    is_available,
    levels_of,
    who_can,
)
from careline.workforce.queries.planning import absences_for, all_skills, may_plan_for, plannable_agents
from careline.workforce.queries.settings import hours_names

__all__ = [
    "Gone",
    "absences_for",
    "absences_now",
    "agent_calendar",
    "all_skills",
    "availability_of",
    "calendar_of",
    "capacities_of",
    "capacity_of",
    "cover_of",
    "forget_hours",
    "hours_for",
    "hours_in_use",
    "hours_names",
    "is_available",
    "is_open_now",
    "levels_of",
    "may_plan_for",
    "organisations_have_hours",
    "plannable_agents",
    "who_can",
]
