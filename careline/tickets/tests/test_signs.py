"""Signs under internal notes: given, taken back, seen by colleagues, never outside."""

import pytest
from django.test import Client

from careline.accounts.contracts import Forbidden
from careline.core.models import Event
from careline.testing.world import World, make_message, make_ticket
from careline.tickets.actions.react import react
from careline.tickets.contracts import NotVisible, Refused
from careline.tickets.models import Message, Reaction

PART = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def note(world: World) -> Message:
    ticket = make_ticket(world.support, world.customer)
    return make_message(ticket, text="He is in a hurry.", agent=world.ben, is_public=False)


def logged_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_sign_is_given_once_and_taken_back_and_both_are_told(world: World, note: Message) -> None:
    assert react(note, "agree", by=world.ana) and react(note, "agree", by=world.light)
    assert not react(note, "agree", by=world.ana)
    assert [one.agent for one in Reaction.objects.all()] == [world.light]
    told = Event.objects.filter(name="note.reacted").order_by("pk")
    assert [event.data["removed"] for event in told] == [False, False, True]


def test_only_notes_get_signs_and_only_those_there_are(world: World, note: Message) -> None:
    public = make_message(note.ticket, text="Hello", agent=world.ben, state="sent")
    with pytest.raises(Refused):
        react(public, "agree", by=world.ana)
    with pytest.raises(Refused):
        react(note, "love", by=world.ana)
    with pytest.raises(Forbidden):
        react(note, "agree", by=world.auditor)


def test_the_thread_shows_who_gave_which_with_no_more_queries(
    world: World, note: Message, django_assert_max_num_queries
) -> None:
    for person in (world.ana, world.light, world.lead):
        react(note, "done", by=person)
    client = logged_in(world.ana)
    client.get(f"/tickets/{note.ticket_id}/", **PART)
    with django_assert_max_num_queries(12):
        page = client.get(f"/tickets/{note.ticket_id}/", **PART).content.decode()
    assert "Done: Ana Agent, Lee Light, Lou Lead" in page
    again = client.post(f"/messages/{note.pk}/signs/", {"sign": "done"}, **PART).content.decode()
    assert "Done: Lee Light, Lou Lead" in again


def test_a_stranger_gives_no_sign(world: World) -> None:
    ticket = make_ticket(world.complaints, world.customer)
    note = make_message(ticket, text="Hm", agent=world.cleo, is_public=False)
    with pytest.raises(NotVisible):
        react(note, "agree", by=world.stranger)
    assert logged_in(world.stranger).post(f"/messages/{note.pk}/signs/", {"sign": "agree"}).status_code == 404
