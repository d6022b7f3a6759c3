"""Countries as people call them, and in which one a time zone lies; the only file that knows Babel."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from careline.workforce.holiday_table import known_countries


@lru_cache(maxsize=16)
def country_choices(language: str) -> tuple[tuple[str, str], ...]:
    """The countries whose holidays are known, as (code, name in this language), by name."""
    names = _territories(language)
    return tuple(
        sorted(((code, names.get(code, code)) for code in known_countries()), key=lambda one: one[1])
    )


def country_name(code: str, language: str) -> str:
    """What a country is called in a language; the code where that is not known."""
    return _territories(language).get(code, code)


def country_of_zone(time_zone: str) -> str:
    """The country in which a time zone of the IANA database lies; "" where that can't be said."""
    found = str(get_global("zone_territories").get(time_zone, ""))
    return found if found in known_countries() else ""


@lru_cache(maxsize=16)
def _territories(language: str) -> dict[str, str]:
    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    return {str(code): str(name) for code, name in locale.territories.items()}
