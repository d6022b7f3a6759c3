"""The hours of a day as people write them: "09:00–12:30, 13:30–18:00". Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from django.utils.translation import gettext as _

from careline.workforce.contracts import Day, HoursRefused, Stretch

_TIME = r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?"
_STRETCH = re.compile(rf"{_TIME}\s*(?:-|–|—|−|to|bis|a)\s*{_TIME}", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:[,;+&]|\band\b|\bund\b|\by\b)\s*", re.IGNORECASE)
MOST_STRETCHES = 12
_DAY = 1440


def read_day(words: str) -> Day:
    """The stretches of a day, in order; nothing, "-" or "closed" means closed. An end at or before its start is the next day's.

    Raises HoursRefused with words for what can't be read, and for stretches that overlap.
    """
    said = words.strip()
    if not said or said.casefold() in {"-", "–", "—", "closed", _("closed").casefold()}:
        return ()
    stretches = sorted(_stretch(part) for part in _BETWEEN.split(said) if part)
    if len(stretches) > MOST_STRETCHES:
        raise HoursRefused(_("At most %(most)s stretches a day.") % {"most": MOST_STRETCHES})
    for one, following in pairwise(stretches):
        if following.opens < one.closes:
            raise HoursRefused(
                _("%(one)s and %(other)s overlap.")
                % {"one": write_day((one,)), "other": write_day((following,))}
            )
    return tuple(stretches)


def write_day(day: Sequence[Stretch]) -> str:
    """A day as `read_day` reads it; "" for a closed one."""
    return ", ".join(f"{_clock(one.opens)}–{_clock(one.closes)}" for one in sorted(day))


def _stretch(part: str) -> Stretch:
    found = _STRETCH.fullmatch(part.strip())
    if found is None:
        raise HoursRefused(
            _("“%(words)s” can’t be read. Write the hours like this: 09:00–12:30, 13:30–18:00")
            % {"words": part[:40]}
        )
    opens, closes = _minutes(*found.group(1, 2, 3)), _minutes(*found.group(4, 5, 6))
    if opens >= _DAY or opens == closes:
        raise HoursRefused(
            _("“%(words)s” has no length. The whole day is 00:00–24:00.") % {"words": part[:40]}
        )
    return Stretch(opens, closes if closes > opens else closes + _DAY)


def _minutes(hours: str, minutes: str | None, half: str | None) -> int:
    hour, minute = int(hours), int(minutes or 0)
    if half:
        if not 1 <= hour <= 12:
            hour = 99
        hour = hour % 12 + (12 if half[0] in "pP" else 0) if hour != 99 else hour
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise HoursRefused(_("There is no such time: %(time)s") % {"time": f"{hours}:{minutes or '00'}"})
    return hour * 60 + minute


def _clock(minutes: int) -> str:
    within = minutes if minutes <= _DAY else minutes - _DAY
    return f"{within // 60:02}:{within % 60:02}"
