"""What happens to business hours, and to what people can do and when they are there."""

from careline.workforce.events.hours import (
    HoursAssigned,
    HoursChanged,
    HoursCreated,
    HoursExceptionAdded,
    HoursExceptionRemoved,
    HoursRemoved,
)
from careline.workforce.events.people import (
    AbsenceChanged,
    AbsenceEnded,
    AbsenceFact,
    AbsencePlanned,
    AbsenceWithdrawn,
    AgentSkillChanged,
    CapacityChanged,
    SkillArchived,
    SkillChanged,
    SkillCreated,
    SkillRestored,
)

__all__ = [
    "AbsenceChanged",
    "AbsenceEnded",
    "AbsenceFact",
    "AbsencePlanned",
    "AbsenceWithdrawn",
    "AgentSkillChanged",
    "CapacityChanged",
    "HoursAssigned",
    "HoursChanged",
    "HoursCreated",
    "HoursExceptionAdded",
    "HoursExceptionRemoved",
    "HoursRemoved",
    "SkillArchived",
    "SkillChanged",
    "SkillCreated",
    "SkillRestored",
]
