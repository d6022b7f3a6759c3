"""The panel beside a ticket: what is owed, why it is due then, and a due date set by hand."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from careline.core.models import Event
from careline.policies.actions.fire_due import fire_due
from careline.policies.actions.keep_clocks import keep_clocks
from careline.policies.models import Clock, ServicePolicy
from careline.policies.queries.policies import forget_policies
from careline.policies.queries.told import told_clocks
from careline.policies.tests.test_clocks import answer, arrive, clock_of, long_ago, policy
from careline.testing.world import World
from careline.tickets.contracts.course import NEVER
from careline.tickets.models import Status

__all__ = ["policy"]


def client_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_panel_says_what_is_owed_and_how_it_came_about(
    world: World, policy, django_assert_max_num_queries
) -> None:
    ticket = arrive(world)
    client = client_of(world.ana)
    with django_assert_max_num_queries(9):
        page = client.get(f"/tickets/{ticket.pk}/clocks/").content.decode()
    for words in ("First response", "Resolution", "Standard", "4 h of business hours from", "→", "data-due"):
        assert words in page, words


def test_a_clock_that_stands_still_says_what_is_left(world: World, policy) -> None:
    ticket = arrive(world)
    answer(ticket, world, then=Status.PENDING)
    told = {one.clock.kind: one for one in told_clocks(ticket.pk)}
    assert told["resolution"].tone == "paused" and told["resolution"].figure == "paused, 24 h left"
    assert told["first_response"].tone == "met"


def test_our_own_reminder_is_no_promise_and_stays_grey(world: World) -> None:
    ticket = arrive(world)
    long_ago(ticket, 30)
    fire_due()
    (own,) = told_clocks(ticket.pk)
    assert own.tone == "ok" and "promised to nobody" in own.policy
    page = client_of(world.ana).get(f"/tickets/{ticket.pk}/clocks/").content.decode()
    assert "data-due" not in page.split("target__set")[0].split('id="side-clocks"')[1]


def test_a_due_date_set_by_hand_counts_beside_the_promises(world: World, policy) -> None:
    ticket = arrive(world)
    client = client_of(world.ana)
    address = f"/tickets/{ticket.pk}/due/"
    assert client.post(address, {"when": "in 1 hour", "reason": "Called, leaves at noon"}).status_code == 200
    ticket.refresh_from_db()
    assert timedelta(minutes=55) < ticket.due_at - timezone.now() < timedelta(minutes=65)
    assert Event.objects.get(name="clock.due_set").data["reason"] == "Called, leaves at noon"
    client.post(address, {"clear": "1"})
    ticket.refresh_from_db()
    assert ticket.due_at == clock_of(ticket, "first_response").due_at
    assert Clock.objects.get(kind="manual").state == "cancelled"


@pytest.mark.parametrize(
    ("given", "words"),
    [({"when": "gibberish", "reason": "x"}, "When?"), ({"when": "tomorrow", "reason": " "}, "Say why")],
)
def test_a_due_date_needs_a_moment_and_a_reason(world: World, given, words) -> None:
    ticket = arrive(world)
    answered = client_of(world.ana).post(f"/tickets/{ticket.pk}/due/", given)
    assert answered.status_code == 422 and words in answered.content.decode()
    assert f'value="{given["when"]}"' in answered.content.decode(), "nothing typed is lost"
    assert 'aria-invalid="true"' in answered.content.decode()
    ticket.refresh_from_db()
    assert ticket.due_at == NEVER


def test_the_panel_says_why_it_is_this_policy_once(world: World, policy) -> None:
    ticket = arrive(world)
    page = client_of(world.ana).get(f"/tickets/{ticket.pk}/clocks/").content.decode()
    assert page.count("By the policy “Standard”: it is for every ticket that no policy above it takes.") == 1
    narrow = ServicePolicy.objects.create(name="Contract", conditions={"match": "all", "groups": [
        {"match": "any", "conditions": [{"field": "priority", "op": "is", "value": ["normal"]},
                                        {"field": "channel", "op": "is", "value": ["sms"]}]},
        {"match": "none", "conditions": [{"field": "status", "op": "is", "value": ["closed"]}]}]}, position=-1)  # fmt: skip
    narrow.targets.create(kind="resolution", normal_seconds=3600)
    forget_policies()
    keep_clocks([ticket.pk])
    page = client_of(world.ana).get(f"/tickets/{ticket.pk}/clocks/").content.decode()
    assert (
        "By the policy “Contract”: it is the first that fits: Priority is one of: Normal; or Channel is one of: SMS; and "
        "none of “Status is one of: Closed”." in page
    )


def test_a_due_date_by_hand_is_told_of_once_and_ends_with_the_ticket(world: World) -> None:
    ticket = arrive(world)
    client_of(world.ana).post(f"/tickets/{ticket.pk}/due/", {"when": "in 1 hour", "reason": "Call"})
    later = datetime.now(UTC) + timedelta(hours=2)
    assert fire_due(at=later) == 1 and fire_due(at=later) == 0
    assert Event.objects.get(name="clock.breached").data["tell"] == [world.ana.pk]
    answer(ticket, world, then=Status.SOLVED)
    assert clock_of(ticket, "manual").stopped_at is not None


def test_a_stranger_and_a_light_agent_change_nothing(world: World) -> None:
    hidden, ticket = arrive(world, team=world.complaints), arrive(world)
    stranger, given = client_of(world.stranger), {"when": "tomorrow", "reason": "x"}
    assert stranger.get(f"/tickets/{hidden.pk}/clocks/").status_code == 404
    assert stranger.post(f"/tickets/{hidden.pk}/due/", given).status_code == 404
    light = client_of(world.light)
    assert "Set a due date" not in light.get(f"/tickets/{ticket.pk}/clocks/").content.decode()
    assert light.post(f"/tickets/{ticket.pk}/due/", given).status_code == 403
    assert not Clock.objects.filter(kind="manual").exists()
