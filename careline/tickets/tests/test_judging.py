"""Conditions judged in memory: own fields as in the database, few statements for many tickets, each part explained."""

from datetime import UTC
from typing import Any

import pytest

from careline.fields.actions.save_field import FieldDetails, create_field
from careline.fields.kinds import clean
from careline.fields.queries import all_fields
from careline.testing.world import World, make_customer, make_organisation, make_ticket
from careline.tickets.models import Priority, Ticket
from careline.tickets.queries.conditions import (
    BadConditions,
    Judging,
    check_conditions,
    choices_of,
    facts_of,
    fields_known,
    from_json,
    judge,
    judge_of,
    say_part,
)
from careline.tickets.queries.conditions.ticket_fields import TICKET_FIELDS
from careline.tickets.tests.test_conditions import NOW, found_by_database, found_by_judging

OWN = [
    ("text", "", "Blue 7", [("is", ["Blue 7"]), ("is_not", ["Red"]), ("contains", "bLUE"), ("filled", None), ("empty", None)]),
    ("number", "", 3, [("is", [3]), ("more", 2), ("less", 3), ("is_not", [3])]),
    ("date", "", "2026-03-01", [("after", "2026-02-01"), ("before", "2026-03-01"), ("is", ["2026-03-01"])]),
    ("money", "", "20 EUR", [("more", "19.99 EUR"), ("less", "20 EUR"), ("is", ["20 EUR"])]),
    ("yes_no", "", "yes", [("is", ["yes"]), ("is", ["no"]), ("is_not", ["yes"])]),
    ("choice", "Steel\nCarbon", "steel", [("is", ["carbon"]), ("is_not", ["carbon"])]),
    ("multi_choice", "Steel\nCarbon", ["steel"], [("is", ["steel"]), ("is", ["carbon"]), ("is_not", ["carbon"])]),
]  # fmt: skip


@pytest.mark.parametrize("target", ["ticket", "customer", "organisation"])
@pytest.mark.parametrize(("kind", "choices", "value", "asked"), OWN, ids=[one[0] for one in OWN])
def test_people_s_own_fields_are_judged_as_the_database_finds_them(
    world: World, target: str, kind: str, choices: str, value: Any, asked: list
) -> None:
    key = create_field(target, kind, FieldDetails("Thing", choices=choices), by=world.owner).key
    world.customer.organisation = make_organisation("Bikes Ltd")
    filled = make_ticket(world.support, world.customer)
    make_ticket(world.support, make_customer("Bob"))
    info = next(one for one in all_fields(target) if one.key == key)
    whose = {"ticket": filled, "customer": world.customer, "organisation": world.customer.organisation}[
        target
    ]
    whose.fields = {key: clean(info, value)}
    whose.save()
    world.customer.save()
    name = {"ticket": "field"}.get(target, f"{target}_field")
    every = [*Ticket.objects.order_by("pk")]
    sizes = set()
    for op, wanted in asked:
        data = {"groups": [{"conditions": [{"field": f"{name}.{key}", "op": op, "value": wanted}]}]}
        found = found_by_database(world.owner, data)
        assert found_by_judging(world.owner, every, data) == found
        sizes.add(len(found))
    assert len(sizes) > 1, "neither everything nor nothing is found every time"


def test_the_facts_of_many_tickets_cost_one_statement_and_one_more_per_source(
    world: World, django_assert_num_queries
) -> None:
    asked = [
        ("priority", "is", ["normal"]),
        ("customer", "contains", "bob"),
        ("organisation", "is", ["bikes ltd"]),
    ]
    conditions = [{"field": field, "op": op, "value": value} for field, op, value in asked]
    judged = judge_of(check_conditions({"groups": [{"conditions": conditions}]}, world.ana))
    bob = make_customer("Bob Bikes", organisation=make_organisation("Bikes Ltd"))
    tickets = [make_ticket(world.support, bob if n % 2 else world.customer) for n in range(8)]
    with django_assert_num_queries(2):
        known = facts_of([ticket.pk for ticket in tickets])
        assert sum(judged.holds(one, Judging(NOW, UTC)) for one in known.values()) == 4


def test_fields_of_upper_rooms_are_judged_as_the_database_finds_them(world: World) -> None:
    tickets = [make_ticket(world.support, world.customer, status=n % 6 + 1) for n in range(6)]
    own = {field.key for field in TICKET_FIELDS}
    upper = [field for key, field in fields_known(world.owner).items() if key not in own]
    assert {field.key for field in upper} >= {"clock_state", "playbook_state"}
    for field in upper:
        for key in choices_of(field, world.owner) or {}:
            for op in field.kind.operators:
                asked = {"field": field.key, "op": op, "value": [key]}
                data = {"groups": [{"conditions": [asked]}]}
                found = found_by_judging(world.owner, tickets, data)
                assert found_by_database(world.owner, data) == found, asked


def test_each_condition_says_what_it_asked_and_found(world: World) -> None:
    ticket = make_ticket(world.support, world.customer, priority=Priority.LOW)
    asked = [("priority", "is", ["high", "low"]), ("team", "is_not", [str(world.support.pk)]), ("created", "within", {"n": 3, "unit": "hours"})]  # fmt: skip
    conditions = [{"field": field, "op": op, "value": value} for field, op, value in asked]
    checked = check_conditions({"groups": [{"conditions": conditions}]}, world.ana)
    found = judge(checked, facts_of([ticket.pk])[ticket.pk], at=ticket.created_at)
    assert not found.holds
    assert [part.holds for part in found.parts] == [True, False, True]
    known = fields_known(world.ana)
    said = [say_part(part.condition, part.kept["found"], known, world.ana) for part in found.parts]
    assert [one.asked for one in said] == [
        "Priority is one of: High, Low", "Team is none of: Support", "Created within the last: 3 hours",
    ]  # fmt: skip
    assert [one.found for one in said[:2]] == ["Low", "Support"]


def test_what_is_different_for_everyone_cannot_be_judged_without_a_person(world: World) -> None:
    asked = from_json({"groups": [{"conditions": [{"field": "unread", "op": "yes"}]}]})
    with pytest.raises(BadConditions):
        judge_of(asked)
    assert judge_of(asked, me=world.ana.pk)
