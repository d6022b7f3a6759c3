"""Programs read policies and clocks; the configuration file holds the policies, and brings them back."""

from typing import Any

import pytest

from careline.accounts.contracts import Scope
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


def test_a_policy_without_a_place_stands_last_and_the_file_is_in_step_with_it(world: World) -> None:
    suggest_policy(by=world.owner)
    without = FILE.replace("  place: 1\n", "")
    apply(without, by=world.owner, actor=world.owner.actor)
    assert [*ServicePolicy.objects.order_by("position").values_list("name", flat=True)][-1] == "Contract"
    assert apply(export(), by=world.owner, actor=world.owner.actor).is_empty
    apply(FILE, by=world.owner, actor=world.owner.actor)
    assert ServicePolicy.objects.order_by("position")[0].name == "Contract"


def test_a_policy_without_targets_is_refused_in_plain_words(world: World) -> None:
    with pytest.raises(BlueprintError, match="lacks targets"):
        apply(FILE[: FILE.index("  targets")], by=world.owner, actor=world.owner.actor)


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
        "steps": [{"offset_seconds": -1800, "do": "notify", "who": ["assignee"]},
                  {"offset_seconds": 3600, "do": "notify", "who": ["lead"]}],
    }  # fmt: skip
    clocks = caller.get(f"/tickets/{ticket.pk}/clocks").json()["items"]
    assert [one["kind"] for one in clocks] == ["first_response", "resolution"]
    assert clocks[0]["policy_id"] == policy["id"] and "business hours from" in clocks[0]["why"]
    assert ApiCaller(world.ana).get("/service-policies").status_code == 403


GIVEN: dict[str, Any] = {
    "name": "Contract", "conditions": {"match": "all", "groups": [{"match": "all", "conditions": [
        {"field": "priority", "op": "is", "value": ["urgent"]}]}]},
    "is_business": False, "pauses": ["pending", "on_hold"],
    "targets": [{"kind": "first_response", "seconds": {"urgent": 1800, "normal": 14400}, "steps": [
        {"offset_seconds": -900, "do": "notify", "who": ["lead"]}, {"offset_seconds": 0, "do": "raise"}]}],
}  # fmt: skip


def test_policies_are_written_ordered_and_removed_by_the_api(world: World) -> None:
    caller = ApiCaller(world.manager)
    made = caller.post("/service-policies", GIVEN)
    shown = made.json()
    assert made.status_code == 201 and shown["pauses"] == ["pending", "on_hold"] and shown["position"] == 1
    assert shown["targets"] == [{"kind": "first_response", "seconds": {"normal": 14400, "urgent": 1800}, "steps": [
        {"offset_seconds": -900, "do": "notify", "who": ["lead"]}, {"offset_seconds": 0, "do": "raise", "who": []}]}]  # fmt: skip
    address = f"/service-policies/{shown['id']}"
    assert caller.get(address).json() == shown
    changed = caller.call("PUT", address, GIVEN | {"name": "Contracts", "conditions": {}, "version": 1})
    assert (changed.json()["name"], changed.json()["version"]) == ("Contracts", 2)
    stale = caller.call("PUT", address, GIVEN | {"version": 1})
    assert (stale.status_code, stale.json()["code"], stale.json()["version"]) == (409, "stale_version", 2)
    second = caller.post("/service-policies", GIVEN).json()["id"]
    ordered = caller.call("PUT", "/service-policy-order", {"ids": [second]}).json()["items"]
    assert [one["id"] for one in ordered] == [second, shown["id"]]
    assert caller.call("DELETE", address).status_code == 204 and caller.get(address).status_code == 404


def step(**given: Any) -> dict[str, Any]:
    one = {"offset_seconds": 60, "do": "notify", "who": ["lead"]} | given
    return {"targets": [{"kind": "resolution", "seconds": {"low": 60}, "steps": [one]}]}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": "  "}, "needs a name"),
        ({"targets": []}, "targets"),
        ({"targets": [{"kind": "resolution", "seconds": {}}]}, "at least one target"),
        ({"targets": [{"kind": "resolution", "seconds": {"low": 0}}]}, "body.targets.0.seconds.low"),
        ({"targets": [{"kind": "speed", "seconds": {"low": 5}}]}, "body.targets.0.kind"),
        (step(do="fire"), "body.targets.0.steps.0.do"),
        (step(who=[]), "whom it concerns"),
        (step(do="raise"), "concerns nobody"),
        (step(do="reassign", who=["assignee"]), "“assignee” is nobody here"),
        (step(who=["agent:987654"]), "“agent:987654” is nobody here"),
        (step(do="reassign", who=["team:987654"]), "“team:987654” is nobody here"),
        ({"is_business": True, "hours_id": 987654}, "no such business hours"),
        ({"pauses": ["new"]}, "body.pauses.0"),
        ({"conditions": {"match": "all", "groups": [{"conditions": [{"field": "due", "op": "is", "value": 1}]}]}}, ""),
    ],
)  # fmt: skip
def test_a_policy_that_makes_no_sense_is_refused_where_it_is_wrong(world: World, wrong, words) -> None:
    answer = ApiCaller(world.manager).post("/service-policies", GIVEN | wrong)
    assert answer.status_code == 422 and answer["Content-Type"] == "application/problem+json"
    assert words in str(answer.json()) and not ServicePolicy.objects.exists()


def test_policies_are_written_with_right_and_scope_only_and_once(world: World) -> None:
    assert ApiCaller(world.ana).post("/service-policies", GIVEN).json()["code"] == "forbidden"
    reader = ApiCaller(world.manager, [Scope.READ_TICKETS, Scope.WRITE_STAFF])
    assert reader.post("/service-policies", GIVEN).json()["code"] == "missing_scope"
    caller = ApiCaller(world.manager)
    first, again = (caller.post("/service-policies", GIVEN, idempotency_key="once") for _ in range(2))
    assert first.json() == again.json() and ServicePolicy.objects.count() == 1
