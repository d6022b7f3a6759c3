"""Which hours count, and when it is open."""

from careline.workforce.queries.known import calendar_of, forget_hours, hours_for, is_open_now

__all__ = ["calendar_of", "forget_hours", "hours_for", "is_open_now"]
