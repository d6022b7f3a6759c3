"""Open work of this moment: told apart, narrowed, and found again by the search that a row leads to."""

import html
import re

import pytest

from careline.insight.tests.test_pages import client_of
from careline.policies.tests.test_clocks import arrive
from careline.testing.world import World
from careline.tickets.models import Exclusion, Ticket

OPEN = "/insight/open-work/"


@pytest.fixture
def three(world: World) -> list[Ticket]:
    tickets = [
        arrive(world, sender=f"one{n}@customer.example", subject=f"Matter {n}") for n in range(2)
    ] + [arrive(world, team=world.workshop, sender="three@customer.example", subject="Matter 2")]  # fmt: skip
    Ticket.objects.filter(pk=tickets[0].pk).update(priority=4, assignee=world.ana)
    Ticket.objects.filter(pk=tickets[1].pk).update(channel="chat", priority=3)
    return tickets


def rows(page: str) -> dict[str, int]:
    """The rows of the table with all that is in them."""
    found = re.findall(
        r'<th scope="row">(?:<a[^>]*>)?([^<]*)(?:</a>)?</th>(.*?)</tr>', page.split('id="now"')[1], re.S
    )
    return {html.unescape(name): int(re.findall(r">(\d+)</td>", cells)[-1]) for name, cells in found}


@pytest.mark.parametrize(
    ("apart", "wanted"),
    [
        ("status", {"New": 3, "Open": 0, "Pending": 0, "On hold": 0, "All": 3}),
        ("team", {"Support": 2, "Workshop": 1, "All": 3}),
        ("channel", {"Email": 2, "Chat": 1, "All": 3}),
        ("priority", {"Urgent": 1, "High": 1, "Normal": 1, "All": 3}),
        ("assignee", {"Nobody": 2, "Ana Agent": 1, "All": 3}),
    ],
)
def test_it_is_told_apart_and_each_row_narrows_it(world: World, three, apart: str, wanted) -> None:
    client = client_of(world.manager)
    page = client.get(f"{OPEN}?apart={apart}").content.decode()
    assert rows(page) == wanted
    for name, address in re.findall(
        r'<a class="link" href="(\?[^"]*)" dir="auto">([^<]*)', page.split('id="now"')[1]
    ):
        narrowed = client.get(OPEN + html.unescape(name)).content.decode()
        assert rows(narrowed)["All"] == wanted[html.unescape(address)], address


@pytest.mark.parametrize(
    ("query", "subjects"),
    [
        ("priority=4", {"Matter 0"}), ("channel=chat", {"Matter 1"}), ("assignee=0", {"Matter 1", "Matter 2"}),
        ("assignee={ana}&priority=4", {"Matter 0"}), ("team={workshop}", {"Matter 2"}),
    ],
)  # fmt: skip
def test_a_status_leads_to_the_tickets_that_it_counts(world: World, three, query: str, subjects) -> None:
    client = client_of(world.manager)
    asked = query.format(ana=world.ana.pk, workshop=world.workshop.pk)
    page = client.get(f"{OPEN}?{asked}").content.decode()
    assert rows(page)["New"] == len(subjects)
    address = html.unescape(re.search(r'href="(/search/[^"]*status%3Anew[^"]*)"', page)[1])
    found = client.get(address).content.decode()
    assert {f"Matter {n}" for n in range(3) if f"Matter {n}" in found} == subjects


def test_the_course_by_day_is_shown_by_team_alone_and_nobody_counts_what_they_are_kept_out_of(
    world: World, three
) -> None:
    Exclusion.objects.create(ticket=three[0], agent=world.manager, reason="theirs", by=world.owner)
    client = client_of(world.manager)
    assert rows(client.get(f"{OPEN}?apart=priority").content.decode()) == {"High": 1, "Normal": 1, "All": 2}
    assert 'id="chart-open-work"' in client.get(f"{OPEN}?team={world.support.pk}").content.decode()
    narrowed = client.get(f"{OPEN}?channel=chat").content.decode()
    assert 'id="chart-open-work"' not in narrowed and "Without Channel Chat" in narrowed
