"""When something may be sent: quiet hours and digests in a person's own time zone. Pure: no database, no clock."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from careline.notices.contracts import Digest
from careline.notices.models import Preference

MOST_STRETCHES = 16


def zone_of(name: str) -> ZoneInfo:
    """The time zone of this name, UTC where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def quiet_until(chosen: Preference, at: datetime, zone: ZoneInfo) -> datetime | None:
    """When the quiet that lies on `at` ends; None if it is not quiet then. All days off: the same hour a week later."""
    end = at
    for _stretch in range(MOST_STRETCHES):
        further = _end_of_stretch(chosen, end.astimezone(zone))
        if further is None:
            break
        end = further.astimezone(at.tzinfo)
    return end if end > at else None


def next_digest(chosen: Preference, at: datetime, zone: ZoneInfo) -> datetime:
    """When the mail that gathers what is due at `at` goes: on the next full hour, or at the chosen time of day."""
    local = at.astimezone(zone)
    if chosen.digest == Digest.HOURLY:
        hour = at.replace(minute=0, second=0, microsecond=0)
        return hour if hour == at else hour + timedelta(hours=1)
    today = _on(local, chosen.digest_at)
    return (today if today >= local else _on(local + timedelta(days=1), chosen.digest_at)).astimezone(
        at.tzinfo
    )


def _end_of_stretch(chosen: Preference, local: datetime) -> datetime | None:
    """The end of the day off or the quiet hours on which a local moment lies; None on neither."""
    if local.weekday() in chosen.days_off:
        return _on(local + timedelta(days=1), time(0))
    if chosen.quiet_from is None or chosen.quiet_until is None:
        return None
    for began in (local - timedelta(days=1), local):
        start, end = _on(began, chosen.quiet_from), _on(began, chosen.quiet_until)
        if end <= start:
            end = _on(began + timedelta(days=1), chosen.quiet_until)
        if began.weekday() in chosen.quiet_days and start <= local < end:
            return end
    return None


def _on(day: datetime, at: time) -> datetime:
    return datetime.combine(day.date(), at, tzinfo=day.tzinfo)
