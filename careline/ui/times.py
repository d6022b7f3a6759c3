"""Times in pages: `<time>` elements that read well without script, and keep true and in the viewer's zone with it."""

from datetime import UTC, date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext

WAYS = ("ago", "moment", "date", "clock")
DAY_MINUTES = 24 * 60


def local_time(value: datetime | date | None, way: str = "ago", css_class: str = "") -> SafeString:
    """Return a `<time>` element for `value`, or nothing for None.

    `way` says how it reads: "ago" (2 hr), "moment" (day and hour), "date" or "clock". The server writes it in the
    active time zone; the island `times` touches it only where the viewer's device is in another one, and as time
    goes by.
    """
    if value is None:
        return SafeString("")
    if not isinstance(value, datetime):
        return format_html('<time datetime="{}">{}</time>', value.isoformat(), day_words(value))
    aware = value if timezone.is_aware(value) else value.replace(tzinfo=UTC)
    return format_html(
        '<time datetime="{}" data-time="{}"{}>{}</time>',
        aware.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        way,
        format_html(' class="{}"', css_class) if css_class else "",
        in_words(aware, way, timezone.now()),
    )


def in_words(moment: datetime, way: str, now: datetime) -> str:
    """Return an aware moment as a person reads it, in the active time zone; `way` as for `local_time`."""
    if way == "ago":
        return ago(moment, now)
    here = timezone.localtime(moment)
    if way == "clock":
        return date_format(here, "H:i")
    day = _day(here, now) if way == "moment" else day_words(here)
    return f"{day}, {date_format(here, 'H:i')}" if way == "moment" else day


def ago(moment: datetime, now: datetime) -> str:
    """Return how long ago (or how far ahead) an aware moment is; from a week on, its day."""
    minutes = int(abs((now - moment).total_seconds()) / 60 + 0.5)
    if minutes < 1:
        return pgettext("a time", "now")
    if minutes < 60:
        return gettext("{n} min").format(n=minutes)
    if minutes < DAY_MINUTES:
        return gettext("{n} hr").format(n=minutes // 60)
    if minutes < 7 * DAY_MINUTES:
        days = minutes // DAY_MINUTES
        return ngettext("{n} day", "{n} days", days).format(n=days)
    return _day(timezone.localtime(moment), now)


def _day(here: datetime, now: datetime) -> str:
    return day_words(here, with_year=here.year != timezone.localtime(now).year)


def day_words(day: date, *, with_year: bool = True) -> str:
    """Return a day as people write it in the active language, such as "30 Mar 2027"; a moment in its own zone."""
    if with_year:
        return date_format(day, pgettext("a day, in the letters of Django's filter `date`", "j M Y"))
    return date_format(day, pgettext("a day, in the letters of Django's filter `date`", "j M"))
