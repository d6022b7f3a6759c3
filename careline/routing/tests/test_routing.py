"""Routing through its doors: who gets what arrives, what waits and for how long, and that no hand is undone."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from careline.accounts.actions.change_presence import change_presence
from careline.accounts.models import Agent
from careline.core.models import Event
from careline.notices.models import Notice
from careline.notices.tests.conftest import work as tell
from careline.routing.actions.route import route
from careline.routing.actions.route_waiting import route_due
from careline.routing.contracts import Need
from careline.routing.models import Routed, Waiting
from careline.routing.tests.conftest import asking, make_queue, work
from careline.rules.tests.test_running import take_in
from careline.testing.racing import race
from careline.testing.world import make_customer, make_ticket
from careline.tickets.actions.assign import assign
from careline.tickets.actions.move_team import move_team
from careline.tickets.actions.set_status import set_status
from careline.tickets.models import Status, Ticket
from careline.tickets.queries.access import access_ticket
from careline.workforce.actions.save_skill import create_skill, set_skill
from careline.workforce.actions.set_capacity import set_capacity

AWAY, HERE = Agent.Presence.AWAY, Agent.Presence.AVAILABLE


@pytest.fixture
def desk(world):
    """Ana and Ben are there with room for two mails each; everybody else of Support is away."""
    change_presence(world.lead, presence=AWAY)
    for one in (world.ana, world.ben):
        set_capacity(one, "email", most=2, by=world.manager)
    return world


def new(world, **more) -> Ticket:
    return make_ticket(world.support, make_customer(), **more)


def who_has(ticket: Ticket) -> Agent | None:
    ticket.refresh_from_db()
    return ticket.assignee


def test_without_a_queue_nothing_is_assigned(desk) -> None:
    ticket = new(desk)
    assert route(ticket.pk) == 0 and who_has(ticket) is None and not Waiting.objects.exists()


def test_a_ticket_goes_to_who_speaks_its_language_and_the_history_says_why(desk) -> None:
    german = create_skill("German", kind="language", by=desk.manager)
    set_skill(desk.ana, german, level=4, expires_on=None, by=desk.manager)
    make_queue(desk, "Billing DE", language_least=3)
    ticket = new(desk)
    Ticket.objects.filter(pk=ticket.pk).update(language="de-AT")
    assert route(ticket.pk) == desk.ana.pk and who_has(ticket) == desk.ana
    fact = Event.objects.get(name="ticket.routed")
    assert fact.data["title"] == "Billing DE" and fact.actor_kind == "routing"
    assert fact.data["because"] == ["speaks German (level 4)", "least loaded (0 of 2)"]
    assert Event.objects.get(name="ticket.assigned").cause_id == fact.pk


@pytest.mark.parametrize(("level", "days"), [(2, None), (5, -1)])
def test_who_knows_it_too_little_or_no_longer_is_not_asked(desk, level, days) -> None:
    bells = create_skill("Bells", kind="product", by=desk.manager)
    until = timezone.now().date() + timedelta(days=days) if days else None
    set_skill(desk.ana, bells, level=level, expires_on=until, by=desk.manager)
    make_queue(desk, needs=(Need(bells.pk, 3),))
    ticket = new(desk)
    assert route(ticket.pk) == 0 and Waiting.objects.get().ticket_id == ticket.pk


def test_nobody_gets_more_than_they_can_take_and_the_rest_waits_until_something_is_done(desk) -> None:
    make_queue(desk)
    tickets = [new(desk) for _ in range(5)]
    for ticket in tickets:
        route(ticket.pk)
    has = [who_has(ticket) for ticket in tickets]
    assert has.count(desk.ana) == has.count(desk.ben) == 2 and has[4] is None
    first = access_ticket(desk.lead, next(t.pk for t in tickets if t.assignee == desk.ben))
    set_status(first, Status.PENDING, by=desk.ben)
    work()
    assert who_has(tickets[4]) == desk.ben and not Waiting.objects.exists()


def test_who_comes_back_gets_what_waits(desk) -> None:
    for one in (desk.ana, desk.ben):
        change_presence(one, presence=AWAY)
    make_queue(desk)
    ticket = new(desk)
    assert route(ticket.pk) == 0
    change_presence(desk.ben, presence=HERE)
    work()
    assert who_has(ticket) == desk.ben and Routed.objects.get().waited_seconds >= 0


def test_what_a_person_assigned_stays_and_what_they_give_back_goes_to_another(desk) -> None:
    make_queue(desk, strategy="round_robin")
    ticket = new(desk)
    assign(access_ticket(desk.lead, ticket.pk), to=desk.lead, by=desk.lead)
    work()
    assert who_has(ticket) == desk.lead
    second = new(desk)
    route(second.pk)
    assert who_has(second) == desk.ana
    assign(access_ticket(desk.ana, second.pk), to=None, by=desk.ana)
    work()
    assert who_has(second) == desk.ben
    assert Routed.objects.get(agent=desk.ana).returned_at is not None


def test_the_first_queue_that_fits_counts(desk) -> None:
    make_queue(
        desk, "Urgent ones", conditions=asking(("priority", "is", ["urgent"])), team_id=desk.complaints.pk
    )
    make_queue(desk, "The rest")
    ticket = new(desk)
    route(ticket.pk)
    assert Event.objects.get(name="ticket.routed").data["title"] == "The rest"


def test_nobody_gets_a_ticket_that_they_may_not_see(desk) -> None:
    make_queue(desk, team_id=desk.workshop.pk)
    ticket = make_ticket(desk.complaints, desk.customer)
    assert route(ticket.pk) == 0 and who_has(ticket) is None


def test_who_had_the_customer_before_gets_the_next_ticket(desk) -> None:
    make_queue(desk, strategy="previous", fallback="round_robin")
    make_ticket(desk.support, desk.customer, status=Status.SOLVED, assignee=desk.ben)
    assert route(make_ticket(desk.support, desk.customer).pk) == desk.ben.pk
    assert route(new(desk).pk) == desk.ana.pk


def test_after_some_time_another_team_is_asked(desk) -> None:
    for one in (desk.ana, desk.ben):
        change_presence(one, presence=AWAY)
    make_queue(desk, overflow="team", after_minutes=30, overflow_team_id=desk.workshop.pk)
    ticket, now = new(desk), timezone.now()
    assert route(ticket.pk, at=now) == 0
    assert route_due(at=now + timedelta(minutes=10)) == 1 and who_has(ticket) is None
    route_due(at=now + timedelta(minutes=31))
    assert who_has(ticket) == desk.stranger


def test_after_some_time_the_least_important_skill_is_let_go(desk) -> None:
    french, bells = (create_skill(name, kind="product", by=desk.manager) for name in ("Forks", "Bells"))
    set_skill(desk.ben, french, level=3, expires_on=None, by=desk.manager)
    make_queue(desk, overflow="skill", after_minutes=5, needs=(Need(french.pk), Need(bells.pk)))
    ticket, now = new(desk), timezone.now()
    assert route(ticket.pk, at=now) == 0
    assert route(ticket.pk, at=now + timedelta(minutes=6)) == desk.ben.pk


def test_what_is_done_or_sleeps_or_was_merged_waits_no_longer(desk) -> None:
    for one in (desk.ana, desk.ben):
        change_presence(one, presence=AWAY)
    make_queue(desk)
    ticket = new(desk)
    route(ticket.pk)
    Ticket.objects.filter(pk=ticket.pk).update(status=Status.SOLVED)
    route_due(at=timezone.now() + timedelta(minutes=1))
    assert not Waiting.objects.exists()


def test_a_message_that_arrives_is_routed_and_whoever_gets_it_hears_of_it(desk) -> None:
    change_presence(desk.ben, presence=AWAY)
    make_queue(desk, "Everything")
    ticket = take_in(desk)
    assert who_has(ticket) is None, "it happens in the worker"
    work()
    assert who_has(ticket) == desk.ana
    tell()
    told = Notice.objects.get(agent=desk.ana)
    assert (told.kind, told.ticket_id) == ("assigned", ticket.pk)


def test_a_ticket_that_moves_to_another_team_is_routed_there_and_what_somebody_has_stays(desk) -> None:
    make_queue(desk, team_id=desk.workshop.pk, conditions=asking(("team", "is", [str(desk.workshop.pk)])))
    free, hers = take_in(desk), take_in(desk)
    assign(access_ticket(desk.lead, hers.pk), to=desk.manager, by=desk.manager)
    work()
    assert who_has(free) is None
    for ticket in (free, hers):
        move_team(access_ticket(desk.manager, ticket.pk), desk.workshop.pk, by=desk.manager)
    work()
    assert (who_has(free), who_has(hers)) == (desk.stranger, desk.manager)


def test_the_conversation_and_the_history_have_one_line_for_it_and_the_file_has_every_fact(desk) -> None:
    make_queue(desk, "Everything")
    ticket = take_in(desk)
    work()
    client = Client()
    client.force_login(desk.ana)
    for address in (f"/tickets/{ticket.pk}/", f"/tickets/{ticket.pk}/history/"):
        page = client.get(address).content.decode()
        assert "by “Everything”" in page and "assigned this to" not in page, address
    file = client.get(f"/tickets/{ticket.pk}/history/?format=csv").content.decode()
    assert "ticket.routed" in file and "ticket.assigned" in file
    assign(access_ticket(desk.lead, ticket.pk), to=desk.ben, by=desk.lead)
    assert "assigned this to" in client.get(f"/tickets/{ticket.pk}/").content.decode(), (
        "what people do is told"
    )


@pytest.mark.django_db(transaction=True)
def test_many_who_route_at_once_never_give_anybody_too_much(desk) -> None:
    make_queue(desk)
    tickets = [new(desk) for _ in range(8)]
    taken = race(*(lambda n=ticket.pk: route(n) for ticket in tickets))
    assert all(isinstance(one, int) for one in taken), taken
    for one in (desk.ana, desk.ben):
        assert Ticket.objects.filter(assignee=one).count() == taken.count(one.pk) == 2
    assert Waiting.objects.count() == 4 == taken.count(0)
