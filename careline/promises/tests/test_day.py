"""The promises of the day: whose they are, how they stand, page by page; and what is owed to one customer."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from careline.promises.actions.end_promise import keep_promise
from careline.promises.actions.hand_over import hand_over_of_absent
from careline.promises.actions.make_promise import make_promise
from careline.promises.models import Promise
from careline.promises.queries.day import PAGE
from careline.testing.world import World, make_agent, make_customer, make_ticket
from careline.tickets.models import Ticket
from careline.workforce.actions.plan_absence import AbsenceDetails, plan_absence

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(world: World) -> Ticket:
    return make_ticket(world.support, world.customer)


def client_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def promise(ticket: Ticket, by, words: str, *, hours: float = 1) -> Promise:
    due_at = timezone.now() + timedelta(hours=abs(hours))
    made = make_promise(ticket, words, due_at, by=by, waits_for_sending=False)
    if hours < 0:
        Promise.objects.filter(pk=made.pk).update(due_at=timezone.now() + timedelta(hours=hours))
    return made


def page(person, query: str = "", **headers) -> str:
    return client_of(person).get(f"/promises/{query}", **headers).content.decode()


def test_they_stand_under_what_is_to_be_done_and_what_ended_apart(world: World, ticket: Ticket) -> None:
    promise(ticket, world.ana, "We'll be late", hours=-1)
    promise(ticket, world.ana, "We'll come next month", hours=24 * 40)
    promise(ticket, world.ana, "We'll come this week", hours=60)
    keep_promise(promise(ticket, world.ana, "We've been there").pk, by=world.ana)
    shown = page(world.ana)
    order = ["Broken: say sorry", "be late", "In the next seven days", "this week", "Later", "next month"]
    places = [shown.index(words) for words in order]
    assert places == sorted(places) and "been there" not in shown
    assert "be late" in page(world.ana, "?state=late") and "this week" not in page(world.ana, "?state=late")
    ended = page(world.ana, "?state=ended")
    assert "been there" in ended and "Kept" in ended and "be late" not in ended


def test_ones_own_ones_teams_and_everybodys(world: World, ticket: Ticket) -> None:
    promise(ticket, world.ben, "We'll mend it")
    other = promise(make_ticket(world.workshop, world.customer), world.manager, "We'll fetch it")
    assert "mend it" not in page(world.ana)
    assert "mend it" in page(world.ana, "?whose=team") and other.words[6:] not in page(
        world.ana, "?whose=team"
    )
    everything = page(world.manager, "?whose=all")
    assert "mend it" in everything and "fetch it" in everything


def test_many_come_page_by_page_with_each_heading_once(world: World, ticket: Ticket) -> None:
    now = timezone.now()
    Promise.objects.bulk_create(
        Promise(
            ticket=ticket, made_on_id=ticket.pk, agent=world.ana, words=f"No {n:03}", state="open",
            due_at=now + timedelta(days=20, minutes=n // 2), first_due_at=now, warn_at=now,
        )
        for n in range(PAGE + 20)
    )  # fmt: skip
    first = page(world.ana)
    more = re.search(r'hx-get="([?][^"]+)"', first).group(1).replace("&amp;", "&")
    second = page(world.ana, more, HTTP_HX_REQUEST="true")
    found = re.findall(r"No \d{3}", first) + re.findall(r"No \d{3}", second)
    assert found == [f"No {n:03}" for n in range(PAGE + 20)]
    assert first.count(">Later<") == 1 and ">Later<" not in second and "<html" not in second
    assert client_of(world.ana).get("/promises/?after=x").status_code == 422


def test_the_page_costs_the_same_for_few_and_many(
    world: World, ticket: Ticket, django_assert_max_num_queries
) -> None:
    for n in range(30):
        promise(ticket, world.ana, f"We'll do {n}", hours=n + 1)
    client = client_of(world.ana)
    with django_assert_max_num_queries(8):
        assert client.get("/promises/").status_code == 200


def test_a_customers_page_shows_what_is_owed_to_them(world: World, ticket: Ticket) -> None:
    promise(ticket, world.ana, "We'll mend it")
    hidden = make_ticket(world.complaints, world.customer)
    promise(hidden, world.cleo, "We'll pay you")
    other = make_customer("Otto", email="otto@customer.example")
    promise(make_ticket(world.support, other), world.ana, "We'll write to Otto")
    keep_promise(promise(ticket, world.ana, "We've been there").pk, by=world.ana)
    shown = client_of(world.ben).get(f"/customers/{world.customer.pk}/").content.decode()
    assert "mend it" in shown
    for words in ("pay you", "write to Otto", "been there"):
        assert words not in shown


def test_a_cover_who_is_absent_too_hands_on_to_theirs(world: World, ticket: Ticket) -> None:
    made = promise(ticket, world.ana, "We'll mend it")
    third, now = make_agent("Cora", teams=[world.support]), timezone.now()
    for person, cover in ((world.ana, world.ben), (world.ben, third)):
        absence = AbsenceDetails(now - timedelta(hours=1), now + timedelta(days=9), cover_id=cover.pk)
        plan_absence(person, absence, by=person)
    assert hand_over_of_absent() == 1 and hand_over_of_absent() == 0
    made.refresh_from_db()
    assert made.agent_id == third.pk


def test_where_nobody_covers_it_stays_and_the_lead_hears_once_it_is_broken(
    world: World, ticket: Ticket
) -> None:
    made = promise(ticket, world.ana, "We'll mend it")
    now = timezone.now()
    for person, cover in ((world.ana, world.ben), (world.ben, world.ana)):
        absence = AbsenceDetails(now - timedelta(hours=1), now + timedelta(days=9), cover_id=cover.pk)
        plan_absence(person, absence, by=person)
    assert hand_over_of_absent() == 0
    made.refresh_from_db()
    assert made.agent_id == world.ana.pk and made.is_open
