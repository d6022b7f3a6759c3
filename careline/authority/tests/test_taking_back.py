"""What was granted and is not given after all: the budget has it again, the ticket counts it no more, the thread says it once."""

import pytest
from django.test import Client

from careline.authority.actions.ask_decision import ask_decision
from careline.authority.actions.plan_budget import plan_budget
from careline.authority.actions.set_limits import save_kind
from careline.authority.actions.take_back import take_back
from careline.authority.actions.take_decision import grant_decision
from careline.authority.contracts import AuthorityRefused
from careline.authority.queries import granted_on, may_decide
from careline.authority.queries.budgets import this_month
from careline.fields.actions.save_field import FieldDetails, create_field
from careline.testing.api import ApiCaller
from careline.tickets.models import Ticket

pytestmark = pytest.mark.django_db
PART = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def budget(world, ticket, limit):
    limit(kind="goodwill", most=5000, count=1)
    limit(kind="goodwill", role="team_lead", most=20_000)
    return plan_budget(
        world.support, this_month(), most=10_000, currency="EUR", owner=world.lead, by=world.manager
    )


def ask(ticket, by, amount=4000):
    return ask_decision(ticket, "goodwill", by=by, amount=amount, currency="EUR", reason="They waited long")


def used(budget):
    budget.refresh_from_db()
    return budget.used_minor


def page_of(person, ticket):
    client = Client()
    client.force_login(person)
    return client.get(f"/tickets/{ticket.pk}/").content.decode()


def test_the_budget_has_it_again_and_the_ticket_counts_it_no_more(world, ticket, budget):
    made = ask(ticket, world.ana)
    assert used(budget) == 4000
    taken = take_back(made, by=world.ana, reason="They took the exchange instead")
    assert (taken.state, taken.granted_minor, taken.answer) == (
        "withdrawn",
        None,
        "They took the exchange instead",
    )
    assert (used(budget), granted_on(ticket.pk, "goodwill", "EUR")) == (0, 0)
    again = may_decide(world.ana, "goodwill", amount=4000, currency="EUR", ticket=ticket)
    assert not again.is_allowed and "1 a month" in again.reason, "how often somebody decided stays"


def test_who_asked_or_decided_takes_it_back_once_and_with_a_reason(world, ticket, budget):
    made = grant_decision(
        ask(ticket, world.ana, amount=8000), by=world.lead, amount=6000, words="The rest was used"
    )
    with pytest.raises(AuthorityRefused):
        take_back(made, by=world.ben, reason="No")
    with pytest.raises(AuthorityRefused, match="Say why"):
        take_back(made, by=world.ana, reason=" ")
    take_back(made, by=world.lead, reason="They cancelled")
    assert used(budget) == 0
    with pytest.raises(AuthorityRefused):
        take_back(made, by=world.lead, reason="They cancelled")
    assert used(budget) == 0


def test_it_is_taken_out_of_the_field_where_just_that_stands(world, ticket, budget):
    create_field("ticket", "money", FieldDetails("Given", limits={"currencies": ["EUR"]}), by=world.owner)
    save_kind("", key="goodwill", field="given", by=world.owner)
    first, second = ask(ticket, world.manager), ask(ticket, world.manager, amount=1500)
    assert Ticket.objects.get(pk=ticket.pk).fields["given"] == {"amount": 5500, "currency": "EUR"}
    take_back(first, by=world.manager, reason="Paid by the maker")
    assert Ticket.objects.get(pk=ticket.pk).fields["given"] == {"amount": 1500, "currency": "EUR"}
    take_back(second, by=world.manager, reason="Paid by the maker")
    assert not Ticket.objects.get(pk=ticket.pk).fields.get("given")


def test_it_is_taken_back_beside_the_ticket_and_by_programs(world, ticket, budget):
    made, client = ask(ticket, world.ana), Client()
    client.force_login(world.ana)
    told = {"decision": made.pk, "reason": "They took the exchange"}
    answer = client.post(f"/tickets/{ticket.pk}/authority/taking-back/", told, **PART)
    assert (
        "Taken back" in answer.content.decode() and "It is not given after all" not in answer.content.decode()
    )
    assert "took back what was granted, Goodwill: 40.00 EUR: They took the exchange" in page_of(
        world.ana, ticket
    )
    other = ask(ticket, world.manager)
    words = {"words": "Paid by the maker"}
    assert ApiCaller(world.ben).post(f"/decisions/{other.pk}/taking-back", words).status_code == 422
    assert (
        ApiCaller(world.manager).post(f"/decisions/{other.pk}/taking-back", words).json()["state"]
        == "withdrawn"
    )
    assert used(budget) == 0


def test_the_conversation_says_a_decision_once_and_the_history_all(world, ticket, budget):
    grant_decision(ask(ticket, world.ana, amount=8000), by=world.lead, words="Fair enough")
    assert page_of(world.ana, ticket).count("Fair enough") == 1, "in its note"
    client = Client()
    client.force_login(world.ana)
    assert (
        "granted Goodwill: 80.00 EUR: Fair enough"
        in client.get(f"/tickets/{ticket.pk}/history/").content.decode()
    )
