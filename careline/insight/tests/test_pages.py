"""The pages of figures: what they show, to whom, and at what cost."""

import pytest
from django.test import Client

from careline.insight.tests.computed import compute_all
from careline.policies.tests.test_clocks import answer, arrive, long_ago
from careline.testing.world import World
from careline.tickets.actions.merge import merge
from careline.tickets.actions.set_status import set_status
from careline.tickets.models import Status, Ticket
from careline.workforce.queries import forget_hours

PAGES = ("/insight/", "/insight/definitions/", "/insight/first_response/", "/insight/reopened/")


@pytest.fixture(autouse=True)
def hours_forgotten():
    forget_hours()


def client_of(person) -> Client:
    """Whoever logs in finds what happened so far computed."""
    compute_all()
    client = Client()
    client.force_login(person)
    return client


def solved(world: World, hours: float, **further) -> Ticket:
    """A ticket that came in so long ago, answered and solved an hour later by half."""
    ticket = arrive(world, **further)
    long_ago(ticket, hours)
    answer(ticket, world, then=Status.SOLVED)
    return ticket


def test_a_figure_opens_down_to_the_tickets_and_stretches_it_is_made_of(world: World) -> None:
    ticket = solved(world, 5)
    client = client_of(world.ana)
    assert "1 ticket was solved in this period" in client.get("/insight/").content.decode()
    behind = client.get("/insight/first_response/").content.decode()
    assert f"/tickets/{ticket.pk}/figures/#figure-first_response" in behind and "5 h" in behind
    page = client.get(f"/tickets/{ticket.pk}/figures/").content.decode()
    for words in (
        "First response time",
        "5 h",
        "Full resolution time",
        "How is this computed?",
        "can’t be said yet",
    ):
        assert words in page, words


def test_beside_a_ticket_the_sums_are_fetched_when_somebody_unfolds_them(
    world: World, django_assert_max_num_queries
) -> None:
    ticket = solved(world, 5)
    client = client_of(world.ana)
    with django_assert_max_num_queries(7):
        page = client.get(f"/tickets/{ticket.pk}/figures/beside/").content.decode()
    assert "First response time" in page and "5 h" in page


def test_a_merged_ticket_counts_once_from_the_earliest_creation(world: World) -> None:
    early, late = arrive(world), arrive(world, sender="dan@customer.example")
    long_ago(early, 30)
    merge(early, into=late, by=world.ana)
    answer(Ticket.objects.get(pk=late.pk), world, then=Status.SOLVED)
    page = client_of(world.ana).get("/insight/full_resolution/").content.decode()
    assert f"/tickets/{late.pk}/figures/" in page and f"/tickets/{early.pk}/figures/" not in page
    assert "1 day 6 h" in page


def test_reopened_tickets_come_first_behind_their_rate(world: World) -> None:
    good, bad = solved(world, 5), solved(world, 6, sender="dan@customer.example")
    set_status(Ticket.objects.get(pk=bad.pk), Status.OPEN, by=world.ana)
    set_status(Ticket.objects.get(pk=bad.pk), Status.SOLVED, by=world.ana)
    client = client_of(world.ana)
    page = client.get("/insight/reopened/").content.decode()
    assert page.index(f"#{bad.pk} ") < page.index(f"#{good.pk} ")
    assert "1 of 2 tickets" in client.get("/insight/").content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_every_role_that_reads_tickets_sees_the_pages(world: World, path: str) -> None:
    for person in (world.owner, world.manager, world.lead, world.ana, world.light, world.auditor):
        assert client_of(person).get(path).status_code == 200, person.name
    assert Client().get(path).status_code == 302


def test_a_stranger_sees_no_figure_of_a_ticket_that_is_not_theirs(world: World) -> None:
    hidden = arrive(world, team=world.complaints, subject="A matter of its own")
    answer(hidden, World(**{**world.__dict__, "ana": world.cleo}), then=Status.SOLVED)
    client = client_of(world.stranger)
    for path in (f"/tickets/{hidden.pk}/figures/", f"/tickets/{hidden.pk}/figures/beside/"):
        assert client.get(path).status_code == 404
    for path in ("/insight/", f"/insight/?team={world.complaints.pk}", "/insight/first_response/"):
        page = client.get(path).content.decode()
        assert "A matter of its own" not in page and f"/tickets/{hidden.pk}/" not in page
    assert "0 tickets" in client.get(f"/insight/?team={world.complaints.pk}").content.decode()


def test_the_number_of_tickets_costs_no_more_queries(world: World, django_assert_max_num_queries) -> None:
    for n in range(6):
        solved(world, 3 + n, sender=f"one{n}@customer.example")
    client = client_of(world.ana)
    for path in ("/insight/", "/insight/first_response/"):
        with django_assert_max_num_queries(16):
            assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "query", ["?days=1000000", "?team=' or 1=1", "?team=99999999999999999999", "?time=nonsense"]
)
def test_what_the_address_can_not_mean_is_the_usual(world: World, query: str) -> None:
    solved(world, 5)
    assert client_of(world.ana).get(f"/insight/{query}").status_code == 200
    assert client_of(world.ana).get("/insight/nonsense/").status_code == 404


def test_what_was_solved_before_the_period_is_not_in_it(world: World) -> None:
    ticket = solved(world, 5)
    long_ago(ticket, 24 * 40)
    assert "0 tickets" in client_of(world.ana).get("/insight/").content.decode()
