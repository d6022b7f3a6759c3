"""Programs read policies and clocks; the configuration file holds the policies, and brings them back."""

import pytest

from careline.config.sections import register
from careline.core.blueprint import BlueprintError, apply, export
from careline.policies.actions.suggest_policy import suggest_policy
from careline.policies.models import ServicePolicy
from careline.policies.queries.policies import as_policy
from careline.policies.tests.test_clocks import arrive
from careline.testing.api import ApiCaller
from careline.testing.world import World

FILE = """
service_targets:
- name: Contract
  place: 1
  conditions: {match: all, groups: [{match: all, conditions: [{field: team, op: is, value: [Workshop]}]}]}
  hours: calendar time
  targets:
    first_response: {urgent: 30m, normal: 4h, steps: ["15m before: notify lead", "1h after: reassign team Workshop", "at once: raise"]}
"""


@pytest.fixture(autouse=True)
def sections() -> None:
    register()


def test_the_file_brings_a_policy_and_tells_it_again(world: World) -> None:
    apply(FILE, by=world.owner, actor=world.owner.actor)
    made = as_policy(ServicePolicy.objects.get())
    (target,) = made.targets
    assert target.seconds == {4: 1800, 2: 14400} and not made.is_business
    assert [(step.offset, step.do, step.who) for step in target.steps] == [
        (-900, "notify", ("lead",)), (3600, "reassign", (f"team:{world.workshop.pk}",)), (0, "raise", ()),
    ]  # fmt: skip
    assert next(iter(made.conditions)).value == [str(world.workshop.pk)]
    told = export()
    assert "15m before: notify lead" in told and "- Workshop" in told
    assert apply(told, by=world.owner, actor=world.owner.actor).is_empty


@pytest.mark.parametrize(
    ("was", "wrong", "words"),
    [
        ("4h", "soonish", "no length of time"),
        ("notify lead", "notify nobody", "is nobody"),
        ("first_response", "fast", "no target fast"),
    ],
)
def test_what_makes_no_sense_is_refused_in_plain_words(world: World, was, wrong, words) -> None:
    with pytest.raises(BlueprintError, match=words):
        apply(FILE.replace(was, wrong), by=world.owner, actor=world.owner.actor)
    assert not ServicePolicy.objects.exists()


def test_the_api_tells_of_policies_and_clocks(world: World) -> None:
    suggest_policy(by=world.manager)
    ticket, caller = arrive(world), ApiCaller(world.manager)
    (policy,) = caller.get("/service-policies").json()["items"]
    assert policy["targets"][0] == {
        "kind": "first_response", "seconds": {"low": 57600, "normal": 28800, "high": 14400, "urgent": 3600},
    }  # fmt: skip
    clocks = caller.get(f"/tickets/{ticket.pk}/clocks").json()["items"]
    assert [one["kind"] for one in clocks] == ["first_response", "resolution"]
    assert clocks[0]["policy_id"] == policy["id"] and "business hours from" in clocks[0]["why"]
    assert ApiCaller(world.ana).get("/service-policies").status_code == 403
