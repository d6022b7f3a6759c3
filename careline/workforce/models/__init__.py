"""When work is done: business hours with days of their own, and who uses which."""

from careline.workforce.models.hours import BusinessHours, HoursException, HoursUse

__all__ = ["BusinessHours", "HoursException", "HoursUse"]
