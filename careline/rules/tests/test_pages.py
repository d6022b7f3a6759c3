"""The pages of rules: built in a form, seen by whoever may, explained; a stranger is refused."""

import re

import pytest
from django.test import Client

from careline.fields.actions.archive_field import archive_field
from careline.fields.actions.save_field import FieldDetails, create_field
from careline.playbooks.actions.save_version import create_playbook, publish
from careline.playbooks.tests.conftest import SMALL
from careline.rules.actions.save_rule import change_rule
from careline.rules.contracts import Act, RuleDetails
from careline.rules.models import Rule, Run
from careline.rules.queries.ready import forget_rules
from careline.rules.tests.conftest import asking, make_rule, work
from careline.rules.tests.test_running import take_in
from careline.testing.world import World, make_ticket
from careline.tickets.models.exclusion import Exclusion
from careline.tickets.queries.conditions import from_json

pytestmark = pytest.mark.django_db
FORM = {
    "name": "VIP first", "trigger": "message", "group": "0", "g0-match": "all", "g0-c": "0", "g0c0-field": "priority",
    "g0c0-op": "is", "g0c0-value": "low", "act": "0", "a0-do": "priority", "a0-value": "high",
}  # fmt: skip


def enter(agent) -> Client:
    client = Client()
    client.force_login(agent)
    return client


def test_a_rule_is_made_in_a_form_switched_on_changed_and_taken_back(world: World) -> None:
    client = enter(world.owner)
    assert client.get("/settings/rules/new/").status_code == 200
    assert client.post("/settings/rules/new/", FORM).status_code == 302
    rule = Rule.objects.get()
    assert (rule.name, rule.is_active, rule.version.acts) == (
        "VIP first", False, [{"do": "priority", "value": "high", "more": ""}],
    )  # fmt: skip
    client.post(f"/settings/rules/{rule.pk}/switch/", {"on": "1"})
    changed = FORM | {"a0-value": "urgent", "version": "1"}
    assert client.post(f"/settings/rules/{rule.pk}/", changed).status_code == 302
    assert client.post(f"/settings/rules/{rule.pk}/", changed | {"a0-value": "low"}).status_code == 422, (
        "stale"
    )
    client.post(f"/settings/rules/{rule.pk}/versions/1/restore/")
    rule.refresh_from_db()
    assert (rule.is_active, rule.version.number, rule.version.acts[0]["value"]) == (True, 3, "high")
    page = client.get(f"/settings/rules/{rule.pk}/versions/").content.decode()
    assert "Version 3" in page and "Set the priority: Urgent" in page


def test_what_is_wrong_is_marked_where_it_stands(world: World) -> None:
    page = enter(world.owner).post(
        "/settings/rules/new/", FORM | {"name": " ", "a0-value": "", "trigger": "x"}
    )
    assert page.status_code == 422
    assert not Rule.objects.exists()
    assert b'id="name-error"' in page.content and b'id="act-0-error"' in page.content
    page = enter(world.owner).post("/settings/rules/new/", FORM | {"g0c0-value": []})
    assert b'id="g0c0-error"' in page.content


def test_a_playbook_and_an_escalation_are_chosen_in_the_form_and_said_in_the_trial(world: World) -> None:
    publish(create_playbook(SMALL, by=world.owner), by=world.owner)
    client, ticket = enter(world.owner), make_ticket(world.support, world.customer)
    form = FORM | {
        "act": ["0", "1"], "a0-do": "playbook", "a0-value": "small", "a1-do": "escalate", "a1-value": "next",
        "a1-more": "Please call them",
    }  # fmt: skip
    built = client.post(
        "/settings/rules/build/", form | {"a0-value": "", "a1-value": "next"}
    ).content.decode()
    assert '<option value="small">A small one</option>' in built
    assert '<option value="next" selected>' in built and 'value="Please call them"' in built
    assert client.post("/settings/rules/new/", form).status_code == 302
    rule = Rule.objects.get()
    assert rule.version.acts == [
        {"do": "playbook", "value": "small", "more": ""},
        {"do": "escalate", "value": "next", "more": "Please call them"},
    ]
    page = client.get(f"/settings/rules/{rule.pk}/trial/?ticket={ticket.pk}").content.decode()
    assert "Start a playbook: A small one" in page and "Escalate: one level up each time" in page
    page = client.get(f"/settings/rules/{rule.pk}/").content.decode()
    assert '<option value="small" selected>' in page


def test_the_form_shows_what_it_would_have_found(world: World) -> None:
    low = make_ticket(world.support, world.customer, subject="Bell is silent", priority=1)
    make_ticket(world.support, world.customer, subject="Something else")
    kept = make_ticket(world.support, world.customer, subject="About the owner", priority=1)
    Exclusion.objects.create(ticket=kept, agent=world.owner, reason="about", by=world.manager)
    page = enter(world.owner).post("/settings/rules/build/", FORM).content.decode()
    assert "Of the last 2 tickets that you may see 1 would have matched" in page
    assert f'href="/tickets/{low.pk}/"' in page and "Bell is silent" in page and "Something else" not in page
    assert "About the owner" not in page
    other = enter(world.manager).post("/settings/rules/build/", FORM).content.decode()
    assert "Of the last 3 tickets that you may see 2 would have matched" in other


def test_what_it_would_have_found_is_listed_in_portions_that_say_so(
    world: World, django_assert_max_num_queries
) -> None:
    for n in range(53):
        make_ticket(world.support, world.customer, subject=f"Bell {n}.", priority=1)
    client = enter(world.owner)
    page = client.post("/settings/rules/build/", FORM).content.decode()
    assert "The latest 50 of 53 are listed." in page and "Bell 2." not in page and "Bell 52." in page
    with django_assert_max_num_queries(22):
        page = client.post("/settings/rules/build/", FORM | {"do": "fits-150"}).content.decode()
    assert "Bell 0." in page and "are listed." not in page and '<details class="fits" id="fits" open>' in page
    page = client.post("/settings/rules/new/", FORM | {"do": "fits-150"}).content.decode()
    assert "Bell 0." in page and not Rule.objects.exists(), "without scripts too, and nothing is saved"
    assert client.post("/settings/rules/build/", FORM | {"do": "fits-x"}).status_code == 200


def test_a_rule_is_tried_on_a_ticket_with_every_condition_and_nothing_is_done(world: World) -> None:
    rule = make_rule(
        world.owner,
        Act("priority", "high"),
        when=asking(("priority", "is", ["low"]), ("status", "is", ["new"])),
    )
    ticket = make_ticket(world.support, world.customer, priority=1, status=2)
    page = enter(world.owner).get(f"/settings/rules/{rule.pk}/trial/?ticket={ticket.pk}").content.decode()
    assert "It would not run" in page
    assert "(found: Open)" in page and "Set the priority: High" in page
    ticket.refresh_from_db()
    assert ticket.priority == 1
    assert not Run.objects.exists()


GROUPS = from_json(
    {
        "match": "any",
        "groups": [
            {"match": "any", "conditions": [{"field": "priority", "op": "is", "value": ["low"]}]},
            {"match": "none", "conditions": [{"field": "status", "op": "is", "value": ["solved"]}]},
        ],
    }
)


def test_how_many_of_a_group_must_hold_is_said_in_the_trial_the_run_the_versions_and_on_the_ticket(
    world: World,
) -> None:
    rule, client = make_rule(world.owner, Act("tag", ["vip"]), when=GROUPS), enter(world.owner)
    ticket = take_in(world)
    work()
    run = Run.objects.get()
    for page in (f"{rule.pk}/trial/?ticket={ticket.pk}", f"{rule.pk}/versions/", f"runs/{run.pk}/"):
        shown = client.get(f"/settings/rules/{page}").content.decode()
        assert "Any of these holds" in shown and "or: None of these holds" in shown, page
    conversation = client.get(f"/tickets/{ticket.pk}/").content.decode()
    assert "because Any of these holds: Priority is one of: Low ✗" in conversation
    assert "or: None of these holds: Status is one of: Solved ✗" in conversation


def test_versions_are_compared_with_the_one_before(world: World) -> None:
    said = Act("task", "Call them", "2")
    rule = make_rule(world.owner, Act("tag", ["vip"]), said, when=asking(("priority", "is", ["low"])))
    changed = (Act("tag", ["vip", "call"]), Act("task", "Call them", "4"))
    when = asking(("priority", "is", ["low"]), ("status", "is", ["new"]), match="any")
    change_rule(rule, RuleDetails("VIPs", "created", when, changed, stops=True), by=world.owner)
    page = enter(world.owner).get(f"/settings/rules/{rule.pk}/versions/").content.decode()
    new = {
        "VIPs", "A ticket is created", "Any of these holds:", "Status is one of: New", "Add tags: vip, call",
        "Add a task: Call them (due in 4 hours)", "Then run none of the rules after it",
    }  # fmt: skip
    gone = {
        "VIP first", "A customer’s message arrives", "Add tags: vip", "Add a task: Call them (due in 2 hours)",
    }  # fmt: skip
    assert {one.strip() for one in re.findall("<ins>(.*?)</ins>", page)} == new
    assert {*re.findall("<del>(.*?)</del>", page)} == gone


def test_whoever_sees_the_ticket_may_read_why_a_rule_ran_and_nobody_else(world: World) -> None:
    make_rule(world.owner, Act("tag", ["vip"]), when=asking(("priority", "is", ["normal"])))
    take_in(world)
    work()
    run = Run.objects.get()
    page = enter(world.ana).get(f"/settings/rules/runs/{run.pk}/")
    assert "Priority is one of: Normal" in page.content.decode()
    run.ticket.team = world.complaints
    run.ticket.save()
    assert enter(world.ana).get(f"/settings/rules/runs/{run.pk}/").status_code == 404
    assert enter(world.owner).get(f"/settings/rules/{run.rule_id}/runs/").status_code == 200
    conversation = enter(world.cleo).get(f"/tickets/{run.ticket_id}/").content.decode()
    assert "Rule “VIP first”, version 1" in conversation and "did: Add tags: vip" in conversation


def test_rules_are_for_those_who_may(world: World) -> None:
    rule = make_rule(world.owner, Act("tag", ["vip"]))
    pages = ["", "new/", f"{rule.pk}/", f"{rule.pk}/runs/", f"{rule.pk}/versions/", f"{rule.pk}/trial/"]
    for agent in (world.ana, world.lead, world.light, world.auditor, world.stranger):
        assert {enter(agent).get(f"/settings/rules/{page}").status_code for page in pages} == {403}
        assert enter(agent).post(f"/settings/rules/{rule.pk}/switch/").status_code == 403
    for agent in (world.owner, world.manager):
        assert {enter(agent).get(f"/settings/rules/{page}").status_code for page in pages} == {200}


def test_rules_move_among_the_others(world: World) -> None:
    first, second, third = (make_rule(world.owner, Act("tag", ["x"]), name=name) for name in "ABC")
    client = enter(world.owner)
    client.post(f"/settings/rules/{third.pk}/place/", {"to": "1"})
    assert [*Rule.objects.order_by("position").values_list("name", flat=True)] == ["C", "A", "B"]
    client.post(f"/settings/rules/{first.pk}/removal/")
    page = client.get("/settings/rules/").content.decode()
    assert f"/settings/rules/{second.pk}/" in page and f"/settings/rules/{first.pk}/" not in page


def test_the_list_costs_the_same_however_many_rules(world: World, django_assert_max_num_queries) -> None:
    client = enter(world.owner)
    for n in range(12):
        make_rule(world.owner, Act("tag", ["x"]), name=f"Rule {n}")
    client.get("/settings/rules/")
    with django_assert_max_num_queries(9):
        client.get("/settings/rules/")


def test_a_rule_that_asks_about_what_is_gone_is_left_out_and_the_list_says_so(world: World) -> None:
    field = create_field("ticket", "choice", FieldDetails("Frame", choices="Steel\nCarbon"), by=world.owner)
    make_rule(world.owner, Act("tag", ["x"]), when=asking((f"field.{field.key}", "is", ["steel"])))
    make_rule(world.owner, Act("tag", ["y"]), name="Sound")
    archive_field(field, by=world.owner)
    forget_rules()
    ticket = take_in(world)
    work()
    ticket.refresh_from_db()
    assert ticket.tags == ["y"]
    page = enter(world.owner).get("/settings/rules/").content.decode()
    assert page.count("It can’t run: It asks about a field that is gone.") == 1
