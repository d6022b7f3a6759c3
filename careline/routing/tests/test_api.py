"""Routing through the API: queues for who manages them, and who could take a ticket for who may see it."""

import pytest
from django.test import Client

from careline.accounts.actions.make_token import make_token
from careline.accounts.contracts import Scope
from careline.routing.tests.conftest import make_queue
from careline.testing.world import World, make_ticket
from careline.workforce.actions.set_capacity import set_capacity


def get(person, path: str):
    token = make_token("A program", scopes=[Scope.READ_STAFF, Scope.READ_TICKETS], by=person)
    secret = token[1] if isinstance(token, tuple) else token
    return Client().get(f"/api/v1{path}", headers={"Authorization": f"Bearer {secret}"})


def test_queues_are_listed_for_who_manages_them(world: World) -> None:
    make_queue(world, "Bells", strategy="round_robin", team_id=world.support.pk)
    (shown,) = get(world.manager, "/routing/queues").json()["items"]
    assert (shown["name"], shown["strategy"], shown["team_id"]) == ("Bells", "round_robin", world.support.pk)
    assert get(world.ana, "/routing/queues").status_code == 403


@pytest.mark.parametrize("who", ["ana", "stranger"])
def test_who_could_take_a_ticket_is_told_to_who_may_see_it(world: World, who) -> None:
    set_capacity(world.ben, "email", most=0, by=world.manager)
    queue = make_queue(world)
    team = world.support if who == "ana" else world.complaints
    answered = get(getattr(world, who), f"/tickets/{make_ticket(team, world.customer).pk}/routing")
    if who == "stranger":
        assert answered.status_code == 404
        return
    told = answered.json()
    assert told["queue_id"] == queue.pk and told["best_id"] in (world.ana.pk, world.lead.pk)
    assert {one["agent_id"]: one["why"] for one in told["people"]}[world.ben.pk] == "full"
