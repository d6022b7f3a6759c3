"""Customers and organisations by the API."""

import pytest

from careline.testing.api import ApiCaller
from careline.testing.world import make_customer, make_organisation, make_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def caller(world):
    return ApiCaller(world.ana)


def test_customers_are_listed_found_and_shown(world, caller):
    assert [c["name"] for c in caller.get("/customers").json()["items"]] == ["Carla Customer"]
    (found,) = caller.get("/customers?q=carla+custommer").json()["items"]
    shown = caller.get(f"/customers/{found['id']}").json()
    assert [one["value"] for one in shown["identities"]] == ["carla@customer.example"]


def test_a_customer_is_made_once_and_changed(world, caller):
    body = {"email": "nina@new.example", "name": "Nina", "tags": ["Loyal One"], "organisation": "New Ltd"}
    made = caller.post("/customers", body)
    assert made.status_code == 201, made.content
    assert made.json()["tags"] == ["loyal-one"]
    assert made.json()["organisation_id"]
    assert caller.post("/customers", body).status_code == 422
    path = f"/customers/{made.json()['id']}"
    assert caller.patch(path, {"notes": "Likes tea"}).json()["notes"] == "Likes tea"
    assert caller.patch(path, {"time_zone": "Nowhere/Land"}).status_code == 422
    assert caller.patch(path, {"organisation": ""}).json()["organisation_id"] is None


def test_who_only_private_teams_know_is_hidden(world, caller):
    hidden = make_customer("Henry Hidden")
    make_ticket(world.complaints, hidden)
    assert caller.get(f"/customers/{hidden.pk}").status_code == 404
    assert caller.patch(f"/customers/{hidden.pk}", {"notes": "x"}).status_code == 404
    assert caller.post(f"/customers/{hidden.pk}/merge", {"into_id": world.customer.pk}).status_code == 404
    assert "Henry" not in caller.get("/customers").content.decode()


def test_light_agents_and_auditors_change_nobody(world):
    for who in (world.light, world.auditor):
        caller = ApiCaller(who)
        assert caller.get("/customers").status_code == 200
        assert caller.patch(f"/customers/{world.customer.pk}", {"name": "x"}).status_code == 403
        assert caller.post("/customers", {"email": "a@b.example"}).status_code == 403
        assert caller.post("/organisations", {"name": "x"}).status_code == 403


def test_two_records_become_one(world, caller):
    other = make_customer("Carla C.")
    merged = caller.post(f"/customers/{other.pk}/merge", {"into_id": world.customer.pk})
    assert (merged.status_code, merged.json()["id"]) == (200, world.customer.pk)
    assert caller.get(f"/customers/{other.pk}").json()["id"] == world.customer.pk


def test_organisations_are_made_listed_and_changed(world, caller):
    make_organisation("Bikes Ltd", domain="bikes.example")
    made = caller.post("/organisations", {"name": "Chains Ltd", "domains": ["chains.example"]})
    assert made.status_code == 201, made.content
    assert [one["name"] for one in caller.get("/organisations").json()["items"]] == [
        "Bikes Ltd",
        "Chains Ltd",
    ]
    path = f"/organisations/{made.json()['id']}"
    assert caller.call("PUT", path, {"name": "Chains", "domains": []}).json()["domains"] == []
    assert caller.call("PUT", path, {"name": "Chains", "domains": ["bikes.example"]}).status_code == 422
    assert caller.get("/organisations/987654").status_code == 404
