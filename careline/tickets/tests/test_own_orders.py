"""Views sorted and grouped by people's own fields: every kind, without gap or repeat, and not past one's rights."""

import pytest
from django.test import Client

from careline.fields.actions.save_field import FieldDetails, create_field
from careline.fields.queries import fields_for
from careline.testing.world import World, make_ticket
from careline.tickets.actions.save_view import ViewDetails, create_view
from careline.tickets.models import SavedView, Ticket
from careline.tickets.queries.questions import ask, groupings_known, question_of, sorts_known

PART = {"HTTP_HX_REQUEST": "true"}
VALUES = {
    "name": ["b", "A", None, "b", "ö", "", "c"],
    "size": [3, 20.5, None, -1, 3, 0, 1000000],
    "day": ["2026-03-01", "2025-12-31", None, "2026-03-01", "2027-01-01", "2020-02-02", None],
    "paid": [True, False, None, True, False, None, True],
    "price": [{"amount": n, "currency": "EUR"} if n else None for n in (5, 700, 0, 12, 5, 90, 1)],
    "colour": ["red", "blue", None, "green", "red", None, "blue"],
    "part": [["brakes", "brakes-rim"], ["light"], None, ["brakes", "brakes-disc"], ["light"], None, None],
}
KINDS = {
    "name": "text", "size": "number", "day": "date", "paid": "yes_no", "price": "money", "colour": "choice",
    "part": "cascade",
}  # fmt: skip
CHOICES = {
    "colour": "Red [red]\nGreen [green]\nBlue [blue]",
    "part": "Brakes > Rim [brakes-rim]\nBrakes > Disc [brakes-disc]\nLight [light]",
}
UPWARDS = {
    "name": [5, 1, 0, 3, 6, 4, 2], "size": [3, 5, 0, 4, 1, 6, 2], "day": [5, 1, 0, 3, 4, 2, 6],
    "paid": [0, 3, 6, 1, 4, 2, 5], "price": [6, 0, 4, 3, 5, 1, 2], "colour": [0, 4, 3, 1, 6, 2, 5],
    "part": [0, 3, 1, 4, 2, 5, 6],
}  # fmt: skip


@pytest.fixture
def tickets(world: World) -> list[Ticket]:
    for key, kind in KINDS.items():
        details = FieldDetails(key.title(), choices=CHOICES.get(key, ""), limits={"decimals": 1})
        create_field("ticket", kind, details, by=world.owner, key=key)
    made = [make_ticket(world.support, world.customer) for _ in range(7)]
    for n, ticket in enumerate(made):
        given = {key: values[n] for key, values in VALUES.items() if values[n] is not None}
        Ticket.objects.filter(pk=ticket.pk).update(fields=given)
    return made


def walked(person, view: SavedView, limit: int = 2) -> list[int]:
    seen, after = [], ""
    while True:
        page = ask(person, question_of(person, view), after=after, limit=limit)
        seen += [row.number for row in page.rows]
        after = page.next
        if not after or len(seen) > 20:
            return seen


@pytest.mark.parametrize("key", KINDS)
def test_a_view_is_sorted_by_an_own_field_both_ways_with_the_empty_ones_last(
    world: World, tickets: list[Ticket], key: str
) -> None:
    up = create_view(ViewDetails("Up", conditions={}, sort=f"field.{key}"), by=world.ana)
    down = create_view(ViewDetails("Down", conditions={}, sort=f"-field.{key}"), by=world.ana)
    expected = [tickets[n].pk for n in UPWARDS[key]]
    assert up.sort == f"field.{key}" and walked(world.ana, up) == expected
    unset = sum(value is None for value in VALUES[key])
    turned, filled = walked(world.ana, down), len(expected) - unset
    assert {*turned[filled:]} == {*expected[filled:]} and sorted(turned) == sorted(expected)
    values = {ticket.pk: VALUES[key][n] for n, ticket in enumerate(tickets)}
    assert values[turned[0]] == values[expected[filled - 1]]


@pytest.mark.parametrize("key", [key for key in KINDS if key != "price"])
@pytest.mark.parametrize("sort", ["newest", "field.size", "-field.name"])
def test_a_view_is_grouped_by_an_own_field_without_gap_or_repeat(
    world: World, tickets: list[Ticket], key: str, sort: str
) -> None:
    view = create_view(ViewDetails("All", conditions={}, sort=sort, grouping=f"field.{key}"), by=world.ana)
    whole = ask(world.ana, question_of(world.ana, view))
    assert walked(world.ana, view) == [row.number for row in whole.rows]
    assert len(whole.rows) == 7
    begun = [group for group in whole.groups if group is not None]
    assert len(begun) == len({str(VALUES[key][n]) for n in range(7)}), "a group begins once"


def test_the_groups_are_said_in_words_in_both_lists(world: World, tickets: list[Ticket]) -> None:
    client = Client()
    client.force_login(world.ana)
    for key, words in {
        "colour": ("Red", "Green", "Blue", "Colour is not set"), "paid": ("Yes", "No", "Paid is not set"),
        "part": ("Brakes › Disc", "Light", "Part is not set"), "day": ("1 Mar 2026", "Day is not set"),
        "size": ("20.5", "Size is not set"),
    }.items():  # fmt: skip
        view = create_view(ViewDetails(key, conditions={}, grouping=f"field.{key}"), by=world.ana)
        for answer in (client.get(f"/views/{view.key}/"), client.get(f"/views/{view.key}/?wide=1", **PART)):
            page = answer.content.decode()
            assert all(word in page for word in words), (key, words)


def test_a_wide_list_is_sorted_by_a_press_on_the_head_of_an_own_field(
    world: World, tickets: list[Ticket]
) -> None:
    columns = ("field.size", "field.name", "customer")
    view = create_view(ViewDetails("All", conditions={}, columns=columns), by=world.ana)
    client = Client()
    client.force_login(world.ana)
    part = client.get(f"/views/{view.key}/?wide=1&sort=field.size", **PART)
    assert [row.number for row in part.context["rows"]] == [tickets[n].pk for n in UPWARDS["size"]]
    [size, name, _customer] = part.context["heads"]
    assert (size.sort, size.sorted) == ("-field.size", "ascending") and name.sort == "field.name"
    turned = client.get(f"/views/{view.key}/?wide=1&sort=-field.size", **PART)
    assert turned.context["rows"][0].number == tickets[6].pk
    assert turned.context["heads"][0].sorted == "descending"


def test_who_may_not_see_a_field_is_neither_sorted_nor_grouped_by_it(world: World) -> None:
    details = FieldDetails("Secret", see_roles=("manager",))
    create_field("ticket", "number", details, by=world.owner, key="secret")
    made = [make_ticket(world.support, world.customer) for _ in range(3)]
    for ticket, value in zip(made, (2, 9, 1), strict=True):
        Ticket.objects.filter(pk=ticket.pk).update(fields={"secret": value})
    given = ViewDetails("All", "company", conditions={}, sort="field.secret", grouping="field.secret")
    view = create_view(given, by=world.manager)
    assert [row.number for row in ask(world.manager, question_of(world.manager, view)).rows] == [
        made[n].pk for n in (2, 0, 1)
    ]
    question = question_of(world.ana, view)
    assert (question.sort, question.grouping, question.fields) == ("newest", "", {})
    infos = fields_for(world.ana, "ticket")
    assert not sorts_known(infos) and not groupings_known(infos)
    assert create_view(ViewDetails("Mine", conditions={}, sort="field.secret"), by=world.ana).sort == "newest"
    client = Client()
    client.force_login(world.ana)
    part = client.get(f"/views/{view.key}/?wide=1&sort=-field.secret", **PART)
    assert [row.number for row in part.context["rows"]] == [ticket.pk for ticket in reversed(made)]


@pytest.mark.parametrize(
    "cursor", ["W251bGwsIk5hTiIsMSwwXQ", "W251bGwsIjFFOTk5OTk5IiwxLDBd", "W251bGwsNSwxLDBd"]
)
def test_a_damaged_place_in_an_own_order_begins_at_the_top(
    world: World, tickets: list[Ticket], cursor: str
) -> None:
    view = create_view(ViewDetails("All", conditions={}, sort="field.size"), by=world.ana)
    page = ask(world.ana, question_of(world.ana, view), after=cursor)
    assert len(page.rows) == 7
