"""How tickets stand to each other: both ways, without circles; and parents that are solved last, unless somebody says why."""

import pytest
from django.test import Client

from careline.core.models import Event
from careline.testing.world import World, make_ticket
from careline.tickets.actions.change import Changes, change
from careline.tickets.actions.link import link
from careline.tickets.actions.merge import merge
from careline.tickets.actions.reply import reply
from careline.tickets.actions.set_status import set_status
from careline.tickets.actions.solve import solve
from careline.tickets.contracts import OpenChildren, Outgoing, Refused
from careline.tickets.models import Link, Message, Status, Ticket

PART = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def family(world: World) -> tuple[Ticket, Ticket]:
    """A parent and its open child."""
    parent = make_ticket(world.support, world.customer, subject="Move the shop")
    child = make_ticket(world.support, world.customer, subject="Order the van")
    link(parent, child, kind="child", by=world.ana)
    return parent, child


@pytest.fixture
def client(world: World) -> Client:
    client = Client()
    client.force_login(world.ana)
    return client


@pytest.mark.parametrize("kind", ["child", "incident", "follow_up", "duplicate"])
def test_no_ticket_comes_below_itself(world: World, kind: str) -> None:
    a, b, c = (make_ticket(world.support, world.customer) for _ in range(3))
    link(a, b, kind=kind, by=world.ana)
    link(b, c, kind=kind, by=world.ana)
    for source, target in ((b, a), (c, a), (c, b)):
        with pytest.raises(Refused):
            link(source, target, kind=kind, by=world.ana)
    link(c, a, kind="related", by=world.ana)
    assert Link.objects.count() == 3


def test_a_parent_is_solved_after_its_children(world: World, family) -> None:
    parent, child = family
    attempts = [
        lambda: solve(parent, by=world.ana),
        lambda: set_status(parent, Status.CLOSED, by=world.ana, reason="  "),
        lambda: change(parent, Changes(status=Status.SOLVED), by=world.ana),
        lambda: reply(parent, Outgoing("<p>Done</p>", then_status=Status.SOLVED), by=world.ana),
    ]
    for attempt in attempts:
        with pytest.raises(OpenChildren) as refusal:
            attempt()
        assert refusal.value.numbers == (child.pk,) and f"#{child.pk}" in str(refusal.value)
    parent.refresh_from_db()
    assert parent.status == Status.NEW and Message.objects.count() == 2
    solve(child, by=world.ana)
    assert solve(parent, by=world.ana).status == Status.SOLVED


def test_who_says_why_solves_it_first_and_the_reason_stands_in_the_history(world: World, family) -> None:
    parent, _child = family
    solve(parent, by=world.ana, reason="The van comes by itself")
    assert (
        Event.objects.filter(name="ticket.status_changed").get().data["reason"] == "The van comes by itself"
    )


def test_other_moves_and_other_kinds_ask_nothing(world: World, family) -> None:
    parent, child = family
    set_status(parent, Status.PENDING, by=world.ana)
    solve(child, by=world.ana)
    set_status(child, Status.OPEN, by=world.ana)
    problem = make_ticket(world.support, world.customer)
    link(problem, child, kind="incident", by=world.ana)
    assert solve(problem, by=world.ana).status == Status.SOLVED
    merge(child, into=problem, by=world.ana)
    assert solve(parent, by=world.ana).status == Status.SOLVED


@pytest.mark.parametrize(
    ("where", "data"), [("solution", {}), ("status", {"status": "5"}), ("status", {"status": "6"})]
)
def test_the_head_asks_why(client, family, where: str, data: dict) -> None:
    parent, child = family
    answer = client.post(f"/tickets/{parent.pk}/{where}/", data, **PART)
    page = answer.content.decode()
    assert answer.headers["HX-Reswap"] == "none" and "<dialog" in page and f"#{child.pk} is its child" in page
    wanted = page.split('name="status" value="')[1].split('"')[0]
    client.post(f"/tickets/{parent.pk}/status/", {"status": wanted, "reason": "It  came\nby itself"}, **PART)
    parent.refresh_from_db()
    assert parent.status == int(data.get("status", "5"))
    assert "It came by itself" in client.get(f"/tickets/{parent.pk}/").content.decode()


def test_the_composer_asks_why_and_the_text_stays(client, family) -> None:
    parent, _child = family
    sent = {"html": "<p>Done</p>", "to": "carla@customer.example", "then": "solved", "based_on": "99999999"}
    answer = client.post(f"/tickets/{parent.pk}/reply/", sent, **PART)
    assert answer.status_code == 422 and 'name="then_reason"' in answer.content.decode()
    answer = client.post(f"/tickets/{parent.pk}/reply/", {**sent, "then_reason": "All arranged"}, **PART)
    parent.refresh_from_db()
    assert answer.status_code == 200 and parent.status == Status.SOLVED


def test_the_panel_shows_both_ways_and_how_the_others_stand(client, world, family) -> None:
    parent, child = family
    hidden = make_ticket(world.complaints, world.customer, subject="Behind closed doors")
    Link.objects.create(source=parent, target=hidden, kind="child")
    page = client.get(f"/tickets/{parent.pk}/side/").content.decode()
    assert "Order the van" in page and "Child · New" in page and "1 of 1 open" in page
    assert "Behind closed doors" not in page
    solve(child, by=world.ana)
    assert "0 of 1 open" in client.get(f"/tickets/{parent.pk}/side/").content.decode()
    assert "Parent · New" in client.get(f"/tickets/{child.pk}/side/").content.decode()


def test_a_link_can_be_made_from_below(client, world) -> None:
    problem, incident = (make_ticket(world.support, world.customer) for _ in range(2))
    assert "Problem</option>" in client.get(f"/tickets/{incident.pk}/dialogs/link/").content.decode()
    client.post(f"/tickets/{incident.pk}/links/", {"number": problem.pk, "kind": "of-incident"}, **PART)
    made = Link.objects.get()
    assert (made.source_id, made.target_id, made.kind) == (problem.pk, incident.pk, "incident")


def test_the_panes_ask_the_same_for_many_links(client, world, family, django_assert_max_num_queries) -> None:
    parent, _child = family
    for _ in range(20):
        link(parent, make_ticket(world.support, world.customer), kind="child", by=world.ana)
    with django_assert_max_num_queries(45):
        client.get(f"/tickets/{parent.pk}/side/")


def test_an_undone_merge_is_offered_as_long_as_it_stands(client, world, family) -> None:
    parent, child = family
    done = merge(child, into=parent, by=world.ana)
    done.merged_at = done.merged_at.replace(year=done.merged_at.year - 1)
    done.save()
    assert "Undo the merge" in client.get(f"/tickets/{parent.pk}/side/").content.decode()
