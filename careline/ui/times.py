"""Times in pages: `<time>` elements that read well without script and in the viewer's zone with it."""

from datetime import UTC, date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

WAYS = {"ago": "j M Y, H:i", "moment": "j M Y, H:i", "date": "j M Y", "clock": "H:i"}


def local_time(value: datetime | date | None, way: str = "ago", css_class: str = "") -> SafeString:
    """Return a `<time>` element for `value`, or nothing for None.

    `way` says how the browser shows it: "ago" (2 h), "moment" (day and hour), "date" or "clock". The server
    writes the absolute form in the active time zone; the island `times` shows it in the viewer's own zone.
    """
    if value is None:
        return SafeString("")
    shape = WAYS[way]
    if not isinstance(value, datetime):
        return format_html(
            '<time datetime="{}">{}</time>', value.isoformat(), date_format(value, WAYS["date"])
        )
    aware = value if timezone.is_aware(value) else value.replace(tzinfo=UTC)
    return format_html(
        '<time datetime="{}" data-time="{}"{}>{}</time>',
        aware.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        way,
        format_html(' class="{}"', css_class) if css_class else "",
        date_format(timezone.localtime(aware), shape),
    )
