"""Public holidays by country and region, learned from a program of its own and remembered as long as this one runs."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from careline.workforce import holiday_source

BLOCK_YEARS = 10
LONGEST_SECONDS = 60


def holidays_in(country: str, subdivision: str, year: int, language: str = "") -> Mapping[date, str]:
    """The public holidays of a year with their names; none where country or region is not known.

    Names come in `language` (BCP 47) where they are known in it, else in that of the country. Learned for ten years
    at a time: the first question takes up to a second.
    """
    if not country:
        return {}
    return _block(country, subdivision, language, year // BLOCK_YEARS * BLOCK_YEARS).get(year, {})


def known_countries() -> frozenset[str]:
    """The countries (ISO 3166, two letters) whose holidays are known."""
    return frozenset(_countries())


def regions_of(country: str) -> tuple[tuple[str, str], ...]:
    """The regions of a country that have holidays of their own, as (code, name), by name."""
    return _countries().get(country, ())


@lru_cache(maxsize=512)
def _block(country: str, subdivision: str, language: str, first: int) -> dict[int, dict[date, str]]:
    last = first + BLOCK_YEARS - 1
    found: dict[int, dict[date, str]] = {}
    for said, name in _ask("days", country, subdivision, language, str(first), str(last)).items():
        day = date.fromisoformat(said)
        found.setdefault(day.year, {})[day] = name
    return found


@lru_cache(maxsize=1)
def _countries() -> dict[str, tuple[tuple[str, str], ...]]:
    found = _ask("countries")
    return {code: tuple((key, name) for key, name in regions) for code, regions in found.items()}


def _ask(*question: str) -> dict[str, Any]:
    """Ask the program; where none can be started, look here."""
    command = [sys.executable, "-P", holiday_source.__file__, *question]
    try:
        told = subprocess.run(
            command, capture_output=True, check=True, timeout=LONGEST_SECONDS, text=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        told = holiday_source.answer([*question])
    found: dict[str, Any] = json.loads(told)
    return found
