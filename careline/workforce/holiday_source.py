"""What the `holidays` library knows, as JSON on standard output; the only file that knows the library.

Runs as a program of its own: the library loads all its countries at once, 45 MB that no web process or worker should
keep for the few days it needs. Imports nothing of ours.
"""

from __future__ import annotations

import json
import sys
from typing import Any


def days(country: str, subdivision: str, language: str, first: int, last: int) -> dict[str, str]:
    """The public holidays from one year to another (both included) by day, with their names; {} for what is not known.

    A year before and after are asked along: some holidays are kept in the year before or after their own.
    """
    import holidays

    try:
        found = holidays.country_holidays(
            country, subdiv=subdivision or None, years=range(first - 1, last + 2), expand=False,
            language=_language(getattr(holidays, country, None), language),
        )  # fmt: skip
    except NotImplementedError:
        return {}
    return {day.isoformat(): name for day, name in sorted(found.items()) if first <= day.year <= last}


def countries() -> dict[str, list[tuple[str, str]]]:
    """The countries that are known (ISO 3166, two letters), each with its regions as (code, name), by name."""
    import holidays

    codes = holidays.list_supported_countries(include_aliases=False)
    return {code: _regions(getattr(holidays, code)) for code in codes}


def _regions(kind: Any) -> list[tuple[str, str]]:
    names: dict[str, str] = {}
    for name, code in (getattr(kind, "subdivisions_aliases", None) or {}).items():
        names.setdefault(code, name)
    return sorted(((code, names.get(code, code)) for code in kind.subdivisions), key=lambda one: one[1])


def _language(kind: Any, wanted: str) -> str | None:
    """The wanted language (BCP 47) if the library has the names in it, else that of the country."""
    short = wanted.partition("-")[0].lower()
    spoken = getattr(kind, "supported_languages", None) or ()
    near = [one for one in spoken if short and one.partition("_")[0].lower() == short]
    return near[0] if near else getattr(kind, "default_language", None)


def answer(question: list[str]) -> str:
    """The answer to `countries`, or `days COUNTRY SUBDIVISION LANGUAGE FIRST LAST`, as JSON."""
    if question[0] == "countries":
        return json.dumps(countries())
    country, subdivision, language, first, last = question[1:]
    return json.dumps(days(country, subdivision, language, int(first), int(last)))


if __name__ == "__main__":
    sys.stdout.write(answer(sys.argv[1:]))
