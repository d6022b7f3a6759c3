"""By when a complaint must be acknowledged and answered."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from careline.feedback.deadlines import deadline
from careline.workforce.contracts import ALWAYS, BusinessCalendar, Stretch

DAY = (Stretch(9 * 60, 17 * 60),)
BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = BusinessCalendar(
    "Europe/Berlin", (DAY, DAY, DAY, DAY, (Stretch(540, 900),), (), ()), lambda year: {date(2026, 12, 25): ()}
)


def at(*when):
    return datetime(*when, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        (at(2026, 11, 23, 10), 1, at(2026, 11, 24, 17)),  # Monday
        (at(2026, 11, 26, 23), 1, at(2026, 11, 27, 15)),  # on Fridays it closes at three
        (at(2026, 11, 27, 10), 1, at(2026, 11, 30, 17)),  # over the weekend
        (at(2026, 12, 24, 10), 1, at(2026, 12, 28, 17)),  # Friday is a holiday
        (at(2026, 11, 23, 10), 0, at(2026, 11, 23, 17)),
        (at(2026, 10, 23, 10), 1, at(2026, 10, 26, 17)),  # over the end of summer time
    ],
)
def test_business_days_skip_what_is_closed_and_end_with_the_day(received, days, due):
    assert deadline(received, days, OFFICE, counts_business_days=True) == due


def test_calendar_days_end_at_midnight_on_the_calendars_clock():
    found = deadline(at(2026, 11, 27, 10), 2, OFFICE, counts_business_days=False)
    assert found == at(2026, 11, 30, 0)
    always = deadline(datetime(2026, 11, 27, 10, tzinfo=UTC), 1, ALWAYS, counts_business_days=True)
    assert always == datetime(2026, 11, 29, tzinfo=UTC)
