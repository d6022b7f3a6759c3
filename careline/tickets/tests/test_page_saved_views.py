"""The queue with saved views: opened, counted in the menu, paged, kept fresh; and their pages."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from careline.testing.world import World, make_customer, make_ticket
from careline.tickets.actions.save_view import ViewDetails, create_view
from careline.tickets.models import Priority, Status
from careline.tickets.tests.test_saved_views import URGENT, asks

PART = {"HTTP_HX_REQUEST": "true"}


def logged_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def fire(world: World):
    return create_view(ViewDetails("Fire!", "team", world.support.pk, URGENT), by=world.lead)


@pytest.fixture
def urgent(world: World):
    return make_ticket(world.support, world.customer, priority=Priority.URGENT)


def test_a_teams_view_stands_in_the_menu_with_its_count_and_opens(world: World, fire, urgent) -> None:
    calm = make_ticket(world.support, world.customer)
    client = logged_in(world.ana)
    assert f'href="/views/{fire.key}/"' in text(client.get("/"))
    menu = text(client.get("/views/menu/", **PART))
    assert 'Fire!</span><span class="menu__aside number">1<' in menu
    page = text(client.get(f"/views/{fire.key}/"))
    assert f"row-{urgent.pk}" in page and f"row-{calm.pk}" not in page
    assert 'Fire!</span> <span class="number">1</span>' in page
    assert f"/tickets/{urgent.pk}/?view={fire.key}" in page


def test_a_view_of_others_is_not_found(world: World, fire) -> None:
    assert logged_in(world.stranger).get(f"/views/{fire.key}/").status_code == 404
    assert logged_in(world.gone).get(f"/views/{fire.key}/").status_code in (302, 404)
    assert f"/views/{fire.key}/" not in text(logged_in(world.stranger).get("/"))


@pytest.mark.parametrize("who", ["owner", "manager", "lead", "ana", "light", "auditor"])
def test_everybody_of_the_team_or_above_opens_it(world: World, fire, urgent, who: str) -> None:
    assert f"row-{urgent.pk}" in text(logged_in(getattr(world, who)).get(f"/views/{fire.key}/"))


def test_more_rows_of_a_view_come_by_the_cursor_of_the_last_one(world: World) -> None:
    view = create_view(ViewDetails("All", conditions={}, sort="due", grouping="priority"), by=world.ana)
    made = [make_ticket(world.support, world.customer, priority=Priority(n % 2 + 1)) for n in range(53)]
    client = logged_in(world.ana)
    first = client.get(f"/views/{view.key}/")
    more = client.get(first.context["more_href"], **PART)
    shown = [row.number for page in (first, more) for row in page.context["rows"]]
    assert sorted(shown) == [t.pk for t in made] and more.context["more_href"] == ""
    assert text(first).count("queue__day") == 2 and "queue__day" not in text(more)


def test_news_bring_rows_title_and_menu(world: World, fire, urgent) -> None:
    client = logged_in(world.ana)
    asked = {"HTTP_HX_TARGET": "queue-list", **PART}
    client.get("/views/menu/", **PART)
    answer = text(client.get(f"/views/{fire.key}/?shown=50", **asked))
    assert f"row-{urgent.pk}" in answer and 'Fire!</span> <span class="number">1</span>' in answer
    assert 'id="views" popover' in answer and 'number">1</span></a>' in answer


def test_beside_a_ticket_a_view_that_is_gone_gives_way_to_the_usual_one(world: World, urgent) -> None:
    page = logged_in(world.ana).get(f"/tickets/{urgent.pk}/?view=v999")
    assert page.status_code == 200 and page.context["view"].key == "my_teams"


def test_a_ticket_is_opened_from_a_view_in_as_few_queries(
    world: World, fire, urgent, django_assert_max_num_queries
) -> None:
    client = logged_in(world.ana)
    client.get("/")
    with django_assert_max_num_queries(10):
        client.get(f"/tickets/{urgent.pk}/?view={fire.key}", **PART)


def questions_asked(captured) -> list[str]:
    """The statements that ask something; not those that begin, end and bound a transaction."""
    framing = ("SAVEPOINT", "RELEASE", "SET LOCAL", "BEGIN", "COMMIT")
    return [query["sql"] for query in captured.captured_queries if not query["sql"].startswith(framing)]


def test_a_view_of_fifty_rows_asks_the_database_as_often_as_one_of_two(world: World, fire) -> None:
    client = logged_in(world.ana)
    client.get("/")
    for _ in range(50):
        make_ticket(world.support, make_customer(), priority=Priority.URGENT)
    with CaptureQueriesContext(connection) as captured:
        client.get(f"/views/{fire.key}/")
    assert len(questions_asked(captured)) <= 10


def test_a_view_that_asks_what_one_may_not_know_says_so(world: World, urgent) -> None:
    view = create_view(
        ViewDetails("Odd", "company", conditions=asks(("subject", "contains", "chain"))), by=world.manager
    )
    view.conditions["groups"][0]["conditions"][0]["field"] = "field.risk"
    view.save()
    page = text(logged_in(world.ana).get(f"/views/{view.key}/"))
    assert "a field that is gone, or that you may not see" in page and f"row-{urgent.pk}" not in page


def test_solved_tickets_leave_an_open_view_and_its_count(world: World, fire, urgent) -> None:
    from careline.tickets.actions.set_status import set_status

    set_status(urgent, Status.SOLVED, by=world.ana)
    page = text(logged_in(world.ana).get(f"/views/{fire.key}/"))
    assert f"row-{urgent.pk}" not in page and 'Fire!</span> <span class="number">0</span>' in page
