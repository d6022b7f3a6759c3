"""Search by people's own fields and by inbox: values of every kind, ways to go on, and who may know of them."""

import pytest

from careline.fields.actions.save_field import FieldDetails, create_field
from careline.testing.world import World, make_customer, make_ticket
from careline.tickets.models import Ticket
from careline.tickets.queries.completions import completions
from careline.tickets.queries.conditions import ticket_fields
from careline.tickets.queries.search import search

VALUES = {
    "red": {"colour": "red", "order": "A-100 x", "amount": {"amount": 1250, "currency": "EUR"}, "bought": "2026-03-01"},
    "blue": {"colour": "blue", "pieces": 7, "gift": True, "part": ["bike", "bike-wheel"], "extras": ["bell", "lamp"]},
    "bare": {},
}  # fmt: skip


@pytest.fixture
def tickets(world: World, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    offered = lambda agent: [("1", "Shop"), ("2", "Work shop")]  # noqa: E731
    monkeypatch.setitem(ticket_fields._offered, "inbox", offered)
    for kind, key, choices in (
        ("choice", "colour", "Red\nBlue"), ("text", "order", ""), ("money", "amount", ""), ("date", "bought", ""),
        ("number", "pieces", ""), ("yes_no", "gift", ""), ("cascade", "part", "Bike > Wheel\nBike > Chain"),
        ("multi_choice", "extras", "Bell\nLamp"), ("file", "proof", ""),
    ):  # fmt: skip
        create_field("ticket", kind, FieldDetails(key.title(), choices=choices), by=world.owner, key=key)
    create_field(
        "ticket", "text", FieldDetails("Secret", see_roles=("manager",)), by=world.owner, key="secret"
    )
    made = {}
    for n, (name, values) in enumerate(VALUES.items()):
        ticket = make_ticket(world.support, make_customer())
        inbox_id = [1, 2, None][n]
        Ticket.objects.filter(pk=ticket.pk).update(fields=values | {"secret": "xyzzy"}, inbox_id=inbox_id)
        made[name] = ticket.pk
    return made


def found(agent, words: str) -> set[int]:
    answer = search(agent, words)
    assert answer.problems == ()
    return {one.row.number for one in answer.found}


@pytest.mark.parametrize(
    ("words", "names"),
    [("field.colour:red", {"red"}), ("field.colour:Red,BLUE", {"red", "blue"}), ("-field.colour:red", {"blue", "bare"}),
     ("field.order:a-100", {"red"}), ('field.order:"100 X"', {"red"}), ("field.order:100%", set()),
     ("field.amount:12.50", {"red"}), ("field.amount:>12", {"red"}), ("field.amount:<12", set()),
     ("field.bought:>2026-02-28", {"red"}), ("field.bought:2026-03-01", {"red"}), ("field.bought:<2026-03-01", set()),
     ("field.pieces:7", {"blue"}), ("field.pieces:>6", {"blue"}), ("-field.pieces:>6", {"red", "bare"}), ("field.gift:yes", {"blue"}),
     ("field.part:bike", {"blue"}), ("field.part:wheel", {"blue"}), ("field.extras:lamp", {"blue"}),
     ("field.colour:*", {"red", "blue"}), ("field.colour:none", {"bare"}), ("field.proof:none", {"red", "blue", "bare"}),
     ("FIELD.Colour:red chain", {"red"}), ("field.colour:red field.pieces:7", set()),
     ("inbox:shop", {"red", "blue"}), ('inbox:"work shop"', {"blue"}), ("-inbox:work", {"red", "bare"})],
)  # fmt: skip
def test_own_fields_and_inboxes_are_asked_for(
    world: World, tickets: dict[str, int], words: str, names: set
) -> None:
    assert found(world.ana, words) == {tickets[name] for name in names}


@pytest.mark.parametrize(
    "words",
    ["field.nothing:1", "field.colour:green", "field.colour:", "field.pieces:many", "field.bought:>soon", "field.proof:x",
     "field.part:boat", "field.amount:>", "field.pieces:nan", "field.gift:perhaps", "field.order:>", "inbox:", "inbox:nowhere",
     "field.pieces:" + "9" * 400],
)  # fmt: skip
def test_what_an_own_field_makes_nothing_of_is_said(
    world: World, tickets: dict[str, int], words: str
) -> None:
    answer = search(world.ana, words)
    assert answer.problems or words == "field.order:>"


def test_a_field_that_one_may_not_see_is_to_them_as_one_that_is_not(
    world: World, tickets: dict[str, int]
) -> None:
    assert found(world.manager, "field.secret:xyzzy") == {*tickets.values()}
    [said] = search(world.ana, "field.secret:xyzzy").problems
    assert said == search(world.ana, "field.nothing:xyzzy").problems[0].replace("nothing", "secret")
    assert completions(world.ana, "field.sec") == completions(world.ana, "field.secret:") == []
    assert [one.insert for one in completions(world.manager, "field.sec")] == ["field.secret:"]


@pytest.mark.parametrize(
    ("text", "first"),
    [("fie", "field."), ("field.col", "field.colour:"), ("colo", "field.colour:"), ("field.colour:r", "field.colour:red "),
     ("-field.colour:red,b", "-field.colour:red,blue "), ("field.gift:", "field.gift:yes "), ("field.order:", "field.order:* "),
     ("field.bought:", "field.bought:>"), ("inb", "inbox:"), ("inbox:w", 'inbox:"Work shop" ')],
)  # fmt: skip
def test_ways_to_go_on_with_own_fields(world: World, tickets: dict[str, int], text: str, first: str) -> None:
    assert completions(world.ana, text)[0].insert.startswith(first)
