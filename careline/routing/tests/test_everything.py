"""Whatever happens at a desk with routing, in any order: no ticket is lost, and nobody is given one whom it should not reach."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from careline.accounts.actions.change_presence import change_presence
from careline.accounts.models import Agent
from careline.accounts.queries import find_agents
from careline.core.models import Event
from careline.routing.actions.cover import cover, cover_begun
from careline.routing.actions.route import route
from careline.routing.actions.route_waiting import route_due
from careline.routing.contracts import Need
from careline.routing.models import Routed, Waiting
from careline.routing.queries.queues import forget_queues
from careline.routing.tests.conftest import make_queue, work
from careline.testing.world import make_agent, make_customer, make_ticket, make_world
from careline.tickets.actions.assign import assign
from careline.tickets.actions.set_status import set_status
from careline.tickets.models import Status, Ticket
from careline.tickets.queries.access import access_ticket
from careline.tickets.queries.hands import open_loads, unanswered_of
from careline.workforce.actions.plan_absence import AbsenceDetails, plan_absence, withdraw_absence
from careline.workforce.actions.save_skill import create_skill, set_skill
from careline.workforce.actions.set_capacity import set_capacity
from careline.workforce.models import Absence
from careline.workforce.queries import absences_now, availability_of, capacities_of, levels_of

LEAST = 3
HOUR = timedelta(hours=1)
agents = st.integers(0, 3)


class Desk(RuleBasedStateMachine):
    """Four who answer in Support, one queue that asks for bells; every gift of routing is checked when it is made."""

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.atomic()
        self.point.__enter__()
        self.world = make_world()
        change_presence(self.world.lead, presence=Agent.Presence.AWAY)
        self.people = [make_agent(f"P{n} Person", teams=[self.world.support]) for n in range(4)]
        self.bells = create_skill("Bells", kind="product", by=self.world.manager)
        for one in self.people:
            set_skill(one, self.bells, level=LEAST, expires_on=None, by=self.world.manager)
            set_capacity(one, "email", most=2, by=self.world.manager)
        self.checked = self.covered = 0
        self.numbers: list[int] = []

    @initialize(strategy=st.sampled_from(["round_robin", "least_loaded", "longest_idle", "previous"]))
    def begin(self, strategy: str) -> None:
        make_queue(self.world, needs=(Need(self.bells.pk, LEAST),), strategy=strategy)
        work()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.point.__exit__(None, None, None)
        forget_queues()

    def look(self) -> None:
        """Let the worker work, and check what it gave before anything else happens."""
        forget_queues()
        work(most=500)
        given = Routed.objects.filter(pk__gt=self.checked).order_by("pk")
        for row in given:
            there = availability_of([row.agent])[row.agent_id]
            assert there.is_available, (row.agent.name, there)
            assert levels_of([row.agent_id], [self.bells.pk]).get((row.agent_id, self.bells.pk), 0) >= LEAST
            self.has_room(row.agent_id)
            self.checked = row.pk
        covered = Event.objects.filter(pk__gt=self.covered, name="ticket.covered").order_by("pk")
        for event in covered:
            self.covered, agent_id = event.pk, event.data["agent_id"]
            if agent_id:
                assert availability_of(find_agents([agent_id]))[agent_id].is_available
                self.has_room(agent_id)

    def has_room(self, agent_id: int) -> None:
        load = open_loads([agent_id]).get((agent_id, "email"), 0)
        assert load <= capacities_of([agent_id], "email")[agent_id], agent_id

    @rule()
    def arrives(self) -> None:
        ticket = make_ticket(self.world.support, make_customer())
        self.numbers.append(ticket.pk)
        route(ticket.pk)
        self.look()

    @rule(n=agents, presence=st.sampled_from([*Agent.Presence]))
    def says(self, n: int, presence: Agent.Presence) -> None:
        change_presence(self.people[n], presence=presence)
        self.look()

    @rule(n=agents, most=st.integers(0, 3))
    def takes(self, n: int, most: int) -> None:
        set_capacity(self.people[n], "email", most=most, by=self.world.manager)
        self.look()

    @rule(n=agents, level=st.integers(1, 5), days=st.sampled_from([None, -1, 5]))
    def learns(self, n: int, level: int, days: int | None) -> None:
        until = timezone.now().date() + timedelta(days=days) if days else None
        set_skill(self.people[n], self.bells, level=level, expires_on=until, by=self.world.manager)
        self.look()

    @rule(n=agents, steps=st.integers(0, 3))
    def leaves_or_returns(self, n: int, steps: int) -> None:
        """With the next but `steps` as cover, whoever that is and wherever they are; 0: without one."""
        person, now = self.people[n], timezone.now()
        absence = Absence.objects.filter(agent=person).first()
        if absence:
            withdraw_absence(absence, by=person)
        else:
            cover_id = self.people[(n + steps) % 4].pk if steps else None
            plan_absence(person, AbsenceDetails(now - HOUR, now + 3 * HOUR, cover_id), by=person)
            Absence.objects.filter(agent=person).update(starts_at=now)
            forget_queues()
            cover_begun()
        self.look()

    @rule(pick=st.integers(0, 99), status=st.sampled_from([Status.OPEN, Status.PENDING, Status.SOLVED]))
    def moves(self, pick: int, status: Status) -> None:
        if self.numbers:
            ticket = access_ticket(self.world.manager, self.numbers[pick % len(self.numbers)])
            set_status(ticket, status, by=self.world.manager)
            self.look()

    @rule(pick=st.integers(0, 99))
    def is_given_back(self, pick: int) -> None:
        if self.numbers:
            ticket = access_ticket(self.world.manager, self.numbers[pick % len(self.numbers)])
            before = ticket.assignee_id
            assign(ticket, to=None, by=self.world.manager)
            self.look()
            ticket.refresh_from_db()
            assert before is None or ticket.assignee_id != before

    @rule()
    def time_passes(self) -> None:
        """What waits is looked at again, also for covers who were awaited: then nothing is left with who is absent."""
        for number in self.numbers:
            cover(number, at=timezone.now() + HOUR)
        route_due(at=timezone.now() + HOUR)
        self.look()
        gone = [one.agent_id for one in absences_now()]
        assert not [number for person in gone for number in unanswered_of(person)]

    @invariant()
    def no_ticket_is_lost(self) -> None:
        """Whatever is our move is in somebody's hands or waits in the queue; nothing else waits."""
        free = Ticket.objects.filter(pk__in=self.numbers, status__in=[1, 2], assignee=None)
        assert {*free.values_list("pk", flat=True)} == {*Waiting.objects.values_list("pk", flat=True)}

    @invariant()
    def nobody_is_idle_who_could_take_what_waits(self) -> None:
        """Who is there, knows it, has room, and never gave the first ticket back, would have been given it."""
        first = Waiting.objects.order_by("-rank", "since").first()
        if first is None:
            return
        back = {
            *Routed.objects.filter(ticket_id=first.pk)
            .exclude(returned_at=None)
            .values_list("agent_id", flat=True)
        }
        loads, people = (
            open_loads([one.pk for one in self.people]),
            [*Agent.objects.filter(name__startswith="P")],
        )
        levels = levels_of([one.pk for one in people], [self.bells.pk])
        for one in people:
            room = loads.get((one.pk, "email"), 0) < capacities_of([one.pk], "email")[one.pk]
            knows = levels.get((one.pk, self.bells.pk), 0) >= LEAST
            assert not (availability_of([one])[one.pk].is_available and knows and room and one.pk not in back)


@pytest.mark.slow(seconds=30)
@pytest.mark.django_db
def test_whatever_happens_at_a_desk_routing_keeps_its_word() -> None:
    run_state_machine_as_test(Desk, settings=settings(max_examples=8, stateful_step_count=25, deadline=None))


@pytest.mark.django_db
def test_in_turn_is_fair_within_one() -> None:
    world = make_world()
    people = [make_agent(f"F{n} Fair", teams=[world.workshop]) for n in range(3)]
    make_queue(world, strategy="round_robin", team_id=world.workshop.pk)
    for count in range(1, 12):
        route(make_ticket(world.support, make_customer()).pk)
        given = [Routed.objects.filter(agent=one).count() for one in (*people, world.stranger)]
        assert sum(given) == count and max(given) - min(given) <= 1
