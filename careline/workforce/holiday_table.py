"""Public holidays by country and region, as the `holidays` library knows them; the only file that knows the library."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import holidays
from holidays import HolidayBase


@lru_cache(maxsize=512)
def holidays_in(country: str, subdivision: str, year: int, language: str = "") -> Mapping[date, str]:
    """The public holidays of a year with their names; none where country or region is not known.

    Names come in `language` (BCP 47) where the library has them in it, else in that of the country. Its neighbours are
    asked along: a holiday may be kept in the year before or after.
    """
    if not country:
        return {}
    spoken = _language(country, language)
    try:
        found = holidays.country_holidays(
            country,
            subdiv=subdivision or None,
            years=(year - 1, year, year + 1),
            language=spoken,
            expand=False,
        )
    except NotImplementedError:
        return {}
    return {day: name for day, name in sorted(found.items()) if day.year == year}


@lru_cache(maxsize=1)
def known_countries() -> frozenset[str]:
    """The countries (ISO 3166, two letters) whose holidays are known."""
    return frozenset(code for code in holidays.list_supported_countries(include_aliases=False))


@lru_cache(maxsize=256)
def regions_of(country: str) -> tuple[tuple[str, str], ...]:
    """The regions of a country that have holidays of their own, as (code, name), by name."""
    kind = _kind(country)
    if kind is None:
        return ()
    names: dict[str, str] = {}
    for name, code in getattr(kind, "subdivisions_aliases", {}).items():
        names.setdefault(code, name)
    return tuple(
        sorted(((code, names.get(code, code)) for code in kind.subdivisions), key=lambda one: one[1])
    )


def known_years(country: str) -> tuple[int, int]:
    """The first and the last year whose holidays are known; (0, 0) where none are."""
    kind = _kind(country)
    return (kind.start_year, kind.end_year) if kind is not None else (0, 0)


def _kind(country: str) -> type[HolidayBase] | None:
    found: type[HolidayBase] | None = (
        getattr(holidays, country, None) if country in known_countries() else None
    )
    return found


def _language(country: str, wanted: str) -> str | None:
    kind = _kind(country)
    spoken = tuple(getattr(kind, "supported_languages", ()))
    short = wanted.partition("-")[0].lower()
    near = [one for one in spoken if short and one.partition("_")[0].lower() == short]
    return near[0] if near else getattr(kind, "default_language", None)
