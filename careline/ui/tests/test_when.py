"""Plain words become moments, in the zone of the person who wrote them, or nothing at all."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import gettext, override
from hypothesis import given
from hypothesis import strategies as st

from careline.ui.when import understand

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 25, 15, 20, tzinfo=BERLIN)  # a Wednesday; the clocks change on Sunday the 29th


@pytest.mark.parametrize(("words", "expected"), [
    ("in 3 days", "2026-03-28 09:00"), ("3d", "2026-03-28 09:00"), ("2 hours", "2026-03-25 17:20"), ("30 min", "2026-03-25 15:50"),
    ("tomorrow", "2026-03-26 09:00"), ("Tomorrow at 2pm", "2026-03-26 14:00"), ("tomorrow afternoon", "2026-03-26 14:00"),
    ("fri 9:00", "2026-03-27 09:00"), ("friday", "2026-03-27 09:00"), ("next wed 8.30", "2026-04-01 08:30"), ("Monday", "2026-03-30 09:00"),
    ("next week", "2026-04-01 09:00"), ("in a month", "2026-04-25 09:00"), ("in a week at 12:15", "2026-04-01 12:15"),
    ("14:00", "2026-03-26 14:00"), ("16:00", "2026-03-25 16:00"), ("noon", "2026-03-26 12:00"), ("today 18:00", "2026-03-25 18:00"),
    ("tonight", "2026-03-25 20:00"), ("24 dec", "2026-12-24 09:00"), ("1 feb", "2027-02-01 09:00"), ("dec 24 14:30", "2026-12-24 14:30"),
    ("24. December 2027, 10am", "2027-12-24 10:00"), ("2026-04-01", "2026-04-01 09:00"), ("2026-04-01T10:30", "2026-04-01 10:30"),
    ("12 am", "2026-03-26 00:00"), ("sunday 2:30", "2026-03-29 03:30"), ("in a year", "2027-03-25 09:00"),
])  # fmt: skip
def test_what_is_meant(words: str, expected: str) -> None:
    assert f"{understand(words, NOW):%Y-%m-%d %H:%M}" == expected


@pytest.mark.parametrize("words", [
    "", "soon", "5", "today", "friday 25:00", "13 pm", "2026-02-30", "31 feb", "in days", "in 3 parsecs", "fri fri", "x" * 500,
    "in 2 hours at 9:00", "tomorrow never", "0 days",
])  # fmt: skip
def test_what_is_not_understood_is_nothing(words: str) -> None:
    assert understand(words, NOW) is None


def test_days_and_months_are_known_in_ones_own_language_too() -> None:
    with override("de"):
        assert understand("Freitag 9:00", NOW) == understand("fri 9:00", NOW)
        assert understand("24. Dezember", NOW) == understand("24 dec", NOW)


@pytest.mark.parametrize(("words", "english"), [
    ("morgen", "tomorrow"), ("morgen früh", "tomorrow morning"), ("heute 18:00", "today 18:00"), ("heute Abend", "tonight"),
    ("in 3 Tagen", "in 3 days"), ("in zwei Wochen um 9:30", "in two weeks at 9:30"), ("nächste Woche", "next week"),
    ("übermorgen", "in 2 days"), ("am Freitag um 9", "on friday at 9"), ("am nächsten Freitag", "next friday"), ("in einem Monat", "in one month"), ("mittags", "noon"),
])  # fmt: skip
def test_plain_words_are_known_in_ones_own_language_too(words: str, english: str) -> None:
    with override("de"):
        assert understand(words, NOW) == understand(english, NOW) is not None


@pytest.mark.parametrize(("words", "english"), [
    ("mañana", "tomorrow"), ("mañana por la mañana", "tomorrow morning"), ("hoy a las 18:00", "today 18:00"), ("esta noche", "tonight"),
    ("en 3 días", "in 3 days"), ("dentro de un mes", "in a month"), ("la próxima semana", "next week"), ("el viernes por la tarde", "fri 14:00"),
    ("24 de diciembre de 2027 a las 10:00", "24 dec 2027 10:00"), ("miercoles", "wed"), ("El próximo lunes a las 8:30", "next mon 8:30"),
])  # fmt: skip
def test_spanish_is_known_too_with_accents_or_without(words: str, english: str) -> None:
    with override("es"):
        assert understand(words, NOW) == understand(english, NOW) is not None


@pytest.mark.parametrize("language", ["en", "de", "es"])
@pytest.mark.parametrize("shown", [
    "tomorrow, fri 9:00, 24 dec", "fri 9:00, in 3 days, 24 dec", "tomorrow, fri 9:00, in 2 hours",
])  # fmt: skip
def test_the_examples_beside_the_fields_are_understood(language: str, shown: str) -> None:
    with override(language):
        for example in gettext(shown).split(", "):
            assert understand(example, NOW) is not None, example


def test_words_of_another_language_are_not_understood() -> None:
    assert understand("übermorgen", NOW) is None
    with override("de"):
        assert understand("Morgentau", NOW) is None


def test_an_hour_ahead_is_an_hour_also_when_the_clocks_change() -> None:
    before = datetime(2026, 3, 29, 1, 30, tzinfo=BERLIN)
    said = understand("in 1 hour", before)
    assert said is not None and (said.astimezone(UTC) - before.astimezone(UTC)).total_seconds() == 3600


@given(st.text(max_size=90))
def test_nothing_that_can_be_written_breaks_it(words: str) -> None:
    said = understand(words, NOW)
    assert said is None or said.tzinfo is not None
