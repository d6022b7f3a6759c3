"""When a message that could not go out is tried again, and when we give up."""

from datetime import datetime, timedelta

_PAUSES_SECONDS = (15, 60, 180, 600, 1200, 1800, 3600)
GIVE_UP_AFTER = timedelta(hours=48)


def next_attempt_at(
    attempts: int, *, first_at: datetime, now: datetime, after_seconds: float | None = None
) -> datetime | None:
    """Return when to try again after `attempts` failures, at the earliest `after_seconds` from now; None: never."""
    if now - first_at >= GIVE_UP_AFTER:
        return None
    pause = _PAUSES_SECONDS[min(max(attempts, 1), len(_PAUSES_SECONDS)) - 1]
    return now + timedelta(seconds=max(pause, min(after_seconds or 0.0, 6 * 3600.0)))
