"""The pages of routing: queues made, changed, ordered and removed; who could take a ticket; people and figures."""

import re

import pytest
from django.test import Client

from careline.accounts.actions.leads import remember_leads
from careline.accounts.models import Membership
from careline.routing.actions.route import route
from careline.routing.contracts import Need
from careline.routing.models import RoutingQueue
from careline.routing.queries.queues import as_plan, forget_queues
from careline.routing.tests.conftest import make_queue
from careline.testing.world import World, make_customer, make_ticket
from careline.workforce.actions.save_skill import create_skill, set_skill
from careline.workforce.actions.set_capacity import set_capacity

HOME = "/settings/routing/"
URGENT = {
    "group": "0", "g0-match": "all", "g0-c": "0", "g0c0-field": "priority", "g0c0-op": "is", "g0c0-value": "urgent",
}  # fmt: skip
FORM = {
    "name": "Billing",
    "active": "1",
    "strategy": "round_robin",
    "fallback": "least_loaded",
    "overflow": "nothing",
}


def client_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def client(world: World) -> Client:
    return client_of(world.manager)


def test_a_queue_is_made_with_what_was_chosen(world: World, client: Client) -> None:
    bells = create_skill("Bells", kind="product", by=world.manager)
    more = {
        "team": world.support.pk, "language": "3", "skill-0": bells.pk, "least-0": "4", "overflow": "team", "after": "30",
        "overflow_team": world.workshop.pk, "priority": "7",
    }  # fmt: skip
    assert client.post(f"{HOME}new/", FORM | URGENT | more).status_code == 302
    plan = as_plan(RoutingQueue.objects.get())
    assert (plan.team_id, plan.language_least, plan.needs) == (world.support.pk, 3, (Need(bells.pk, 4),))
    assert (plan.overflow, plan.after_minutes, plan.overflow_team_id) == ("team", 30, world.workshop.pk)
    assert plan.priority == 7 and next(iter(plan.conditions)).value == ["urgent"]
    page = client.get(f"{HOME}{plan.id}/").content.decode()
    assert 'value="30"' in page and "would have matched" in page
    listed = client.get(HOME).content.decode()
    assert "Bells, level 4" in listed and "after 30 minutes" in listed and "Workshop" in listed


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name": " "}, "needs a name"),
        ({"overflow": "team", "after": "30"}, "Choose the other team"),
        ({"overflow": "queue", "after": "30"}, "Choose the other queue"),
        ({"overflow": "skill", "after": "30"}, "no skill that could be let go"),
        ({"overflow": "team", "after": "0"}, "at least 1"),
        ({"skill-0": "999999"}, "no such skill"),
        ({"team": "999999"}, "no such team"),
        ({"strategy": "dice"}, "Choose whom it takes"),
        ({"fallback": "previous"}, "Choose whom it takes"),
    ],
)
def test_what_makes_no_sense_is_refused_and_stays_on_the_page(client: Client, changed, words) -> None:
    answered = client.post(f"{HOME}new/", FORM | {"after": "45"} | changed)
    assert answered.status_code == 422 and words in answered.content.decode()
    assert not RoutingQueue.objects.exists()


def test_one_more_skill_keeps_what_was_typed(world: World, client: Client) -> None:
    bells = create_skill("Bells", kind="product", by=world.manager)
    page = client.post(f"{HOME}new/", FORM | {"skill-0": bells.pk, "do": "skill"}).content.decode()
    assert 'name="skill-1"' in page and 'value="Billing"' in page and not RoutingQueue.objects.exists()


def test_skills_are_put_into_another_order_or_taken_out_before_saving(world: World, client: Client) -> None:
    bells, forks, law = (
        create_skill(name, kind="product", by=world.manager) for name in ("Bells", "Forks", "Law")
    )
    form = FORM | {"skill-0": bells.pk, "skill-1": forks.pk, "skill-2": law.pk, "least-2": "5"}

    def order_after(do: str) -> list[tuple[str, str]]:
        page = client.post(f"{HOME}new/", form | {"do": do}).content.decode()
        rows = re.findall(r'<div class="need need--moves">(.*?)</div>', page, re.DOTALL)
        chosen = [re.findall(r"selected>([^<]+)</option>", row) for row in rows]
        return [(one[0], one[1][6]) for one in chosen if len(one) == 2]

    assert order_after("skill-up-2") == [("Bells", "1"), ("Law", "5"), ("Forks", "1")]
    assert order_after("skill-down-0") == [("Forks", "1"), ("Bells", "1"), ("Law", "5")]
    assert order_after("skill-drop-1") == [("Bells", "1"), ("Law", "5")]
    same = [("Bells", "1"), ("Forks", "1"), ("Law", "5")]
    assert order_after("skill-up-0") == order_after("skill-down-2") == order_after("skill-up-x") == same
    assert not RoutingQueue.objects.exists()


def test_queues_are_ordered_and_removed(client: Client) -> None:
    for name in ("One", "Two"):
        client.post(f"{HOME}new/", FORM | {"name": name})
    one, two = RoutingQueue.objects.order_by("pk")
    client.post(f"{HOME}order/", {"order": [one.pk, two.pk], "do": f"up-{two.pk}"})
    assert [*RoutingQueue.objects.values_list("name", flat=True)] == ["Two", "One"]
    client.post(f"{HOME}{two.pk}/removal/")
    assert "Ask “Two” earlier" not in client.get(HOME).content.decode()
    assert client.get(f"{HOME}{two.pk}/").status_code == 404


def test_who_changed_it_meanwhile_is_not_overwritten(client: Client) -> None:
    client.post(f"{HOME}new/", FORM)
    made = RoutingQueue.objects.get()
    client.post(f"{HOME}{made.pk}/", FORM | {"name": "Other", "version": "1"})
    answered = client.post(f"{HOME}{made.pk}/", FORM | {"version": "1"})
    assert answered.status_code == 422 and "moment ago" in answered.content.decode()
    made.refresh_from_db()
    assert made.name == "Other"


@pytest.mark.parametrize("who", ["ana", "lead", "light", "auditor", "stranger"])
def test_only_who_manages_routing_gets_in(world: World, who) -> None:
    client = client_of(getattr(world, who))
    for address in (HOME, f"{HOME}new/"):
        assert client.get(address).status_code == 403
    for address in (f"{HOME}new/", f"{HOME}order/", f"{HOME}build/"):
        assert client.post(address, FORM).status_code == 403
    assert not RoutingQueue.objects.exists()


def test_the_list_takes_few_queries(client: Client, django_assert_max_num_queries) -> None:
    for name in ("One", "Two", "Three"):
        client.post(f"{HOME}new/", FORM | {"name": name})
    with django_assert_max_num_queries(9):
        client.get(HOME)


def test_the_page_says_who_could_take_a_ticket_and_why_not_the_others(
    world: World, django_assert_max_num_queries
) -> None:
    bells = create_skill("Bells", kind="product", by=world.manager)
    for person, level in ((world.ana, 4), (world.ben, 2), (world.lead, 5)):
        set_skill(person, bells, level=level, expires_on=None, by=world.manager)
    set_capacity(world.lead, "email", most=0, by=world.manager)
    make_queue(world, "Bells first", needs=(Need(bells.pk, 3),))
    ticket = make_ticket(world.support, world.customer)
    client = client_of(world.ben)
    with django_assert_max_num_queries(26):
        page = client.get(f"/tickets/{ticket.pk}/routing/").content.decode()
    for words in (
        "Bells first",
        "Gets it",
        "least loaded (0 of 30)",
        "Bells: level 2, asked for is 3",
        "has enough for now",
    ):
        assert words in page, words


def test_beside_a_ticket_that_nobody_has_stands_where_it_waits(world: World) -> None:
    ticket, client = make_ticket(world.support, world.customer), client_of(world.ana)
    assert "routing/panel" not in client.get(f"/tickets/{ticket.pk}/side/").content.decode()
    for one in (world.ana, world.ben, world.lead):
        set_capacity(one, "email", most=0, by=world.manager)
    make_queue(world, "Bells")
    route(ticket.pk)
    assert (
        f"/tickets/{ticket.pk}/routing/panel/" in client.get(f"/tickets/{ticket.pk}/side/").content.decode()
    )
    assert "Waits in “Bells”" in client.get(f"/tickets/{ticket.pk}/routing/panel/").content.decode()


def test_who_may_not_see_a_ticket_learns_nothing_of_it(world: World) -> None:
    make_queue(world)
    ticket, client = make_ticket(world.complaints, world.customer), client_of(world.stranger)
    assert client.get(f"/tickets/{ticket.pk}/routing/").status_code == 404
    assert client.get(f"/tickets/{ticket.pk}/routing/panel/").status_code == 404


@pytest.fixture
def led(world: World) -> World:
    Membership.objects.filter(agent=world.lead, team=world.support).update(is_lead=True)
    remember_leads([world.lead.pk])
    return world


def test_a_lead_sees_what_their_people_have_and_were_given(led: World, django_assert_max_num_queries) -> None:
    make_queue(led, strategy="round_robin")
    for _ in range(4):
        route(make_ticket(led.support, make_customer()).pk)
    client = client_of(led.lead)
    with django_assert_max_num_queries(20):
        page = client.get("/settings/workload/").content.decode()
    assert "Ana Agent" in page and "2 of 30" in page and "How is this computed?" in page
    shares = [page.count(f'<span class="faint number">{share} %</span>') for share in (50, 25)]
    assert shares == [1, 2], "four in turn to three"
    assert "Cleo Complaints" not in page
    assert "Cleo Complaints" in client_of(led.manager).get("/settings/workload/?days=30").content.decode()


@pytest.mark.parametrize("who", ["ana", "light", "auditor", "stranger"])
def test_only_who_leads_or_manages_sees_the_workload(led: World, who) -> None:
    assert client_of(getattr(led, who)).get("/settings/workload/").status_code == 403


def test_a_removed_queue_gives_nothing_any_more(world: World, client: Client) -> None:
    queue = make_queue(world)
    client.post(f"{HOME}{queue.pk}/removal/")
    forget_queues()
    assert route(make_ticket(world.support, make_customer()).pk) == 0
