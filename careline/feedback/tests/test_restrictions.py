"""A restriction is kept to on every path: one person gets what the customer writes, forms ask for a mail, agents see why."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from careline.accounts.contracts import Forbidden
from careline.channels.form import forms
from careline.channels.models import Arrival
from careline.channels.tests.test_intake import arrive
from careline.core.models import Event
from careline.customers.actions.merge_customers import merge_customers
from careline.feedback.actions.review_measure import keep_measure, tell_due_measures
from careline.feedback.actions.take_measure import Wish, lift_measure, take_measure
from careline.feedback.contracts import FeedbackRefused
from careline.feedback.models import Measure
from careline.feedback.queries.restrictions import restriction_of, takes_mail_only
from careline.notices.tests.conftest import told, work
from careline.testing.inboxes import make_inbox, make_mail
from careline.testing.world import make_customer, make_ticket
from careline.tickets.models import Ticket
from careline.tickets.queries.access import access_ticket

CARLA = "carla@customer.example"


@pytest.fixture
def ticket(world):
    return make_ticket(world.support, world.customer, text="You idiots", assignee=world.ana)


@pytest.fixture
def only_ben(world, ticket):
    return take_measure(ticket, Wish("restrict", "Insults", contact_id=world.ben.pk), by=world.lead)


@pytest.fixture
def inbox(world, monkeypatch):
    monkeypatch.setattr(forms, "QUICKEST_SECONDS", -1)
    return make_inbox(world.support, form_key="contact")


def write(inbox, subject="And another thing", sender=CARLA):
    arrive(inbox, make_mail(subject=subject, sender=sender))
    return Ticket.objects.filter(subject=subject).first()


def fill_in(client, email=CARLA):
    said = {"name": "C", "email": email, "subject": "Brakes", "message": "They squeak."}
    return client.post("/form/contact/", {**said, "stamp": forms.new_stamp()})


def test_open_tickets_go_to_the_one_person_at_once_and_the_ticket_says_so(world, ticket, only_ben, client):
    ticket.refresh_from_db()
    assert ticket.assignee == world.ben
    followed = Event.objects.get(name="abuse.restriction_followed")
    assert followed.data["agent_id"] == world.ben.pk
    client.force_login(world.ana)
    assert "Served by Ben Agent alone" in client.get(f"/tickets/{ticket.pk}/feedback/").text
    assert "is served by <b>Ben Agent</b> alone" in client.get(f"/tickets/{ticket.pk}/thread/").text


def test_a_new_mail_goes_there_and_so_does_one_in_an_old_ticket(world, ticket, only_ben, inbox):
    assert write(inbox).assignee == world.ben
    assert write(inbox, "Not me", "else@customer.example").assignee is None


def test_a_ticket_of_a_team_that_the_person_does_not_see_moves_to_theirs(world, only_ben, monkeypatch):
    elsewhere = make_inbox(world.complaints)
    found = write(elsewhere)
    assert (found.assignee, found.team) == (world.ben, world.support)
    assert access_ticket(world.ben, found.pk) == found


def test_a_form_asks_for_a_mail_and_takes_nothing(world, ticket, inbox, client):
    measure = take_measure(ticket, Wish("restrict", "Insults", by_mail_only=True), by=world.lead)
    answer = fill_in(client)
    assert answer.status_code == 422 and inbox.address in answer.text and "Insults" not in answer.text
    assert not Arrival.objects.exists()
    assert fill_in(client, "else@customer.example").status_code == 302
    assert write(inbox) is not None
    lift_measure(measure, "Better", by=world.lead)
    assert fill_in(client).status_code == 302


def test_it_counts_for_every_record_of_the_person(world, ticket, only_ben):
    other = make_customer("Carla at work", email="work@customer.example")
    assert restriction_of(other.pk) is None
    merge_customers(world.customer, into=other, by=world.owner)
    from careline.feedback.queries.restrictions import forget_restrictions

    forget_restrictions()
    assert restriction_of(other.pk).contact_id == restriction_of(world.customer.pk).contact_id == world.ben.pk
    assert not takes_mail_only("work@customer.example")


def test_who_left_gets_nothing_and_nothing_is_lost(world, ticket, only_ben, inbox):
    world.ben.is_active = False
    world.ben.save(update_fields=["is_active"])
    found = write(inbox)
    assert found is not None and found.assignee is None


def test_it_says_something_and_names_somebody_who_can_answer(world, ticket):
    with pytest.raises(FeedbackRefused, match="served"):
        take_measure(ticket, Wish("restrict", "Insults"), by=world.lead)
    for person in (world.light, world.gone):
        with pytest.raises(FeedbackRefused, match="can answer"):
            take_measure(ticket, Wish("restrict", "Insults", contact_id=person.pk), by=world.lead)


def test_nobody_else_costs_intake_a_statement(world, ticket, only_ben):
    restriction_of(world.customer.pk)
    with CaptureQueriesContext(connection) as captured:
        assert restriction_of(world.customer.pk + 99) is None
    assert len(captured) == 0


def due(measure):
    Measure.objects.filter(pk=measure.pk).update(review_on=timezone.localdate())


def test_the_day_to_look_again_is_told_once_to_who_took_it_and_who_leads(world, ticket):
    measure = take_measure(ticket, Wish("warn", "Insults"), by=world.ana)
    assert tell_due_measures() == 0
    due(measure)
    assert (tell_due_measures(), tell_due_measures()) == (1, 0)
    work()
    assert told(world.ana) == ["measure"] and told(world.lead) == ["measure"] and told(world.ben) == []


def test_it_is_kept_or_lifted_in_one_step_from_the_ticket(world, ticket, client):
    measure = take_measure(ticket, Wish("warn", "Insults"), by=world.ana)
    client.force_login(world.lead)
    assert "Keep it" not in client.get(f"/tickets/{ticket.pk}/feedback/").text
    due(measure)
    tell_due_measures()
    assert "Keep it" in client.get(f"/tickets/{ticket.pk}/feedback/").text
    answer = client.post(f"/complaints/measures/{measure.pk}/review/", {"from": "ticket"})
    assert answer["Location"] == f"/tickets/{ticket.pk}/"
    measure.refresh_from_db()
    assert measure.review_on > timezone.localdate() and measure.told_at is None
    due(measure)
    assert tell_due_measures() == 1
    client.post(f"/complaints/measures/{measure.pk}/end/", {"from": "ticket"})
    measure.refresh_from_db()
    assert measure.lifted_by == world.lead and tell_due_measures() == 0
    with pytest.raises(FeedbackRefused, match="lifted"):
        keep_measure(measure, by=world.lead)


def test_keeping_is_the_leads_and_until_a_day_ahead(world, ticket, client):
    measure = take_measure(ticket, Wish("warn", "Insults"), by=world.ana)
    with pytest.raises(Forbidden):
        keep_measure(measure, by=world.ana)
    with pytest.raises(FeedbackRefused, match="ahead"):
        keep_measure(measure, timezone.localdate() - timedelta(days=1), by=world.lead)
    client.force_login(world.stranger)
    assert client.post(f"/complaints/measures/{measure.pk}/review/").status_code in (403, 404)
