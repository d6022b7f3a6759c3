"""Complaints, moods and measures follow merges of tickets and of customers, and come back."""

import pytest

from careline.customers.actions.merge_customers import merge_customers
from careline.feedback.actions.open_complaint import Opening, open_complaint
from careline.feedback.actions.take_measure import Wish, take_measure
from careline.feedback.contracts import Level
from careline.feedback.models import ComplaintTicket
from careline.feedback.queries.complaints import Wanted, browse_complaints, complaints_of
from careline.feedback.queries.measures import standing_measures
from careline.feedback.queries.moods import latest_mood, standings
from careline.testing.world import make_customer, make_ticket
from careline.tickets.actions.merge import merge
from careline.tickets.actions.unmerge import unmerge
from careline.tickets.queries.kept_out import kept_out_ids


@pytest.fixture
def calm(world):
    return make_ticket(world.complaints, world.customer, subject="The same again", text="Thank you")


def marks(ticket):
    ticket.refresh_from_db()
    return ticket.marks


def test_moods_go_with_their_messages_and_so_do_the_marks(world, angry, calm):
    assert marks(angry) == {"mood": "furious"} and marks(calm) == {}
    done = merge(angry, into=calm, by=world.owner)
    assert standings([angry.pk, calm.pk]) == {angry.pk: Level.CALM, calm.pk: Level.FURIOUS}
    assert (marks(angry), marks(calm)) == ({}, {"mood": "furious"})
    assert latest_mood(calm.pk).level == Level.FURIOUS and latest_mood(angry.pk) is None
    unmerge(done.pk, by=world.owner)
    assert (marks(angry), marks(calm)) == ({"mood": "furious"}, {})


def test_complaints_go_along_and_come_back(world, angry, calm):
    row = open_complaint(angry, Opening("Late", "Delivery", about_id=world.ben.pk), by=world.ana)
    own = open_complaint(calm, Opening("Rude", "Staff"), by=world.cleo)
    assert {one.pk for one in browse_complaints(world.cleo, Wanted()).complaints} >= {own.pk}
    done = merge(angry, into=calm, by=world.owner)
    assert {one.pk for one in complaints_of(world.cleo, calm.pk)} == {row.pk, own.pk}
    assert kept_out_ids(calm.pk) == {world.ben.pk}
    unmerge(done.pk, by=world.owner)
    assert [one.pk for one in complaints_of(world.cleo, calm.pk)] == [own.pk]
    assert [one.pk for one in complaints_of(world.ana, angry.pk)] == [row.pk]
    assert kept_out_ids(calm.pk) == set() and kept_out_ids(angry.pk) == {world.ben.pk}


def test_what_belonged_to_both_stays_with_both(world, angry, calm):
    row = open_complaint(angry, Opening("Late", "Delivery"), by=world.owner)
    ComplaintTicket.objects.create(complaint=row, ticket=calm)
    unmerge(merge(angry, into=calm, by=world.owner).pk, by=world.owner)
    assert ComplaintTicket.objects.filter(complaint=row).count() == 2


def test_measures_follow_customers_who_are_merged(world, angry):
    take_measure(angry, Wish("warn", "Insults"), by=world.lead)
    other = make_customer("Carla at work")
    merge_customers(world.customer, into=other, by=world.owner)
    assert [one.kind for one in standing_measures(other)] == ["warn"]
    world.customer.refresh_from_db()
    assert [one.kind for one in standing_measures(world.customer)] == ["warn"]
