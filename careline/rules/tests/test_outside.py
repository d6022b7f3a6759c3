"""Rules beyond their pages: in the configuration file, in the API, in what is held about a customer."""

import json

import pytest

from careline.core import blueprint
from careline.core.models import Event
from careline.customers.slots import Scope, holdings
from careline.playbooks.actions.save_version import create_playbook, publish
from careline.playbooks.tests.conftest import SMALL
from careline.rules.actions.save_rule import remove_rule
from careline.rules.contracts import Act
from careline.rules.models import Rule, Run, Version
from careline.rules.tests.conftest import asking, make_rule, work
from careline.rules.tests.test_running import take_in
from careline.testing.api import ApiCaller
from careline.testing.world import World
from careline.tickets.actions.save_macro import MacroDetails, create_macro

pytestmark = pytest.mark.django_db


def apply(text: str, world: World):
    return blueprint.apply(text, by=world.owner, actor=world.owner.actor)


def test_rules_in_the_configuration_file_come_out_as_they_went_in_with_names_for_ids(world: World) -> None:
    macro = create_macro(MacroDetails(name="Got it", html="<p>Thanks</p>", scope="company"), by=world.owner)
    acts = [Act("team", str(world.workshop.pk)), Act("reply", str(macro.pk)), Act("notify", ["assignee", str(world.ana.pk)], "Look")]  # fmt: skip
    publish(create_playbook(SMALL, by=world.owner), by=world.owner)
    acts += [Act("playbook", "small"), Act("escalate", "2", "Please call them")]
    when = asking(("team", "is", [str(world.support.pk)]))
    make_rule(world.owner, *acts, name="To the workshop", when=when)
    make_rule(world.owner, Act("assign", "nobody"), name="Later", on="after_status", hours=96, stops=True)
    text = blueprint.export()
    assert "Workshop" in text and "Got it" in text and world.ana.email in text
    for rule in Rule.objects.all():
        remove_rule(rule, by=world.owner)
    assert len(apply(text, world).added) == 2
    assert blueprint.export() == text
    assert apply(text, world).is_empty
    assert [*Rule.objects.filter(removed_at=None).order_by("position").values_list("name", "is_active")] == [
        ("To the workshop", True), ("Later", True),
    ]  # fmt: skip


def test_a_rule_written_by_hand_says_only_what_is_not_usual(world: World) -> None:
    make_rule(world.owner, Act("tag", ["x"]), name="First")
    text = "rules:\n- name: Short\n  when: message\n  actions:\n  - {do: escalate, value: 1}\n"
    assert apply(text, world).added == ["rules: Short"]
    made = Rule.objects.get(name="Short")
    assert (made.position, made.is_active, made.version.acts) == (
        2, False, [{"do": "escalate", "value": "1", "more": ""}],
    )  # fmt: skip


def test_a_rule_that_makes_no_sense_in_the_file_is_refused(world: World) -> None:
    with pytest.raises(blueprint.BlueprintError, match="Choose one"):
        apply("rules:\n- name: Bad\n  when: message\n  actions:\n  - do: team\n    value: Nowhere\n", world)
    assert not Rule.objects.exists()


def test_rules_and_their_runs_are_read_by_programs_of_those_who_may(world: World) -> None:
    rule = make_rule(world.owner, Act("tag", ["vip"]))
    ticket = take_in(world)
    work()
    caller = ApiCaller(world.owner)
    (shown,) = caller.get("/rules").json()["items"]
    assert (shown["id"], shown["trigger"], shown["actions"][0]["do"], shown["version"]) == (
        rule.pk,
        "message",
        "tag",
        1,
    )
    assert caller.get(f"/rules/{rule.pk}").json() == shown
    (run,) = caller.get(f"/rules/{rule.pk}/runs").json()["items"]
    assert (run["ticket_id"], run["outcome"]) == (ticket.pk, "done")
    assert caller.get(f"/rules/{rule.pk + 1}").status_code == 404
    assert ApiCaller(world.ana).get("/rules").status_code == 403


def test_what_names_a_person_in_rules_is_counted_and_erased_and_nothing_else(world: World) -> None:
    when = asking(("address", "is", ["carla@customer.example"]))
    theirs = make_rule(world.owner, Act("note", "Call Carla Customer"), name="For Carla Customer", when=when)
    other = make_rule(world.owner, Act("tag", ["vip"]), name="Other")
    take_in(world)
    work()
    scope = Scope((world.customer.pk,), ("carla@customer.example",), ())
    (held,) = [one for one in holdings() if "Rules" in str(one.label)]
    assert held.count(scope) >= 1
    held.erase(scope)
    for row in (Version, Run, Rule):
        said = json.dumps([*row.objects.values()], default=str)
        assert "Carla" not in said and "carla@" not in said
    assert "Carla" not in json.dumps(
        [*Event.objects.filter(name__startswith="rule.").values_list("data", flat=True)]
    )
    assert Version.objects.get(rule=other).acts == [{"do": "tag", "value": ["vip"], "more": ""}]
    assert Rule.objects.get(pk=theirs.pk).version is not None
    assert held.count(scope) == 0
