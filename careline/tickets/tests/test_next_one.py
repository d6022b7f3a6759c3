"""“Give me the next one”: who gets which ticket, and that two who ask at once get two."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from careline.accounts.contracts import Forbidden
from careline.testing.racing import race
from careline.testing.world import World, make_message, make_ticket, make_world
from careline.tickets.actions.choose_view import choose_desk
from careline.tickets.actions.snooze import snooze
from careline.tickets.actions.take_next import take_next
from careline.tickets.models import Status, Ticket, Viewer
from careline.tickets.queries.views import goes_on

PART = {"HTTP_HX_REQUEST": "true"}


def waits(ticket: Ticket, hours: float, *, due_in: float | None = None) -> Ticket:
    """Let the customer have written so many hours ago; with a clock that is due in so many."""
    values = {"last_customer_at": timezone.now() - timedelta(hours=hours)}
    values["last_message_at"] = values["last_customer_at"]
    if due_in is not None:
        values["due_at"] = timezone.now() + timedelta(hours=due_in)
    Ticket.objects.filter(pk=ticket.pk).update(**values)
    return ticket


def logged_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_nearest_due_comes_first_then_who_waits_longest(world: World) -> None:
    young, old, late, soon = (waits(make_ticket(world.support, world.customer), h) for h in (1, 9, 2, 3))
    waits(soon, 3, due_in=5)
    waits(late, 2, due_in=-1)
    taken = []
    for _ in range(4):
        ticket = take_next(by=world.ana)
        make_message(ticket, agent=world.ana, state="sent")
        taken.append(ticket.pk)
    assert taken == [late.pk, soon.pk, old.pk, young.pk]
    assert take_next(by=world.ana) is None
    assert {*Ticket.objects.values_list("assignee_id", flat=True)} == {world.ana.pk}


def test_what_others_have_are_in_or_let_sleep_is_passed_over(world: World) -> None:
    theirs = make_ticket(world.support, world.customer, assignee=world.ben)
    seen = make_ticket(world.support, world.customer)
    Viewer.objects.create(ticket=seen, agent=world.ben, at=timezone.now())
    asleep = make_ticket(world.support, world.customer)
    snooze(asleep, timezone.now() + timedelta(days=1), by=world.ben)
    for status in (Status.PENDING, Status.ON_HOLD, Status.SOLVED):
        make_ticket(world.support, world.customer, status=status)
    make_ticket(world.workshop, world.customer)
    make_ticket(world.complaints, world.customer)
    assert take_next(by=world.ana) is None
    Viewer.objects.update(at=timezone.now() - timedelta(minutes=5))
    assert take_next(by=world.ana) == seen
    theirs.refresh_from_db()
    assert theirs.assignee == world.ben


def test_ones_own_comes_back_only_once_the_customer_wrote_again(world: World) -> None:
    mine = make_ticket(world.support, world.customer, assignee=world.ana, status=Status.OPEN)
    assert take_next(by=world.ana, but=mine.pk) is None, "not the one that is open"
    assert take_next(by=world.ana) == mine
    make_message(mine, agent=world.ana, state="sent")
    assert take_next(by=world.ana) is None
    make_message(mine)
    assert take_next(by=world.ana) == mine


@pytest.mark.parametrize("who", ["light", "auditor", "gone"])
def test_who_may_not_answer_gets_nothing(world: World, who: str) -> None:
    make_ticket(world.support, world.customer)
    with pytest.raises(Forbidden):
        take_next(by=getattr(world, who))
    assert not Ticket.objects.exclude(assignee=None).exists()


@pytest.mark.django_db(transaction=True)
def test_agents_who_ask_at_the_same_moment_get_a_ticket_each() -> None:
    world = make_world()
    for _ in range(3):
        make_ticket(world.support, world.customer)
    asking = [lambda who=who: take_next(by=who) for who in (world.ana, world.ben, world.lead, world.ana)]
    taken = race(*asking)
    got = [ticket.pk for ticket in taken if ticket is not None]
    assert len(got) >= 3 and len({*got}) == 3, taken
    assert {*Ticket.objects.values_list("assignee_id", flat=True)} <= {
        world.ana.pk,
        world.ben.pk,
        world.lead.pk,
    }


@pytest.mark.django_db(transaction=True)
def test_one_that_somebody_holds_at_this_moment_is_passed_over() -> None:
    from django.db import transaction

    world = make_world()
    first, second = (waits(make_ticket(world.support, world.customer), hours) for hours in (5, 1))
    with transaction.atomic():
        Ticket.objects.select_for_update().get(pk=first.pk)
        assert race(lambda: take_next(by=world.ana)) == [second]


def test_the_button_opens_the_ticket_beside_the_queue(world: World) -> None:
    ticket = make_ticket(world.support, world.customer)
    client = logged_in(world.ana)
    assert 'data-key="G"' in client.get("/").content.decode()
    answer = client.post("/next/", {"view": "mine"}, **PART)
    assert answer.status_code == 204 and f"/tickets/{ticket.pk}/?view=mine" in answer["HX-Location"]
    assert "Nobody is waiting" in client.post("/next/", {"but": ticket.pk}, **PART).content.decode()
    assert client.get("/next/").status_code == 405
    assert client.post("/next/", {"view": "javascript:"})["Location"] == f"/tickets/{ticket.pk}/"


def test_the_button_is_only_offered_to_who_may_answer(world: World) -> None:
    for agent in (world.light, world.auditor):
        assert 'data-key="G"' not in logged_in(agent).get("/").content.decode()
    assert logged_in(world.light).post("/next/", **PART).status_code == 422


def test_whether_the_next_comes_by_itself_is_remembered_per_person(world: World) -> None:
    client = logged_in(world.ana)
    client.post("/next/choice/", {"goes_on": "1"}, **PART)
    assert goes_on(world.ana) and not goes_on(world.ben)
    assert "data-goes-on" in client.get("/").content.decode()
    client.post("/next/choice/", {}, **PART)
    assert not goes_on(world.ana)
    choose_desk(by=world.ben, goes_on=True)
    assert goes_on(world.ben)
