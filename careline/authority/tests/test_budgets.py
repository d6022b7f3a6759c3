"""Goodwill budgets: never overspent without the owner's approval, whoever grants at the same moment."""

import threading

import pytest
from django.db import connection

from careline.authority.actions.ask_decision import ask_decision
from careline.authority.actions.plan_budget import plan_budget
from careline.authority.actions.take_decision import grant_decision
from careline.authority.contracts import AuthorityRefused
from careline.authority.models import Budget, Decision
from careline.authority.queries import may_decide
from careline.authority.queries.budgets import budget_of, month_after, this_month
from careline.testing.world import make_ticket


@pytest.fixture
def budget(world, ticket, limit):
    limit(kind="goodwill", most=100_000)
    limit(kind="goodwill", role="team_lead", most=100_000)
    return plan_budget(
        world.support, this_month(), most=10_000, currency="EUR", owner=world.lead, by=world.manager
    )


def ask(ticket, by, amount=4000, currency="EUR"):
    return ask_decision(
        ticket, "goodwill", by=by, amount=amount, currency=currency, reason="They waited long"
    )


@pytest.mark.django_db
def test_goodwill_is_taken_from_the_budget_of_the_month(world, ticket, budget):
    ask(ticket, world.ana)
    budget.refresh_from_db()
    assert (budget.used_minor, budget.left_minor) == (4000, 6000)


@pytest.mark.django_db
def test_beyond_the_budget_its_owner_is_asked_and_may_spend_more(world, ticket, budget):
    decision = ask(ticket, world.ana, amount=12_000)
    assert (decision.state, decision.approver_ids) == ("waiting", [world.lead.pk])
    assert "only 100.00 EUR left" in decision.why
    grant_decision(decision, by=world.lead)
    budget.refresh_from_db()
    assert budget.left_minor == -2000


@pytest.mark.django_db
def test_another_currency_than_the_budgets_is_asked_for_and_not_taken_from_it(world, ticket, budget, limit):
    limit(kind="goodwill", most=None)
    decision = ask(ticket, world.ana, amount=100, currency="USD")
    assert "budget is in another currency" in decision.why
    grant_decision(decision, by=world.manager)
    budget.refresh_from_db()
    assert budget.used_minor == 0


@pytest.mark.django_db
def test_a_month_that_nobody_planned_begins_as_the_one_before(world, ticket, budget):
    ask(ticket, world.ana)
    later = budget_of(world.support.pk, month_after(this_month()))
    assert (later.most_minor, later.used_minor, later.owner_id, later.pk) == (10_000, 0, world.lead.pk, None)
    assert budget_of(world.workshop.pk, this_month()) is None


@pytest.mark.django_db
def test_the_currency_stays_once_something_was_spent(world, ticket, budget):
    ask(ticket, world.ana)
    with pytest.raises(AuthorityRefused, match="currency stays"):
        plan_budget(world.support, this_month(), most=1, currency="USD", owner=world.lead, by=world.manager)


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_never_spend_more_than_there_is(world, ticket, budget):
    tickets = [make_ticket(world.support, world.customer) for _n in range(12)]
    at_once(
        [
            lambda t=one, n=n: ask(t, world.ana if n % 2 else world.ben, amount=1500)
            for n, one in enumerate(tickets)
        ]
    )
    budget.refresh_from_db()
    granted = Decision.objects.filter(state="granted").count()
    assert (granted, budget.used_minor) == (6, 9000)
    assert Decision.objects.filter(state="waiting").count() == 6
    assert budget.used_minor == sum(
        Decision.objects.filter(budget=budget).values_list("granted_minor", flat=True)
    )


@pytest.mark.django_db(transaction=True)
def test_a_decision_is_taken_once_by_however_many_at_once(world, ticket, budget):
    decision = ask(ticket, world.ana, amount=12_000)
    found = []

    def take(by):
        try:
            grant_decision(Decision.objects.get(pk=decision.pk), by=by)
            found.append("granted")
        except AuthorityRefused as refusal:
            found.append(str(refusal))

    at_once([lambda by=by: take(by) for by in (world.lead, world.manager, world.owner, world.lead)])
    assert sorted(found) == ["This was decided already."] * 3 + ["granted"]
    assert Budget.objects.get().used_minor == 12_000


@pytest.mark.django_db(transaction=True)
def test_a_count_holds_when_one_person_asks_on_many_tickets_at_once(world, ticket, limit):
    limit(kind="refund", count=3)
    tickets = [make_ticket(world.support, world.customer) for _n in range(8)]
    asks = [
        lambda t=one: ask_decision(t, "refund", by=world.ana, amount=100, currency="EUR", reason="x")
        for one in tickets
    ]
    at_once(asks)
    assert Decision.objects.filter(state="granted").count() == 3


@pytest.mark.django_db
def test_looking_at_a_budget_changes_nothing(world, ticket, budget):
    may_decide(world.ana, "goodwill", amount=4000, currency="EUR", ticket=ticket)
    budget.refresh_from_db()
    assert budget.used_minor == 0


def at_once(calls):
    ready = threading.Barrier(len(calls))

    def run(call):
        try:
            ready.wait(10)
            call()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
