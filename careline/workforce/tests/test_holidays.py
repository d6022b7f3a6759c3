"""Public holidays are learned from a program of its own; names come in the reader's language where they are known in it."""

import sys
from datetime import date

import pytest

from careline.workforce import holiday_source, holiday_table
from careline.workforce.countries import country_choices, country_name, country_of_zone
from careline.workforce.holiday_table import holidays_in, known_countries, regions_of


def test_holidays_of_a_country_and_its_regions():
    assert holidays_in("DE", "", 2026, "de")[date(2026, 10, 3)] == "Tag der Deutschen Einheit"
    assert holidays_in("DE", "", 2026, "en")[date(2026, 10, 3)] == "German Unity Day"
    assert holidays_in("DE", "", 2026, "eo")[date(2026, 10, 3)] == "Tag der Deutschen Einheit"
    assert date(2026, 6, 4) in holidays_in("DE", "BY", 2026) and date(2026, 6, 4) not in holidays_in(
        "DE", "BE", 2026
    )
    assert ("BY", "Bayern") in regions_of("DE") and regions_of("MT") == ()


def test_a_holiday_that_is_kept_in_the_year_before_its_own_counts():
    assert date(2027, 12, 31) in holidays_in("US", "", 2027)


@pytest.mark.parametrize("place", [("", ""), ("ZZ", ""), ("DE", "XX"), ("BV", "")])
def test_what_is_not_known_has_no_holidays(place):
    assert holidays_in(*place, 2026) == {}


def test_the_library_is_not_loaded_here():
    holidays_in("FR", "", 2026)
    assert len(known_countries()) > 200 and "holidays" not in sys.modules


def test_where_no_program_can_be_started_the_answer_comes_all_the_same(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    monkeypatch.setattr(holiday_source, "answer", lambda question: '{"2026-05-05": "Asked here"}')
    assert holiday_table._ask("days", "XX", "", "", "2020", "2029") == {"2026-05-05": "Asked here"}


def test_countries_are_named_in_the_readers_language():
    assert ("DE", "Germany") in country_choices("en-gb") and country_name("DE", "es") == "Alemania"
    assert country_name("DE", "tlh") == "Germany" and country_name("??", "en") == "??"


@pytest.mark.parametrize(
    ("zone", "country"), [("Europe/Berlin", "DE"), ("America/Santiago", "CL"), ("UTC", ""), ("Mars/Base", "")]
)
def test_a_zone_lies_in_a_country(zone, country):
    assert country_of_zone(zone) == country
