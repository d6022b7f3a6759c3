"""Figures by the API: the same as on the pages, and no more than the token's owner may see."""

import pytest

from careline.insight.actions.count_days import count_days
from careline.insight.tests.test_pages import client_of, solved
from careline.policies.tests.test_clocks import arrive, long_ago
from careline.testing.api import ApiCaller
from careline.testing.world import World
from careline.tickets.models import Exclusion
from careline.workforce.queries import forget_hours


@pytest.fixture(autouse=True)
def hours_forgotten():
    forget_hours()


def test_the_sums_of_a_period_are_told_apart_as_asked(world: World) -> None:
    for hours, sender in ((5, "carla@customer.example"), (7, "dan@customer.example")):
        solved(world, hours, sender=sender)
    client_of(world.ana)
    caller = ApiCaller(world.ana)
    whole = caller.get("/figures?time=calendar").json()
    assert whole["still_to_come"] == 0
    (item,) = whole["items"]
    assert item["tickets"] == 2 and item["shares"]["reopened"] == {"true": 0, "of": 2}
    assert item["times"]["full_resolution"]["median_seconds"] == pytest.approx(6 * 3600, abs=60)
    assert item["times"]["next_response"] is None
    for by, of in (("team", str(world.support.pk)), ("agent", str(world.ana.pk)), ("priority", "normal"), ("channel", "email"), ("type", "question")):  # fmt: skip
        rows = caller.get(f"/figures?by={by}").json()["items"]
        assert [(row["of"], row["tickets"]) for row in rows] == [(of, 2)], by
    for by in ("day", "week", "month"):
        assert sum(row["tickets"] for row in caller.get(f"/figures?by={by}").json()["items"]) == 2
    assert caller.get("/figures?priority=urgent").json()["items"][0]["tickets"] == 0


def test_a_ticket_has_its_figures_with_their_stretches(world: World) -> None:
    ticket = solved(world, 5)
    found = ApiCaller(world.ana).get(f"/tickets/{ticket.pk}/figures").json()
    first = next(one for one in found["times"] if one["figure"] == "first_response")
    assert first["calendar_seconds"] == pytest.approx(5 * 3600, abs=60) and len(first["spans"]) == 1
    assert found["shares"]["one_touch"] is True and found["shares"]["first_contact"] is None


def test_nobody_is_told_of_what_they_may_not_see(world: World) -> None:
    ticket = solved(world, 5)
    still_open = arrive(world, sender="dan@customer.example")
    long_ago(still_open, 24 * 9)
    for one in (ticket, still_open):
        Exclusion.objects.create(ticket=one, agent=world.ben, reason="about him", by=world.owner)
    client_of(world.ben)
    count_days(2)
    ben, ana, stranger = (ApiCaller(one) for one in (world.ben, world.ana, world.stranger))
    assert ben.get(f"/tickets/{ticket.pk}/figures").status_code == 404
    assert ben.get("/figures").json()["items"][0]["tickets"] == 0
    assert {one["tickets"] for one in ben.get("/figures/open-work").json()["items"]} == {0}
    assert {one["over_a_week_old"] for one in ana.get("/figures/open-work").json()["items"]} == {1}
    assert stranger.get("/figures?by=agent").json()["items"] == []
    assert stranger.get(f"/figures?agent_id={world.ana.pk}").json()["items"][0]["tickets"] == 1, (
        "as if not asked"
    )


@pytest.mark.parametrize("query", ["since=2026-05-01T00:00:00Z&until=2026-04-01T00:00:00Z", "since=1990-01-01T00:00:00Z", "by=colour", "days=3", "channel=a%27b"])  # fmt: skip
def test_what_can_not_be_meant_is_refused(world: World, query: str) -> None:
    assert ApiCaller(world.ana).get(f"/figures?{query}").status_code == 422
