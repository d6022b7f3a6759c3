"""Periods of the company's days, weeks and months, and charts over them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careline.insight.charts import HEIGHT, WIDTH, count_scale, plot, share_scale, time_scale
from careline.insight.periods import UNITS, period_of, units_from

ZONES = ("UTC", "Europe/Berlin", "America/Havana", "America/Santiago", "Asia/Beirut", "Pacific/Apia", "Australia/Lord_Howe", "Africa/Casablanca")  # fmt: skip


@pytest.mark.parametrize("zone", ZONES)
def test_each_unit_begins_when_its_day_does_on_the_wall(zone: str) -> None:
    """Also where the clocks change at midnight: a day then begins at one o'clock, or has its midnight twice."""
    here = ZoneInfo(zone)
    for now in (datetime(2026, month, 20, 15, 30, tzinfo=UTC) for month in range(1, 13)):
        for days in UNITS:
            period = period_of(days, zone=zone, now=now)
            starts = [*period.earlier, *period.starts]
            for at in starts:
                before, after = (at + timedelta(seconds=n) for n in (-1, 0))
                assert before.astimezone(here).date() < after.astimezone(here).date(), (zone, at)
            assert len({at.astimezone(here).date() for at in starts}) == len(starts)
            assert units_from(period.before, now, unit=period.unit, zone=zone) == (*starts,)


def test_the_period_before_is_as_long_and_ends_where_this_one_begins() -> None:
    now = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)  # already April in Berlin
    for days, (_unit, count) in UNITS.items():
        period = period_of(days, zone="Europe/Berlin", now=now)
        assert len(period.starts) == len(period.earlier) == count
        assert (
            period.before == period.earlier[0] < period.earlier[-1] < period.since == period.starts[0] <= now
        )
    assert period_of(365, zone="Europe/Berlin", now=now).starts[-1] == datetime(2026, 3, 31, 22, tzinfo=UTC)
    assert period_of(90, zone="UTC", now=now).starts[-1] == datetime(2026, 3, 30, tzinfo=UTC), "a Monday"
    assert period_of(7, zone="UTC", now=now).since == datetime(2026, 3, 25, tzinfo=UTC)


VALUES = st.lists(st.none() | st.floats(0, 1e9), min_size=1, max_size=40)


@given(VALUES, st.sampled_from((time_scale, count_scale)))
def test_whatever_the_values_all_of_them_are_on_the_plot_in_order(values, scale) -> None:
    drawn = plot([values], scale=scale, words=str)
    points = [tuple(map(float, point.split(","))) for run in drawn.lines[0].runs for point in run.split()]
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points)
    assert [x for x, _y in points] == sorted(x for x, _y in points)
    alone = drawn.lines[0].dots
    known = sum(value is not None for value in values)
    assert len(points) <= known <= len(points) + len(alone)
    assert len(drawn.marks) == len(drawn.grid.split("M")) - 1


def test_marks_are_numbers_that_people_know() -> None:
    def marks(values, scale):
        return plot([values], scale=scale, words=lambda value: f"{value:g}").marks

    assert marks([40 * 60.0], time_scale) == ("3600", "2400", "1200", "0")
    assert marks([7.0, 2], count_scale) == ("15", "10", "5", "0")
    assert marks([], count_scale) == ("3", "2", "1", "0")
    assert marks([4.2], share_scale) == ("6", "4", "2", "0")
    assert marks([93.0], share_scale) == ("100", "75", "50", "25", "0")


def test_a_gap_parts_the_line_and_a_lonely_value_is_a_dot() -> None:
    drawn = plot([[1, 2, None, 3, None, 1, 1]], scale=count_scale, words=str).lines[0]
    assert len(drawn.runs) == 2 and len(drawn.dots) == 2 and drawn.area == ""
    assert plot([[1, 2, 3]], scale=count_scale, words=str).lines[0].area.endswith("100,60 0,60")
