"""Business time against a slow, obvious oracle, and on cases made by hand."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from careline.workforce.contracts import ALWAYS, BusinessCalendar, Stretch

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Africa/Casablanca",
    "America/Santiago",
    "Pacific/Apia",
    "Europe/Dublin",
    "UTC",
)
# Around these days clocks change somewhere above; Samoa skipped the last one as a whole.
DAYS = (
    "2026-03-29", "2026-10-25", "2026-03-08", "2026-11-01", "2026-04-05", "2026-10-04", "2026-02-15", "2026-03-22",
    "2026-09-06", "2026-04-04", "2011-12-30", "2026-12-31", "2028-02-29",
)  # fmt: skip
SHIFT = (Stretch(540, 750), Stretch(810, 1080))


class Oracle:
    """Looks at the clock on the wall, minute by minute: slow, and hard to get wrong. Clocks change on whole minutes."""

    def __init__(self, calendar):
        self.calendar, self.zone = calendar, ZoneInfo(calendar.zone)

    def is_open(self, at):
        wall = at.astimezone(self.zone).replace(tzinfo=None)
        for back in (0, 1):
            day = wall.date() - timedelta(days=back)
            since = (wall - datetime.combine(day, datetime.min.time())).total_seconds() / 60
            if any(one.opens <= since < one.closes for one in self.calendar.day(day)):
                return True
        return False

    def between(self, start, end):
        total, at = 0, start
        while at < end:
            step = min(end, at.replace(second=0) + timedelta(minutes=1))
            total += (step - at).total_seconds() * self.is_open(at)
            at = step
        return total

    def add(self, start, seconds):
        at = start
        while seconds > 0:
            step = at.replace(second=0) + timedelta(minutes=1)
            there = (step - at).total_seconds() * self.is_open(at)
            if there >= seconds:
                return at + timedelta(seconds=seconds)
            seconds, at = seconds - there, step
        return at


@st.composite
def days(draw):
    """Up to three stretches that may touch, overlap or run over midnight."""
    opens = draw(st.lists(st.integers(0, 1439), max_size=3))
    return tuple(Stretch(one, one + draw(st.integers(1, 1440))) for one in opens)


@st.composite
def calendars(draw):
    """A week with at least some open time, days with hours of their own, in a zone whose clocks do odd things."""
    week = [draw(days()) for _n in range(7)]
    if not any(week):
        week[draw(st.integers(0, 6))] = SHIFT
    around = date.fromisoformat(draw(st.sampled_from(DAYS)))
    near = st.integers(-4, 4).map(lambda n: around + timedelta(days=n))
    special = draw(st.dictionaries(near, st.one_of(st.just(()), days()), max_size=4))
    calendar = BusinessCalendar(draw(st.sampled_from(ZONES)), tuple(week), lambda year: special)
    begin = datetime.combine(around, datetime.min.time(), UTC) - timedelta(days=2)
    moments = st.integers(0, 4 * 86_400).map(lambda n: begin + timedelta(seconds=n))
    return calendar, draw(moments), draw(moments)


@settings(max_examples=100, deadline=None)
@given(calendars())
def test_what_lies_between_two_moments_is_what_the_wall_clock_shows(case):
    calendar, one, other = case
    start, end = sorted((one, other))
    assert calendar.between(start, end) == Oracle(calendar).between(start, end)
    assert calendar.between(end, start) == -calendar.between(start, end)
    assert calendar.is_open(one) == Oracle(calendar).is_open(one)
    assert sum((b - a).total_seconds() for a, b in calendar.stretches(start, end)) == calendar.between(
        start, end
    )


@settings(max_examples=100, deadline=None)
@given(calendars(), st.integers(1, 40_000))
def test_adding_ends_where_the_wall_clock_has_counted_enough(case, seconds):
    calendar, start, _other = case
    assert calendar.add(start, seconds) == Oracle(calendar).add(start, seconds)


@settings(max_examples=150, deadline=None)
@given(calendars(), st.integers(0, 1_000_000), st.integers(1, 1_000_000))
def test_the_laws_of_business_time(case, some, more):
    calendar, start, other = case
    due = calendar.add(start, some)
    assert calendar.between(start, due) == some
    assert calendar.add(due, more) == calendar.add(start, some + more)
    assert due < calendar.add(start, some + more)
    first, last = sorted((start, other))
    assert calendar.add(first, some) <= calendar.add(last, some) or some == 0
    back = calendar.add(due, -some)
    assert back >= start and calendar.between(back, due) == some
    opening = calendar.next_open(start)
    assert opening >= start and calendar.is_open(opening) and calendar.between(start, opening) == 0


@settings(max_examples=100, deadline=None)
@given(calendars(), st.integers(0, 100_000), st.integers(0, 2**40))
def test_parts_of_a_second_are_not_rounded_away(case, seconds, micros):
    calendar, start, _other = case
    start += timedelta(microseconds=micros % 1_000_000)
    assert calendar.between(start, calendar.add(start, seconds)) == seconds


def office(zone="Europe/Berlin", week=(SHIFT,) * 5 + ((), ()), special=None):
    return BusinessCalendar(zone, week, lambda year: special or {})


def berlin(*parts):
    return datetime(*parts, tzinfo=ZoneInfo("Europe/Berlin"))


def test_lunch_does_not_count():
    assert office().add(berlin(2026, 11, 23, 12, 0), 3600) == berlin(2026, 11, 23, 14, 0)


def test_a_weekend_and_a_holiday_are_stepped_over():
    calendar = office(special={date(2026, 11, 23): ()})
    assert calendar.add(berlin(2026, 11, 20, 17, 30), 3600) == berlin(2026, 11, 24, 9, 30)


def test_what_is_used_up_at_closing_time_is_due_then_and_not_the_next_morning():
    assert office().add(berlin(2026, 11, 23, 17, 0), 3600) == berlin(2026, 11, 23, 18, 0)
    assert office().next_open(berlin(2026, 11, 23, 18, 0)) == berlin(2026, 11, 24, 9, 0)


def test_a_night_is_an_hour_shorter_in_spring_and_longer_in_autumn():
    night = office(week=((Stretch(1320, 1800),),) * 7)
    assert night.between(berlin(2026, 3, 28, 12), berlin(2026, 3, 29, 12)) == 7 * 3600
    assert night.between(berlin(2026, 10, 24, 12), berlin(2026, 10, 25, 12)) == 9 * 3600
    assert night.between(berlin(2026, 6, 1, 12), berlin(2026, 6, 2, 12)) == 8 * 3600


def test_a_night_shift_belongs_to_the_day_on_which_it_begins():
    night = office(week=((Stretch(1320, 1800),),) * 7, special={date(2026, 12, 25): ()})
    assert night.is_open(berlin(2026, 12, 25, 5)) and not night.is_open(berlin(2026, 12, 25, 23))
    assert not night.is_open(berlin(2026, 12, 26, 5)) and night.is_open(berlin(2026, 12, 26, 23))


def test_a_day_that_was_skipped_has_no_time():
    apia = office("Pacific/Apia", week=((Stretch(0, 1440),),) * 7)
    zone = ZoneInfo("Pacific/Apia")
    whole = apia.between(datetime(2011, 12, 29, tzinfo=zone), datetime(2012, 1, 1, tzinfo=zone))
    assert whole == 2 * 86_400


def test_always_is_calendar_time():
    start = datetime(2026, 3, 29, 0, 59, 59, 500_000, tzinfo=UTC)
    assert ALWAYS.add(start, 123_456_789) == start + timedelta(seconds=123_456_789)
    assert ALWAYS.between(start, start + timedelta(days=9)) == 9 * 86_400 and ALWAYS.is_open(start)


@pytest.mark.parametrize("week", [((),) * 7, (SHIFT,) * 6])
def test_a_week_that_never_opens_is_refused(week):
    with pytest.raises(ValueError, match="open hours"):
        BusinessCalendar("UTC", week)


@pytest.mark.parametrize(("opens", "closes"), [(600, 600), (1440, 1500), (-1, 5), (0, 1441)])
def test_a_stretch_that_is_none_is_refused(opens, closes):
    with pytest.raises(ValueError, match="no stretch"):
        Stretch(opens, closes)


def test_the_ends_of_known_time_are_safe():
    calendar, far = office(), datetime(2400, 1, 1, tzinfo=UTC)
    end = datetime(2100, 1, 1, tzinfo=UTC)
    assert calendar.add(berlin(2026, 1, 1), 1e15) == end
    assert calendar.add(far, 60) == far and calendar.next_open(far) == far and not calendar.is_open(far)
    long_ago = datetime(1900, 1, 1, tzinfo=UTC)
    assert calendar.between(long_ago, datetime(1990, 1, 1, tzinfo=UTC)) == 0
    assert calendar.add(berlin(1995, 1, 1), -1e15) == datetime(1990, 1, 1, tzinfo=UTC)
    assert calendar.add(long_ago, 3600) == datetime(1990, 1, 1, 9, tzinfo=UTC)
    assert calendar.stretches(far, far + timedelta(days=3)) == []


def test_a_calendar_that_is_closed_for_years_says_so_without_going_round():
    closed = {2026 + n: {date(2026 + n, 1, 1) + timedelta(days=k): () for k in range(366)} for n in range(4)}
    calendar = BusinessCalendar("UTC", (SHIFT,) * 7, lambda year: closed.get(year, {}))
    assert calendar.next_open(datetime(2026, 5, 1, tzinfo=UTC)) == datetime(2030, 1, 1, 9, tzinfo=UTC)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(TypeError):
        office().is_open(datetime(2026, 1, 1))  # noqa: DTZ001
