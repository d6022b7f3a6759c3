"""Mentions: only who may see the ticket is offered and told; outside, a mention is only a name."""

import pytest
from django.test import Client

from careline.testing.world import World, make_ticket
from careline.tickets.actions.note import note
from careline.tickets.actions.reply import reply
from careline.tickets.contracts import Outgoing
from careline.tickets.models import Ticket
from careline.tickets.queries.colleagues import colleagues
from careline.tickets.views.words import rich

EVERYBODY = ("owner", "manager", "lead", "ana", "ben", "cleo", "light", "auditor", "stranger")


@pytest.mark.parametrize("team", ["support", "complaints"])
def test_those_are_offered_who_may_see_the_ticket(world: World, team: str) -> None:
    ticket = make_ticket(getattr(world, team), world.customer)
    offered = {one.pk for one in colleagues(ticket, besides=world.cleo)}
    for name in EVERYBODY:
        person = getattr(world, name)
        sees = Ticket.objects.filter(pk=ticket.pk).visible_to(person).exists()
        assert (person.pk in offered) == (sees and person != world.cleo), name
    assert world.gone.pk not in offered


def test_the_list_costs_few_statements_and_holds_no_more_than_names(
    world, django_assert_max_num_queries
) -> None:
    ticket = make_ticket(world.complaints, world.customer)
    client = Client()
    client.force_login(world.cleo)
    with django_assert_max_num_queries(8):
        people = client.get(f"/tickets/{ticket.pk}/colleagues/").json()["people"]
    assert {"id": world.manager.pk, "name": world.manager.name, "email": world.manager.email} in people


def test_a_mention_goes_to_no_customer(world: World) -> None:
    ticket = make_ticket(world.support, world.customer)
    html = f'<div>Ask <span data-mention="{world.ben.pk}">@Ben Baker</span></div>'
    message = reply(ticket, Outgoing(html), by=world.ana)
    assert message.html == "<div>Ask <span>@Ben Baker</span></div>" and message.text == "Ask @Ben Baker"
    kept = note(ticket, html, by=world.ana)
    assert f'data-mention="{world.ben.pk}"' in rich(kept.html)
