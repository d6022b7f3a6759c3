"""When work is done, what people can do, and when they are there."""

from careline.workforce.models.hours import BusinessHours, HoursException, HoursUse
from careline.workforce.models.presence import Absence, Capacity
from careline.workforce.models.skills import AgentSkill, Skill

__all__ = ["Absence", "AgentSkill", "BusinessHours", "Capacity", "HoursException", "HoursUse", "Skill"]
