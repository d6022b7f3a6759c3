"""The usual moments that a ticket sleeps until."""

from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _

from careline.ui.when import MORNING, add_months, at_local, next_weekday

LATER_HOURS = 3
LATEST_TODAY = time(20)


def presets_at(now: datetime) -> list[tuple[str, datetime]]:
    """Return the usual moments with their names for a clock that shows `now`, each moment once, soonest first."""
    hours = timedelta(hours=LATER_HOURS, minutes=-now.minute % 30)
    later = now.replace(second=0, microsecond=0) + hours
    is_today = later.date() == now.date() and later.time() <= LATEST_TODAY
    tomorrow = now.date() + timedelta(days=1)
    offered = [(_("Later today"), later)] if is_today else []
    offered += [
        (_("Tomorrow morning"), at_local(tomorrow, MORNING, now)),
        (_("Monday"), at_local(next_weekday(now, 0), MORNING, now)),
        (_("Next week"), at_local(now.date() + timedelta(days=7), MORNING, now)),
        (_("In a month"), at_local(add_months(now.date(), 1), MORNING, now)),
    ]
    first_names = {at: label for label, at in reversed(offered)}
    return sorted(((label, at) for at, label in first_names.items()), key=lambda one: one[1])
