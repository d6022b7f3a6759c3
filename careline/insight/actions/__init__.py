"""What insight does: follow the event log, compute figures, count the open work of days."""
