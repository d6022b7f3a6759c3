"""Writing business hours, days apart, skills and absences by the API: with the rights of the pages, once, in plain words."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from careline.accounts.contracts import Scope
from careline.core.models import Event
from careline.testing.api import ApiCaller
from careline.testing.world import World
from careline.workforce.models import Absence, AgentSkill, BusinessHours, HoursException, Skill
from careline.workforce.queries import calendar_of, forget_hours

pytestmark = pytest.mark.django_db
WEEK = ["09:00–12:30, 13:30–18:00", "9-17", "9am-5pm", "22:00–06:00", "", "closed", ""]
HOURS: dict[str, Any] = {"name": "Shop", "time_zone": "Europe/Berlin", "week": WEEK, "country": "DE", "subdivision": "BY"}  # fmt: skip


@pytest.fixture(autouse=True)
def afresh() -> None:
    forget_hours()


@pytest.fixture
def manager(world: World) -> ApiCaller:
    return ApiCaller(world.manager)


def test_hours_are_written_changed_and_removed(world: World, manager: ApiCaller) -> None:
    made = manager.post("/business-hours", HOURS)
    assert made.status_code == 201 and made.json()["is_default"]
    shown = made.json()
    assert shown["week"] == [
        "09:00–12:30, 13:30–18:00", "09:00–17:00", "09:00–17:00", "22:00–06:00", "", "", "",
    ]  # fmt: skip
    address = f"/business-hours/{shown['id']}"
    changed = manager.call("PUT", address, HOURS | {"name": "Store", "week": ["00:00–24:00"] * 7})
    assert changed.json()["name"] == "Store" and calendar_of(shown["id"]).is_open(timezone.now())
    second = manager.post("/business-hours", HOURS).json()["id"]
    assert manager.call("DELETE", address).json()["code"] == "refused"
    assert manager.call("PUT", f"/business-hours/{second}/default").json()["is_default"]
    assert manager.call("DELETE", address).status_code == 204
    assert [*BusinessHours.objects.values_list("pk", flat=True)] == [second]
    assert manager.call("DELETE", address).status_code == 404
    assert {"hours.created", "hours.changed", "hours.removed"} <= {
        *Event.objects.filter(actor_id=world.manager.pk).values_list("name", flat=True)
    }


@pytest.mark.parametrize(
    ("wrong", "at", "words"),
    [
        ({"week": ["9-12, 11-14", *WEEK[1:]]}, "body.week.0", "09:00–12:00 and 11:00–14:00 overlap."),
        ({"week": WEEK[1:]}, "body.week", "7"),
        ({"name": " "}, "", "Give the hours a name"),
        ({"time_zone": "Mars/Base"}, "", "There is no such time zone."),
        ({"country": "XX", "subdivision": ""}, "", "are not known here"),
        ({"week": [""] * 7}, "", "at least one day"),
        ({"open": True}, "body.open", ""),
    ],
)
def test_hours_that_make_no_sense_are_refused_where_they_are_wrong(manager, wrong, at, words) -> None:
    answer = manager.post("/business-hours", HOURS | wrong)
    said = answer.json()
    assert answer.status_code == 422 and answer["Content-Type"] == "application/problem+json"
    if at:
        assert [one["at"] for one in said["errors"]] == [at] and words in said["errors"][0]["message"]
    else:
        assert words in said["detail"]
    assert not BusinessHours.objects.exists()


def test_days_apart_are_added_listed_and_taken_back(manager: ApiCaller) -> None:
    hours = manager.post("/business-hours", HOURS).json()["id"]
    outing = {"name": "Outing", "first_day": "2026-12-01"}
    company = manager.post("/hours-exceptions", outing).json()
    assert company == {
        "id": company["id"], "hours_id": None, "name": "Outing", "first_day": "2026-12-01", "last_day": "2026-12-01",
        "open": "",
    }  # fmt: skip
    late = manager.post(
        "/hours-exceptions",
        outing | {"name": "Late opening", "hours_id": hours, "last_day": "2026-12-03", "open": "10-20"},
    ).json()
    assert late["open"] == "10:00–20:00" and calendar_of(hours).day(date(2026, 12, 1))
    assert [one["id"] for one in manager.get("/hours-exceptions").json()["items"]] == [
        company["id"],
        late["id"],
    ]
    assert manager.get(f"/hours-exceptions?hours_id={hours}&since=2026-12-04").json()["items"] == []
    assert manager.get(f"/hours-exceptions/{late['id']}").json() == late
    assert manager.call("DELETE", f"/hours-exceptions/{late['id']}").status_code == 204
    assert manager.get(f"/hours-exceptions/{late['id']}").status_code == 404
    assert calendar_of(hours).day(date(2026, 12, 1)) == ()
    for wrong in ({"last_day": "2026-11-30"}, {"name": ""}, {"hours_id": 987654}, {"open": "10-"}):
        assert manager.post("/hours-exceptions", outing | wrong).status_code == 422, wrong
    assert HoursException.objects.count() == 1


def test_skills_are_named_and_given_to_people(world: World, manager: ApiCaller) -> None:
    made = manager.post("/skills", {"name": "French", "kind": "language"}).json()
    assert made == {
        "id": made["id"],
        "name": "French",
        "kind": "language",
        "is_archived": False,
        "holders": [],
    }
    address = f"/skills/{made['id']}"
    given = {"level": 4, "expires_on": "2027-05-31"}
    shown = manager.call("PUT", f"{address}/holders/{world.ana.pk}", given).json()
    assert shown["holders"] == [{"user_id": world.ana.pk, **given}] and manager.get(address).json() == shown
    changed = {"name": "Français", "kind": "other", "is_archived": True}
    assert manager.call("PUT", address, changed).json() == shown | changed
    assert manager.get("/skills").json()["items"] == []
    manager.call("PUT", address, changed | {"is_archived": False})
    assert len(manager.get("/skills").json()["items"]) == 1
    assert manager.call("DELETE", f"{address}/holders/{world.ana.pk}").status_code == 204
    assert not AgentSkill.objects.exists()
    assert manager.post("/skills", {"name": "FRANÇAIS"}).status_code == 422
    assert manager.call("PUT", f"{address}/holders/987654", given).status_code == 404
    assert manager.call("PUT", f"{address}/holders/{world.ana.pk}", {"level": 6}).status_code == 422


def absence(**further: Any) -> dict[str, Any]:
    now = timezone.now()
    span = {
        "starts_at": (now + timedelta(days=1)).isoformat(),
        "ends_at": (now + timedelta(days=9)).isoformat(),
    }
    return span | further


def test_an_absence_is_planned_changed_and_taken_back(world: World) -> None:
    ana = ApiCaller(world.ana)
    made = ana.post("/absences", absence(cover_id=world.ben.pk, reason="Snow"))
    assert made.status_code == 201 and made.json()["user_id"] == world.ana.pk
    address = f"/absences/{made.json()['id']}"
    assert ana.get(address).json() == made.json()
    changed = ana.call("PUT", address, absence(reason="Sun")).json()
    assert (changed["cover_id"], changed["reason"]) == (None, "Sun")
    assert ApiCaller(world.ben).get(address).status_code == 404
    assert ApiCaller(world.ben).call("DELETE", address).status_code == 404
    assert ana.call("DELETE", address).status_code == 204 and not Absence.objects.exists()


def test_who_plans_for_others_plans_by_the_api_too_and_nobody_else(world: World, manager: ApiCaller) -> None:
    assert manager.post("/absences", absence(user_id=world.ana.pk)).json()["user_id"] == world.ana.pk
    refused = ApiCaller(world.ben).post("/absences", absence(user_id=world.ana.pk))
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    twice = manager.post("/absences", absence(user_id=world.ana.pk))
    assert twice.status_code == 422 and "at this time already" in twice.json()["detail"]
    assert manager.post("/absences", absence(user_id=987654)).status_code == 422
    assert manager.post("/absences", absence(cover_id=world.manager.pk)).status_code == 422
    assert manager.post("/absences", absence(ends_at="2020-01-01T00:00:00Z")).status_code == 422
    assert Absence.objects.count() == 1


def test_without_the_right_or_the_scope_nothing_is_written(world: World) -> None:
    agent, reader = ApiCaller(world.ana), ApiCaller(world.owner, [Scope.READ_STAFF])
    skill = Skill.objects.create(name="Oil")
    for method, address, body in (
        ("POST", "/business-hours", HOURS),
        ("POST", "/hours-exceptions", {"name": "Outing", "first_day": "2026-12-01"}),
        ("POST", "/skills", {"name": "French"}),
        ("PUT", f"/skills/{skill.pk}", {"name": "Grease"}),
        ("PUT", f"/skills/{skill.pk}/holders/{world.ana.pk}", {"level": 5}),
    ):
        assert agent.call(method, address, body).json()["code"] == "forbidden", address
        assert reader.call(method, address, body).json()["code"] == "missing_scope", address
    assert reader.post("/absences", absence()).json()["code"] == "missing_scope"
    assert not BusinessHours.objects.exists() and not HoursException.objects.exists()
    assert [*Skill.objects.values_list("name", flat=True)] == ["Oil"] and not Absence.objects.exists()


def test_sent_twice_with_a_key_it_is_written_once(manager: ApiCaller) -> None:
    for method_address, body in (
        ("/business-hours", HOURS),
        ("/skills", {"name": "French"}),
        ("/absences", absence()),
    ):
        first = manager.post(method_address, body, idempotency_key=f"k{method_address}")
        again = manager.post(method_address, body, idempotency_key=f"k{method_address}")
        assert first.json() == again.json() and again["Idempotency-Replayed"] == "true"
    assert (BusinessHours.objects.count(), Skill.objects.count(), Absence.objects.count()) == (1, 1, 1)
