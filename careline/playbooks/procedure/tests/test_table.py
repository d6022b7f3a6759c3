"""Tables are exact over everything that can be: against an oracle that tries values one by one."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careline.playbooks.procedure.boundaries import months_before
from careline.playbooks.procedure.domains import Line, domain_of
from careline.playbooks.procedure.schema import Fact
from careline.playbooks.procedure.values import read_value

WORDS = {"ask": {"en": "?"}, "source": "ask"}
NUMBER = Fact(kind="number", **WORDS)
MONEY = Fact(kind="money", **WORDS)
DATE = Fact(kind="date", **WORDS)
BOUNDS = {
    "at most": lambda x, n: x <= n,
    "less than": lambda x, n: x < n,
    "at least": lambda x, n: x >= n,
    "more than": lambda x, n: x > n,
}
condition = st.tuples(st.sampled_from(list(BOUNDS)), st.integers(0, 30))


@settings(max_examples=200, deadline=None)
@given(st.lists(condition, min_size=1, max_size=6), st.integers(0, 40))
def test_a_number_lies_in_a_cell_of_exactly_the_conditions_that_it_fulfils(conditions, value):
    written = [f"{sign} {n}" for sign, n in conditions]
    domain = domain_of(NUMBER, written)
    cell = domain.cell_of(value, date(2026, 1, 1))
    for (sign, n), words in zip(conditions, written, strict=True):
        assert (cell in domain.cells(words)) == BOUNDS[sign](value, n)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(list(BOUNDS)), st.sampled_from(["14 days", "2 months", "1 year", "2 years"])
        ),
        min_size=1,
    ),
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    st.integers(-10, 900),
)
def test_a_day_lies_in_a_cell_of_exactly_the_ages_that_it_has(conditions, today, ago):
    """The oracle counts days from the day that lies so long back in the calendar."""
    written = [f"{sign} {age}" for sign, age in conditions]
    domain = domain_of(DATE, written)
    day = today - timedelta(days=ago)
    cell = domain.cell_of(day.isoformat(), today)
    for (sign, age), words in zip(conditions, written, strict=True):
        count, unit = int(age.split()[0]), age.split()[1].rstrip("s")
        back = (
            today - timedelta(days=count)
            if unit == "day"
            else months_before(today, count * (12 if unit == "year" else 1))
        )
        assert (cell in domain.cells(words)) == BOUNDS[sign](ago, (today - back).days)


def test_the_end_of_a_month_is_the_last_day_that_there_is():
    assert months_before(date(2028, 2, 29), 12) == date(2027, 2, 28)
    assert months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert months_before(date(2026, 1, 15), 2) == date(2025, 11, 15)


def test_ages_that_only_the_calendar_could_tell_apart_are_refused():
    with pytest.raises(ValueError, match="too close"):
        domain_of(DATE, ["at most 30 days", "at most 1 month"])
    assert domain_of(DATE, ["at most 14 days", "at most 1 month"]).size == 3


def test_amounts_are_exact_to_the_cent():
    domain = domain_of(MONEY, ["at most 50", "more than 50.00"])
    assert isinstance(domain, Line)
    assert [
        domain.cell_of(read_value(MONEY, words), date(2026, 1, 1)) for words in ("50", "50,00", "50.01")
    ] == [0, 0, 1]


@pytest.mark.parametrize(
    ("words", "minor"), [("49.90", 4990), ("49,90 €", 4990), ("1,299.00", 129900), ("7", 700)]
)
def test_amounts_are_read_as_people_write_them(words, minor):
    assert read_value(MONEY, words) == minor


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        (MONEY, "4.999"),
        (MONEY, "-1"),
        (MONEY, "much"),
        (NUMBER, "1.5"),
        (DATE, "31.1.2026"),
        (DATE, "2026-02-30"),
    ],
)
def test_what_can_not_be_is_refused(fact, words):
    with pytest.raises(ValueError, match=r"."):
        read_value(fact, words)
