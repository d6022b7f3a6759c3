"""Durations as people write and say them: "4h", "1d 4h", "30m". A day is always 24 hours, also of business time."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

UNITS = {"w": 7 * 86400, "d": 86400, "h": 3600, "m": 60, "s": 1}
LONGEST_SECONDS = 366 * 86400
_PART = re.compile(r"(\d+(?:[.,]\d+)?)\s*(w|d|h|min|m|s)[a-z]*\s*", re.IGNORECASE)


def read_duration(words: str) -> int:
    """Seconds of a duration such as "1d 4h"; a bare number is hours. Raises ValueError with words for people."""
    text = words.strip().lower()
    if re.fullmatch(r"\d+([.,]\d+)?", text):
        text += "h"
    total, place = 0.0, 0
    for part in _PART.finditer(text):
        if part.start() != place:
            break
        total += float(part[1].replace(",", ".")) * UNITS[part[2][0]]
        place = part.end()
    if not text or place != len(text):
        raise ValueError(
            _("“%(words)s” is no length of time: write 30m, 4h or 1d 4h.") % {"words": words.strip()[:40]}
        )
    if not 1 <= total <= LONGEST_SECONDS:
        raise ValueError(_("Between a second and a year, please."))
    return round(total)


def short(seconds: float) -> str:
    """A duration as one would type it: "1d 4h"."""
    left = round(seconds)
    parts: list[str] = []
    for unit, size in UNITS.items():
        if unit != "w" and (left >= size or (unit == "s" and not parts)):
            parts.append(f"{left // size}{unit}")
            left %= size
    return " ".join(part for part in parts if part != "0s" or len(parts) == 1)


def in_words(seconds: float, *, has_days: bool = True) -> str:
    """A duration as one says it: "1 h 20 min". Business time has no days: nobody works for 24 hours."""
    minutes = round(abs(seconds) / 60)
    if minutes < 1:
        return _("less than a minute") if seconds else _("0 min")
    days, rest = divmod(minutes, 24 * 60) if has_days else (0, minutes)
    hours, minutes = divmod(rest, 60)
    parts = [ngettext("%(n)s day", "%(n)s days", days) % {"n": days}] if days else []
    parts += [_("%(n)s h") % {"n": hours}] if hours else []
    parts += [_("%(n)s min") % {"n": minutes}] if minutes and not days else []
    return " ".join(parts)
