"""The API's part of the workforce."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from careline.accounts.contracts import Scope
from careline.testing.api import ApiCaller
from careline.workforce.actions.plan_absence import AbsenceDetails, plan_absence
from careline.workforce.actions.save_hours import HoursDetails, create_hours
from careline.workforce.actions.save_skill import create_skill, set_skill
from careline.workforce.contracts import Stretch

pytestmark = pytest.mark.django_db
SHIFT = (Stretch(540, 750), Stretch(810, 1080))


@pytest.fixture
def hours(world):
    return create_hours(
        HoursDetails("Office", "Europe/Berlin", (SHIFT,) * 5 + ((), ()), "DE"), by=world.owner
    )


def test_business_hours_are_read(world, hours, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 11, 23, 11, 45, tzinfo=UTC))
    ana = ApiCaller(world.ana)
    shown = ana.get("/business-hours").json()["items"]
    assert shown == [ana.get(f"/business-hours/{hours.pk}").json()]
    assert shown[0]["week"] == ["09:00–12:30, 13:30–18:00"] * 5 + ["", ""]
    assert (shown[0]["is_open"], shown[0]["turns_at"]) == (False, "2026-11-23T12:30:00.000000Z")
    assert ana.get("/business-hours/999").status_code == 404


def test_business_time_is_added(world, hours):
    ask = f"/business-hours/{hours.pk}/due?seconds=7200&starts_at=2026-12-24T16:00:00Z"
    assert ApiCaller(world.ana).get(ask).json()["due_at"] == "2026-12-28T09:00:00.000000Z"
    for bad in (
        "seconds=-1",
        "seconds=7200&starts_at=1801-01-01T00:00:00Z",
        "seconds=x",
        "seconds=1&starts_at=soon",
    ):
        assert ApiCaller(world.ana).get(f"/business-hours/{hours.pk}/due?{bad}").status_code == 422, bad


def test_skills_come_with_who_has_them(world):
    french = create_skill("French", kind="language", by=world.owner)
    set_skill(world.ana, french, level=4, expires_on=None, by=world.owner)
    shown = ApiCaller(world.ben).get("/skills").json()["items"]
    assert shown == [
        {"id": french.pk, "name": "French", "kind": "language", "is_archived": False,
         "holders": [{"user_id": world.ana.pk, "level": 4, "expires_on": None}]},
    ]  # fmt: skip


def test_only_absences_that_one_may_know_are_told(world):
    now = timezone.now()
    plan_absence(world.ana, AbsenceDetails(now, now + timedelta(days=2), world.ben.pk, "Snow"), by=world.ana)
    shown = ApiCaller(world.ana).get("/absences").json()["items"]
    assert [(one["user_id"], one["cover_id"], one["reason"]) for one in shown] == [
        (world.ana.pk, world.ben.pk, "Snow")
    ]
    assert ApiCaller(world.ben).get("/absences").json()["items"] == []
    assert len(ApiCaller(world.manager).get("/absences").json()["items"]) == 1


def test_a_token_without_the_scope_reads_nothing(world, hours):
    caller = ApiCaller(world.owner, [Scope.READ_TICKETS])
    for path in ("/business-hours", f"/business-hours/{hours.pk}/due?seconds=1", "/skills", "/absences"):
        assert caller.get(path).status_code == 403
