"""Who may see a ticket is asked in the statement that reads it: once, as the rights are now, and right under races."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from careline.accounts.models import Membership
from careline.accounts.queries import own_team_ids, sight_of, visible_team_ids
from careline.testing.world import World, make_message, make_ticket, make_world
from careline.tickets.contracts import NotVisible
from careline.tickets.models import Ticket
from careline.tickets.queries.access import access_ticket, lock_ticket
from careline.tickets.queries.counts import counts
from careline.tickets.queries.queue import queue
from careline.tickets.queries.recipients import reply_recipients
from careline.tickets.queries.thread import thread


@pytest.mark.django_db
def test_one_statement_reads_a_ticket_with_the_rights(django_assert_num_queries) -> None:
    world = make_world()
    ticket = make_ticket(world.complaints, world.customer)
    with django_assert_num_queries(1):
        assert access_ticket(world.cleo, ticket.pk) == ticket
    with django_assert_num_queries(3):
        assert len(thread(world.cleo, ticket).messages) == 1


@pytest.mark.django_db
def test_rights_that_change_count_at_once_for_the_same_person_in_memory() -> None:
    world = make_world()
    ticket = make_ticket(world.complaints, world.customer)
    assert thread(world.cleo, ticket).messages
    Membership.objects.filter(agent=world.cleo).delete()
    for refused in (access_ticket, lambda agent, _: thread(agent, ticket)):
        with pytest.raises(NotVisible):
            refused(world.cleo, ticket.pk)
    Membership.objects.create(agent=world.stranger, team=world.complaints)
    assert thread(world.stranger, access_ticket(world.stranger, ticket.pk)).messages


@pytest.mark.django_db
def test_a_ticket_without_messages_is_told_from_one_that_may_not_be_seen() -> None:
    world = make_world()
    ticket = make_ticket(world.complaints, world.customer)
    ticket.messages.all().delete()
    assert thread(world.cleo, ticket).messages == ()
    with pytest.raises(NotVisible):
        thread(world.stranger, ticket)


@pytest.mark.django_db
def test_sight_says_what_the_single_questions_say(django_assert_num_queries) -> None:
    world = make_world()
    Membership.objects.create(agent=world.manager, team=world.workshop)
    for agent in (world.ana, world.cleo, world.stranger, world.manager, world.auditor, world.owner):
        with django_assert_num_queries(1):
            sight = sight_of(agent)
        assert (sight.own, sight.visible) == (own_team_ids(agent), visible_team_ids(agent))
    assert world.complaints.pk not in sight_of(world.ana).visible
    assert sight_of(world.auditor).visible == sorted(
        [world.support.pk, world.complaints.pk, world.workshop.pk]
    )


@pytest.mark.django_db
def test_sight_handed_down_is_not_asked_again(django_assert_num_queries) -> None:
    world = make_world()
    make_ticket(world.support, world.customer)
    sight = sight_of(world.ana)
    with django_assert_num_queries(3):
        assert (
            counts(world.ana, sight)["my_teams"] == len(queue(world.ana, "my_teams", sight=sight).rows) == 1
        )


@pytest.mark.django_db
def test_an_answer_goes_to_the_same_people_whether_messages_were_read_before_or_not(
    django_assert_num_queries,
) -> None:
    world = make_world()
    ticket = make_ticket(world.support, world.customer)
    make_message(ticket, text="Ours", agent=world.ana, state="sent")
    ticket.messages.filter(author="customer").update(
        from_email="carla@work.example", cc=[["boss@x.example", ""]]
    )
    newest = make_message(ticket, text="I am away")
    ticket.messages.filter(pk=newest.pk).update(from_email="robot@x.example", machine="auto_reply")
    messages = thread(world.ana, ticket).messages
    with django_assert_num_queries(0):
        known = reply_recipients(ticket, messages)
    assert known == reply_recipients(ticket)
    assert [one.email for one in (*known.to, *known.cc)] == ["carla@work.example", "boss@x.example"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("to_private", [False, True])
def test_locking_a_ticket_that_is_moved_meanwhile_goes_by_where_it_came_to(to_private: bool) -> None:
    world = make_world()
    ticket = make_ticket(world.support, world.customer)
    target = world.complaints if to_private else world.workshop
    found: list[int | str] = []
    with transaction.atomic():
        Ticket.objects.filter(pk=ticket.pk).update(team=target)
        waiting = _beside(lambda: found.append(_locked_team(world, ticket)))
        _until_somebody_waits()
    waiting.join(10)
    assert found == (["not visible"] if to_private else [target.pk])


def _locked_team(world: World, ticket: Ticket) -> int | str:
    try:
        with transaction.atomic():
            return lock_ticket(ticket, by=world.ana).team_id
    except NotVisible:
        return "not visible"


def _beside(work: Callable[[], object]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread_of_its_own = threading.Thread(target=run)
    thread_of_its_own.start()
    return thread_of_its_own


def _until_somebody_waits() -> None:
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    for _ in range(500):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(waiting)
            row = cursor.fetchone()
        if row and row[0]:
            return
        threading.Event().wait(0.01)
    raise AssertionError("nobody waited for the lock")
