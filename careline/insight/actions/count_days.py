"""Count the open work at the end of each day, once the day is over; days that were missed are counted from the ledger."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.utils import timezone

from careline.insight.contracts import AGES
from careline.insight.models import CountedDay, OpenWork
from careline.insight.queries.slices import house_zone
from careline.tickets.queries.open_work import open_work_at

SLICE = 28
BACK = 400
_LOCK = 7_206_144_001  # one worker at a time; the other finds the days counted


@transaction.atomic
def count_days(slice_: int = SLICE, *, back: int = BACK) -> int:
    """Count the latest days that are over and weren't counted, at most so many; returns how many. Never counts twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    missing = _missing(back)[:slice_]
    if not missing:
        return 0
    ends = dict(missing)
    rows = open_work_at(ends, ages=AGES)
    OpenWork.objects.bulk_create(
        OpenWork(day=day, team_id=team, status=status, age=age, n=n) for day, team, status, age, n in rows
    )
    CountedDay.objects.bulk_create(CountedDay(day=day, ended_at=at) for day, at in ends.items())
    return len(missing)


def _missing(back: int) -> list[tuple[date, datetime]]:
    """The days that are over and not counted yet, with their ends, the latest first."""
    zone = house_zone()
    today = timezone.now().astimezone(zone).date()
    known = {*CountedDay.objects.filter(day__gte=today - timedelta(days=back)).values_list("day", flat=True)}
    days = (today - timedelta(days=n) for n in range(1, back + 1))
    return [(day, _end(day, zone)) for day in days if day not in known]


def _end(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
