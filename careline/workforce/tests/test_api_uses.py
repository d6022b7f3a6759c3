"""By the API: who goes by which hours, and how much people take at a time; with the rights of the pages."""

import pytest

from careline.accounts.actions.leads import remember_leads
from careline.accounts.contracts import Scope
from careline.accounts.models import Membership
from careline.customers.models import Organisation
from careline.testing.api import ApiCaller
from careline.testing.world import World
from careline.workforce.models import BusinessHours, Capacity, HoursUse
from careline.workforce.queries import capacity_of, forget_hours, hours_for

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def afresh() -> None:
    forget_hours()


@pytest.fixture
def hours(world: World) -> BusinessHours:
    BusinessHours.objects.create(name="Shop", time_zone="UTC", week=[[[0, 1440]]] * 7, is_default=True)
    return BusinessHours.objects.create(name="Late", time_zone="UTC", week=[[[720, 1200]]] * 7)


def test_teams_organisations_and_people_get_their_hours_and_lose_them(world: World, hours) -> None:
    manager, miller = ApiCaller(world.manager), Organisation.objects.create(name="Miller Ltd")
    for kind, pk in (("team", world.support.pk), ("organisation", miller.pk), ("agent", world.ana.pk)):
        answer = manager.call("PUT", f"/business-hours-uses/{kind}/{pk}", {"hours_id": hours.pk})
        assert answer.json() == {"kind": kind, "subject_id": pk, "hours_id": hours.pk}
    assert hours_for(team_id=world.support.pk) == hours_for(organisation_id=miller.pk) == hours.pk
    told = manager.get("/business-hours-uses").json()["items"]
    assert [one["kind"] for one in told] == ["agent", "organisation", "team"]
    address = f"/business-hours-uses/team/{world.support.pk}"
    assert manager.call("PUT", address, {"hours_id": None}).json()["hours_id"] is None
    assert hours_for(team_id=world.support.pk) != hours.pk and HoursUse.objects.count() == 2


def test_what_is_not_there_goes_by_no_hours(world: World, hours) -> None:
    manager = ApiCaller(world.manager)
    for kind in ("team", "inbox", "organisation", "agent"):
        answer = manager.call("PUT", f"/business-hours-uses/{kind}/987654", {"hours_id": hours.pk})
        assert answer.status_code == 404, kind
    address = f"/business-hours-uses/team/{world.support.pk}"
    assert "no such business hours" in manager.call("PUT", address, {"hours_id": 987654}).json()["detail"]
    assert manager.call("PUT", address, {}).status_code == 422
    assert manager.call("PUT", "/business-hours-uses/moon/1", {"hours_id": hours.pk}).status_code == 422
    assert not HoursUse.objects.exists()


def test_capacity_is_said_of_everybody_and_of_one_person_and_taken_back(world: World) -> None:
    manager = ApiCaller(world.manager)
    usual = manager.call("PUT", "/capacities/email", {"most": 12}).json()
    assert usual == {"user_id": None, "channel": "email", "most": 12, "counts": 12}
    own = manager.call("PUT", "/capacities/email", {"user_id": world.ana.pk, "most": 0}).json()
    assert (own["most"], own["counts"]) == (0, 0) and capacity_of(world.ana, "email") == 0
    told = manager.get("/capacities").json()["items"]
    assert {"user_id": world.ana.pk, "channel": "email", "most": 0, "counts": 0} in told and usual in told
    taken = manager.call("PUT", "/capacities/email", {"user_id": world.ana.pk, "most": None}).json()
    assert (taken["most"], taken["counts"]) == (None, 12) and Capacity.objects.count() == 1
    assert manager.call("PUT", "/capacities/smoke", {"most": 1}).status_code == 404
    assert manager.call("PUT", "/capacities/email", {"user_id": 987654, "most": 1}).status_code == 404
    assert manager.call("PUT", "/capacities/email", {"most": 100_000}).status_code == 422


def test_a_lead_says_it_of_their_people_only_and_others_say_nothing(world: World, hours) -> None:
    Membership.objects.filter(agent=world.lead, team=world.support).update(is_lead=True)
    Membership.objects.get_or_create(agent=world.ben, team=world.support)
    remember_leads([world.lead.pk])
    world.lead.refresh_from_db()
    lead, agent = ApiCaller(world.lead), ApiCaller(world.ben)
    reader = ApiCaller(world.manager, [Scope.READ_STAFF])
    theirs = f"/business-hours-uses/agent/{world.ben.pk}"
    assert lead.call("PUT", theirs, {"hours_id": hours.pk}).status_code == 200
    assert lead.call("PUT", "/capacities/email", {"user_id": world.ben.pk, "most": 3}).status_code == 200
    assert {one["user_id"] for one in lead.get("/capacities").json()["items"]} == {None, world.ben.pk}
    team = f"/business-hours-uses/team/{world.support.pk}"
    for caller, method, address, body in (
        (lead, "PUT", team, {"hours_id": hours.pk}), (lead, "GET", "/business-hours-uses", None),
        (lead, "PUT", "/capacities/email", {"most": 3}), (agent, "GET", "/capacities", None),
        (agent, "PUT", theirs, {"hours_id": None}),
        (agent, "PUT", "/capacities/email", {"user_id": world.ana.pk, "most": 3}),
    ):  # fmt: skip
        assert caller.call(method, address, body).json()["code"] == "forbidden", address
    assert reader.call("PUT", team, {"hours_id": None}).json()["code"] == "missing_scope"
    assert reader.call("PUT", "/capacities/email", {"most": 1}).json()["code"] == "missing_scope"
