"""The hours of a day as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careline.workforce.contracts import HoursRefused, Stretch
from careline.workforce.day_words import read_day, write_day


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("09:00–12:30, 13:30–18:00", [(540, 750), (810, 1080)]),
        ("9-17", [(540, 1020)]),
        ("9.30 - 12 ; 13h15 to 18h00", [(570, 720), (795, 1080)]),
        ("9am-5pm", [(540, 1020)]),
        ("12 am – 12 pm", [(0, 720)]),
        ("00:00-24:00", [(0, 1440)]),
        ("22:00—06:00", [(1320, 1800)]),
        ("13-18, 8-12", [(480, 720), (780, 1080)]),
        ("9–12 und 13–17", [(540, 720), (780, 1020)]),
        ("", []),
        ("  closed ", []),
        ("-", []),
    ],
)
def test_what_people_write_is_understood(words, day):
    assert read_day(words) == tuple(Stretch(*one) for one in day)


@pytest.mark.parametrize(
    "words",
    [
        "9",
        "9-",
        "25-26",
        "9:60-10",
        "24:30-25",
        "9-9",
        "24-25",
        "nine to five",
        "9-12, 11-14",
        "13pm-14pm",
        "9--12",
    ],
)
def test_what_cannot_be_read_is_said(words):
    with pytest.raises(HoursRefused):
        read_day(words)


def test_too_many_stretches_are_refused():
    with pytest.raises(HoursRefused, match="12"):
        read_day(", ".join(f"{n}:00-{n}:30" for n in range(13)))


@given(st.lists(st.integers(0, 1439), min_size=2, max_size=12, unique=True).map(sorted))
def test_what_is_written_is_read_as_it_was(edges):
    day = tuple(Stretch(*pair) for pair in zip(edges[::2], edges[1::2], strict=False))
    assert read_day(write_day(day)) == day
