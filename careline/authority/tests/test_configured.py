"""Limits, guards, budgets and ladders go into the configuration file and come back."""

import pytest
import yaml

from careline.authority.actions.ask_decision import ask_decision
from careline.authority.actions.plan_budget import plan_budget
from careline.authority.actions.save_ladder import save_ladder
from careline.authority.actions.set_limits import save_guard, save_kind
from careline.authority.contracts import Step
from careline.authority.models import Budget, DecisionKind, Guard, LadderStep, Limit
from careline.authority.queries.budgets import this_month
from careline.config.sections import authority
from careline.core import blueprint
from careline.fields.actions.save_field import FieldDetails, create_field
from careline.tickets.queries.conditions import from_json

pytestmark = pytest.mark.django_db


def test_what_is_written_into_the_file_is_read_from_it(world, ticket, limit):
    limit(count=3, period="week")
    limit(role="team_lead", most=None)
    save_ladder(
        world.support, [Step(1, "lead", "", 2), Step(2, f"team:{world.complaints.pk}", "Law")], by=world.owner
    )
    limits, ladders = authority._dump_limits(), authority._dump_ladders()
    assert ladders == [
        {
            "team": "Support",
            "steps": [
                {"who": "lead", "name": "", "hours": 2},
                {"who": "team:Complaints", "name": "Law", "hours": 4},
            ],
        }
    ]
    Limit.objects.all().delete()
    LadderStep.objects.all().delete()
    for item in limits:
        authority._write_limit(item, None, world.owner)
    for item in ladders:
        authority._write_ladder(item, None, world.owner)
    assert (authority._dump_limits(), authority._dump_ladders()) == (limits, ladders)
    with pytest.raises(ValueError, match="no team “Nowhere”"):
        authority._write_ladder(
            {"team": "Support", "steps": [{"who": "team:Nowhere", "name": "", "hours": 4}]}, None, world.owner
        )


OURS = ("decision_kinds", "limits", "personal_limits", "budgets", "ladders", "decision_guards")


@pytest.fixture
def full(world, ticket, limit):
    create_field("ticket", "money", FieldDetails("Refunded"), by=world.owner)
    save_kind("", key="refund", field="refunded", by=world.owner)
    limit(count=3, period="week")
    limit(kind="goodwill", most=2000)
    limit(most=9000, agent=world.ana)
    limit(kind="data", most=None, agent=world.ben, count=2)
    plan_budget(world.support, this_month(), most=50_000, currency="EUR", owner=world.lead, by=world.owner)
    save_ladder(
        world.support, [Step(1, "lead", "", 2), Step(2, f"agent:{world.ben.pk}", "Law")], by=world.owner
    )
    asked = [{"field": "assignee", "op": "is", "value": [str(world.ana.pk)]}]
    conditions = from_json({"groups": [{"match": "all", "conditions": asked}]})
    save_guard("Ana’s", conditions, least_role="manager", by=world.owner)
    asked[0] = {"field": "priority", "op": "is", "value": ["urgent"]}
    conditions = from_json({"groups": [{"match": "all", "conditions": asked}]})
    kind = DecisionKind.objects.get(key="refund")
    save_guard("Urgent ones", conditions, least_role="team_lead", kind=kind, by=world.owner)
    return ticket


def exported():
    return {name: said for name, said in yaml.safe_load(blueprint.export()).items() if name in OURS}


def apply(said, world, **more):
    text = yaml.safe_dump(said, sort_keys=False, allow_unicode=True)
    return blueprint.apply(text, by=world.owner, actor=world.owner.actor, **more)


def forget():
    for table in (Guard, Limit, LadderStep, Budget):
        table.objects.all().delete()
    DecisionKind.objects.update(field="", is_archived=True)


def test_all_of_it_goes_into_the_file_and_comes_back(world, full):
    before = exported()
    assert {name: len(said) for name, said in before.items() if name != "decision_kinds"} == {
        "limits": 2, "personal_limits": 2, "budgets": 1, "ladders": 1, "decision_guards": 2,
    }  # fmt: skip
    assert before["personal_limits"][1]["person"] == world.ana.email
    assert before["budgets"] == [
        {"team": "Support", "most_minor": 50_000, "currency": "EUR", "owner": world.lead.email}
    ]
    asked = before["decision_guards"][0]["conditions"]["groups"][0]["conditions"][0]
    assert asked["value"] == [world.ana.email]
    assert apply(before, world).is_empty
    forget()
    assert not apply(before, world).is_empty
    assert exported() == before
    assert apply(before, world).is_empty


def test_a_dry_run_tells_and_changes_nothing(world, full):
    wanted = exported()
    wanted["personal_limits"][1]["most_minor"] = 10_000
    wanted["budgets"][0]["most_minor"] = 60_000
    wanted["decision_guards"][1]["role"] = "admin"
    before = exported()
    told = apply(wanted, world, is_dry_run=True)
    assert told.changed == [
        f"personal_limits: refund, {world.ana.email}: most_minor: 9000 → 10000",
        "budgets: Support: most_minor: 50000 → 60000",
        "decision_guards: Urgent ones: role: “team_lead” → “admin”",
    ]
    assert exported() == before
    apply(wanted, world)
    assert exported() == wanted


def test_what_was_used_of_a_budget_stays(world, full):
    ask_decision(full, "goodwill", by=world.ana, amount=1500, currency="EUR", reason="Late")
    wanted = exported()
    wanted["budgets"][0]["most_minor"] = 70_000
    apply(wanted, world)
    assert Budget.objects.values_list("most_minor", "used_minor").get() == (70_000, 1500)


@pytest.mark.parametrize(
    ("section", "item", "words"),
    [
        (
            "personal_limits",
            {"kind": "refund", "person": "nobody@desk.example"},
            "nobody here has the address",
        ),
        (
            "personal_limits",
            {"kind": "nonsense", "person": "ana@desk.example"},
            "there is no kind of decision",
        ),
        (
            "budgets",
            {"team": "Nowhere", "most_minor": 1, "currency": "EUR", "owner": "x@y.example"},
            "there is no team",
        ),
        ("decision_guards", {"name": "New", "conditions": {}}, "Say on which tickets"),
        ("decision_kinds", {"key": "refund", "field": "colour"}, "holds money"),
    ],
)
def test_what_can_not_be_is_told_and_nothing_is_changed(world, full, section, item, words):
    before = exported()
    with pytest.raises(blueprint.BlueprintError, match=words):
        apply({section: [item]}, world)
    assert exported() == before
