"""The door for other rooms: what somebody may do alone, asking for the rest, and hearing how it ended."""

import pytest

from careline.authority.actions.ask_decision import ask_decision, withdraw_decision
from careline.authority.actions.take_decision import grant_decision, refuse_decision
from careline.authority.contracts import Ruling, Verdict
from careline.authority.queries import granted_on, may_decide, ruling_on
from careline.core.models import Event
from careline.tickets.actions.keep_out import apply_keep_out, apply_let_in
from careline.tickets.contracts import NotVisible
from careline.tickets.queries.access import access_ticket, lock_remaining

pytestmark = pytest.mark.django_db
RUN = "playbooks.run:12"


def ask(ticket, by, amount=8000):
    return ask_decision(
        ticket, "refund", by=by, amount=amount, currency="EUR", reason="It came broken", about=RUN
    )


def told(name):
    return [
        (one["about"], one["amount"])
        for one in Event.objects.filter(name=name).values_list("data", flat=True)
    ]


def test_within_limits_the_room_hears_at_once_that_it_was_granted(world, ticket, limit):
    limit()
    assert may_decide(world.ana, "refund", amount=4000, currency="EUR", ticket=ticket).is_allowed
    made = ask(ticket, world.ana, amount=4000)
    assert told("decision.granted") == [(RUN, 4000)]
    assert ruling_on(RUN) == Ruling(
        made.pk, "refund", "granted", 4000, 4000, "EUR", "It came broken", world.ana.pk
    )
    assert granted_on(ticket.pk, "refund", "EUR") == 4000


def test_beyond_limits_the_room_hears_how_it_ended(world, ticket, limit):
    limit()
    limit(role="team_lead", most=10_000)
    answer = may_decide(world.ana, "refund", amount=8000, currency="EUR", ticket=ticket)
    assert (answer.verdict, answer.approvers) == (Verdict.NEEDS_APPROVAL, (world.lead.pk,))
    made = ask(ticket, world.ana)
    assert told("decision.asked") == [(RUN, 8000)]
    assert (ruling_on(RUN).state, granted_on(ticket.pk, "refund", "EUR")) == ("waiting", 0)
    grant_decision(made, by=world.lead, amount=6000, words="The rest was used")
    assert told("decision.granted") == [(RUN, 6000)]
    ruling = ruling_on(RUN)
    assert (ruling.state, ruling.asked, ruling.granted, ruling.words, ruling.by_id) == (
        "granted", 8000, 6000, "The rest was used", world.lead.pk,
    )  # fmt: skip


def test_what_was_refused_and_asked_again_stands_as_the_latest(world, ticket, limit):
    limit()
    refuse_decision(ask(ticket, world.ana), by=world.manager, words="The wall did it")
    assert (told("decision.refused"), ruling_on(RUN).state) == ([(RUN, 8000)], "refused")
    withdraw_decision(ask(ticket, world.ana), by=world.ana)
    assert (told("decision.withdrawn"), ruling_on(RUN).state) == ([(RUN, 8000)], "withdrawn")
    assert ruling_on("playbooks.run:13") is None


def test_a_room_with_a_right_of_its_own_keeps_somebody_out_and_lets_them_in(world, ticket):
    locked = lock_remaining(ticket.pk)
    assert apply_keep_out(locked, world.ben, reason="It is about him", by=world.ana)
    assert not apply_keep_out(locked, world.ben, reason="It is about him", by=world.ana)
    with pytest.raises(NotVisible):
        access_ticket(world.ben, ticket.pk)
    assert apply_let_in(locked, world.ben, by=world.ana)
    assert not apply_let_in(locked, world.ben, by=world.ana)
    assert access_ticket(world.ben, ticket.pk) == ticket
