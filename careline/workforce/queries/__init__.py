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
    availability_of,
    capacities_of,
    capacity_of,
    cover_of,
    is_available,
    who_can,
)
from careline.workforce.queries.planning import absences_for, all_skills, may_plan_for, plannable_agents
from careline.workforce.queries.settings import hours_names

__all__ = [
    "absences_for",
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
    "may_plan_for",
    "organisations_have_hours",
    "plannable_agents",
    "who_can",
]
