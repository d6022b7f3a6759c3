"""A view as a wide list: chosen columns, sorted by a press on a head, further rows by scrolling, remembered."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from careline.fields.actions.save_field import FieldDetails, create_field
from careline.testing.world import World, make_customer, make_organisation, make_ticket
from careline.tickets.actions.choose_view import choose_view
from careline.tickets.actions.save_view import ViewDetails, create_view
from careline.tickets.models import Priority, Ticket
from careline.tickets.tests.test_page_saved_views import PART, questions_asked
from careline.tickets.views.columns import COLUMNS


def logged_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def wide(world: World):
    view = create_view(ViewDetails("All", conditions={}, columns=tuple(COLUMNS)), by=world.ana)
    choose_view(view.key, by=world.ana, is_wide=True)
    return view


def test_a_view_is_shown_wide_with_its_columns_for_who_chose_so(world: World, wide) -> None:
    bob = make_customer("Bob", organisation=make_organisation("Bikes Ltd"))
    ticket = make_ticket(world.support, bob, priority=Priority.URGENT, assignee=world.ben)
    Ticket.objects.filter(pk=ticket.pk).update(tags=["vip", "late"], language="de")
    page = text(logged_in(world.ana).get(f"/views/{wide.key}/"))
    for words in (
        "Bob",
        "Bikes Ltd",
        "Urgent",
        "Ben Agent",
        "vip, late",
        "Support",
        f"#{ticket.pk}",
        "E-mail",
        "Question",
    ):
        assert f'dir="auto">{words}</span>' in page
    assert all(str(label) in page for label in COLUMNS.values())
    assert 'role="table"' in page and 'data-key="j"' in page and "row__link" in page


def test_it_is_remembered_per_person_and_taken_back(world: World, wide) -> None:
    client = logged_in(world.ana)
    assert 'role="table"' not in text(client.get("/views/my-teams/"))
    assert client.post("/views/my-teams/choice/", {"is_wide": "1"})["Location"] == "/views/my-teams/"
    assert 'role="table"' in text(client.get("/views/my-teams/")) and 'role="table"' in text(client.get("/"))
    assert 'role="table"' not in text(logged_in(world.ben).get("/views/my-teams/"))
    client.post("/views/my-teams/choice/", {"is_wide": "0"})
    assert 'role="table"' not in text(client.get("/views/my-teams/"))


def test_a_press_on_a_head_sorts_and_a_second_one_turns(world: World, wide) -> None:
    old, new = make_ticket(world.support, world.customer), make_ticket(world.support, world.customer)
    client = logged_in(world.ana)
    for sort, order, turned in (
        ("created", [new.pk, old.pk], "oldest"),
        ("oldest", [old.pk, new.pk], "created"),
    ):
        answer = client.get(f"/views/{wide.key}/?sort={sort}")
        assert [row.number for row in answer.context["rows"]] == order
        assert f'href="?sort={turned}"' in text(answer) and "aria-sort=" in text(answer)
    assert client.get(f"/views/{wide.key}/?sort=id;--").status_code == 200
    choose_view("all_open", by=world.ana, is_wide=True)
    for sort in ("due", "priority", "oldest"):
        rows = client.get(f"/views/all-open/?sort={sort}").context["rows"]
        assert sorted(row.number for row in rows) == [old.pk, new.pk]


def test_further_rows_come_as_rows_and_news_as_all_that_are_shown(world: World, wide) -> None:
    made = [make_ticket(world.support, world.customer) for _ in range(103)]
    client = logged_in(world.ana)
    first = client.get(f"/views/{wide.key}/?sort=oldest")
    more = client.get(first.context["more_href"], **PART)
    shown = [row.number for page in (first, more) for row in page.context["rows"]]
    assert (
        shown == [ticket.pk for ticket in made]
        and "<html" not in text(more)
        and more.context["more_href"] == ""
    )
    news = client.get(first.context["news_href"] + "&shown=103", HTTP_HX_TARGET="queue-list", **PART)
    assert [row.number for row in news.context["rows"]] == shown and 'id="queue-list"' in text(news)


def test_rows_of_a_wide_list_cost_no_statement_each(world: World, wide) -> None:
    client = logged_in(world.ana)
    make_ticket(world.support, world.customer)
    client.get(f"/views/{wide.key}/")
    sizes = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/views/{wide.key}/")
        sizes.append(len(questions_asked(captured)))
        for _ in range(20):
            make_ticket(world.support, make_customer())
    assert sizes[0] == sizes[1] <= 12


def test_fields_that_people_defined_are_columns_for_who_may_see_them(world: World) -> None:
    keys = {
        name: create_field("ticket", "text", FieldDetails(name, see_roles=roles), by=world.owner).key
        for name, roles in (("Frame", ()), ("Risk", ("admin",)))
    }
    ticket = make_ticket(world.support, world.customer)
    Ticket.objects.filter(pk=ticket.pk).update(fields={keys["Frame"]: "Steel", keys["Risk"]: "Fraud"})
    columns = tuple(f"field.{key}" for key in keys.values())
    view = create_view(ViewDetails("Ours", "company", conditions={}, columns=columns), by=world.owner)
    pages = {}
    for agent in (world.ana, world.owner):
        choose_view(view.key, by=agent, is_wide=True)
        pages[agent] = text(logged_in(agent).get(f"/views/{view.key}/"))
    assert "Steel" in pages[world.ana] and "Fraud" not in pages[world.ana] and "Risk" not in pages[world.ana]
    assert "Steel" in pages[world.owner] and "Fraud" in pages[world.owner]
