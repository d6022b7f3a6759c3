"""Whoever is kept out of a ticket gets it through no door: page, API, order for many, rule, ladder."""

import pytest
from django.test import Client
from django.urls import reverse

from careline.authority.actions.escalate import escalate
from careline.authority.actions.save_ladder import save_ladder
from careline.authority.contracts import AuthorityRefused, Step
from careline.rules.contracts import Act
from careline.rules.models import Run
from careline.rules.tests.conftest import make_rule
from careline.rules.tests.conftest import work as run_rules
from careline.rules.tests.test_running import take_in
from careline.testing.api import ApiCaller
from careline.tickets.actions.keep_out import keep_out
from careline.tickets.contracts import BulkOrder
from careline.tickets.models import Ticket
from careline.tickets.tests.test_bulk import outcome, run

pytestmark = pytest.mark.django_db
PART = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def secret(world, ticket):
    """A complaint about Ben, in his team, of which he must know nothing."""
    keep_out(ticket, world.ben, reason="It is about him", by=world.manager)
    ticket.refresh_from_db()
    return ticket


def holder(ticket):
    return Ticket.objects.get(pk=ticket.pk).assignee


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


def test_a_lead_can_not_hand_it_to_them_on_the_page_nor_is_offered_them(world, secret):
    client, path = client_of(world.lead), f"/tickets/{secret.pk}/"
    answer = client.post(f"{path}assignment/", {"assignee": world.ben.pk, "version": secret.version}, **PART)
    assert answer.status_code in (409, 422) and holder(secret) is None
    offered = client.get(reverse("tickets:menu", args=[secret.pk, "assign"])).content.decode()
    assert "Ana Agent" in offered and "Ben Agent" not in offered


def test_a_program_can_not_hand_it_to_them(world, secret):
    answer = ApiCaller(world.lead).patch(f"/tickets/{secret.pk}", {"assignee_id": world.ben.pk})
    assert answer.status_code == 422 and holder(secret) is None


def test_an_order_for_many_leaves_it_out(world, secret):
    ended = outcome(run([secret], BulkOrder(assignee_id=world.ben.pk), by=world.manager))
    assert ended[secret.pk][0] == "refused" and holder(secret) is None


def test_a_rule_can_not_hand_it_to_them(world, secret):
    make_rule(world.owner, Act("assign", str(world.ben.pk)))
    take_in(world, answers=secret)
    run_rules()
    assert (holder(secret), Run.objects.get(ticket=secret).outcome) == (None, "failed")


def test_a_ladder_on_which_they_stand_does_not_lead_to_them(world, secret):
    save_ladder(world.support, [Step(1, f"agent:{world.ben.pk}")], by=world.manager)
    with pytest.raises(AuthorityRefused, match="Nobody on this level"):
        escalate(secret, 1, reason="A lawyer writes", by=world.ana)
    assert holder(secret) is None
