"""To whoever is kept out of a ticket it does not exist: on every path by which search, lists and pages reach it, whatever their role."""

import json

import pytest
from django.test import Client

from careline.accounts.contracts import Forbidden
from careline.core.live.gates import allowed_topics
from careline.core.live.log import News
from careline.core.live.telling import Telling
from careline.testing.api import ApiCaller
from careline.testing.inboxes import make_inbox
from careline.testing.world import make_message, make_ticket
from careline.tickets.actions.assign import apply_assignment, assign
from careline.tickets.actions.keep_out import keep_out, let_in
from careline.tickets.actions.merge import merge
from careline.tickets.actions.move_team import move_team
from careline.tickets.actions.note import note
from careline.tickets.actions.split import NewTicket, split
from careline.tickets.actions.take_next import take_next
from careline.tickets.actions.watch import watch
from careline.tickets.contracts import NotVisible, Refused
from careline.tickets.models import Exclusion, Ticket, Watcher
from careline.tickets.queries.access import access_ticket, find_remaining_id
from careline.tickets.queries.colleagues import colleagues
from careline.tickets.queries.conditions import Conditions, latest_that_fit
from careline.tickets.queries.counts import counts
from careline.tickets.queries.customers import customer_tickets, organisation_tickets
from careline.tickets.queries.meant import meant
from careline.tickets.queries.queue import VIEWS, queue, views_of
from careline.tickets.queries.timeline import timeline
from careline.tickets.queries.watching import visible_ids, watchable_tickets, who_sees
from careline.tickets.tests.test_page_rights import ANYONE, CHANGES, NOTES, PAGES, PART, address
from careline.tickets.tests.test_search_paths import PATHS, Place

pytestmark = pytest.mark.django_db
WHOM = ("owner", "manager", "cleo")
# What is known of the customer, who has other dealings with the company, and of words that no ticket is needed for.
NOT_OF_THE_TICKET = {"customers", "a customer’s misspelt name", "macros", "the palette, customers", "the palette, macros",
    "completions of customers", "the API’s customers", "a word that was meant"}  # fmt: skip


def logged_in(person):
    client = Client()
    client.force_login(person)
    return client


def another(world, person):
    return world.manager if person == world.owner else world.owner


@pytest.fixture
def secret(world):
    ticket = make_ticket(world.complaints, world.customer, subject="Cleo was rude", assignee=None)
    make_message(ticket, text="We are sorry.", agent=world.manager, state="held")
    return ticket


@pytest.mark.parametrize("name", WHOM)
@pytest.mark.parametrize("path", sorted({*PATHS} - NOT_OF_THE_TICKET))
def test_a_path_shows_nothing_to_who_is_kept_out_and_all_to_the_others(world, path, name):
    place, person = Place(world), getattr(world, name)
    read = PATHS[path]
    assert "zanzibar" in said(read(world, person, place))
    keep_out(place.hidden, person, reason="It is about them", by=another(world, person))
    assert "zanzibar" not in said(read(world, person, place))
    assert "zanzibar" in said(read(world, another(world, person), place))
    let_in(place.hidden, person, by=another(world, person))
    assert "zanzibar" in said(read(world, person, place))


@pytest.mark.parametrize("path", sorted({*PATHS} - NOT_OF_THE_TICKET))
def test_a_path_shows_nothing_of_what_was_merged_into_what_they_are_kept_out_of(world, path):
    place = Place(world)
    other = make_ticket(world.complaints, world.customer, subject="Plain")
    merge(place.hidden, into=other, by=world.owner)
    keep_out(other, world.manager, reason="It is about them", by=world.owner)
    assert "zanzibar" not in said(PATHS[path](world, world.manager, place))


def said(answer):
    return json.dumps(answer).replace("zanzibor", "").lower()


@pytest.mark.parametrize("name", WHOM)
@pytest.mark.parametrize(
    "page",
    [
        *PAGES,
        "/tickets/{t}/authority/",
        "/tickets/{t}/escalation/",
        "/tickets/{t}/history/",
        "/tickets/{t}/card/",
    ],
)
def test_pages_are_not_there(world, secret, page, name):
    person = getattr(world, name)
    keep_out(secret, person, reason="About them", by=another(world, person))
    assert logged_in(person).get(address(page, secret)).status_code == 404


@pytest.mark.parametrize("change", [*CHANGES, *NOTES, *ANYONE])
def test_nothing_can_be_changed(world, secret, change):
    keep_out(secret, world.cleo, reason="About her", by=world.manager)
    before = Ticket.objects.values().get(pk=secret.pk)
    data = {**CHANGES, **NOTES, **ANYONE}[change]
    assert logged_in(world.cleo).post(address(change, secret), data, **PART).status_code == 404
    assert Ticket.objects.values().get(pk=secret.pk) == before


@pytest.mark.parametrize("name", WHOM)
def test_lists_counts_and_neighbours_leave_it_out(world, secret, name):
    person = getattr(world, name)
    other = make_ticket(world.complaints, world.customer, subject="Another")
    world.customer.organisation = None
    before = counts(person)
    keep_out(secret, person, reason="About them", by=another(world, person))
    for view in views_of(person):
        assert secret.pk not in [row.number for row in queue(person, view.key).rows]
    after = counts(person)
    assert (after["all_open"], after["unassigned"]) == (before["all_open"] - 1, before["unassigned"] - 1)
    for key in ("mine", "unassigned", "all_open", "pending", "solved", "snoozed"):
        assert after[key] == len(queue(person, key).rows), key
    assert [row.number for row in customer_tickets(person, world.customer)] == [other.pk]
    assert organisation_tickets(person, 0) == ()
    assert {row.ticket_id for row in timeline(person, world.customer)[0]} == {other.pk}
    assert [fit.number for fit in latest_that_fit(Conditions(), person).found] == [other.pk]
    assert latest_that_fit(Conditions(), person).among == 1
    assert secret.pk not in set(visible_ids(person).values_list("pk", flat=True))


def test_the_counts_follow_status_sleep_and_assignment(world, secret):
    keep_out(secret, world.manager, reason="About her", by=world.owner)
    for status in (2, 3, 5):
        logged_in(world.owner).post(f"/tickets/{secret.pk}/status/", {"status": str(status)}, **PART)
        found = counts(world.manager)
        assert all(found[key] == 0 for key in VIEWS if key in found), (status, found)


def test_what_changes_is_told_to_nobody_who_is_kept_out(world, secret):
    watch(secret, by=world.cleo)
    keep_out(secret, world.cleo, reason="About her", by=world.manager)
    assert watchable_tickets(world.cleo, [secret.pk]) == set()
    assert allowed_topics(world.cleo, [f"ticket:{secret.pk}"]) == frozenset()
    assert who_sees(secret, [world.cleo.pk, world.manager.pk]) == (world.manager.pk,)
    assert world.cleo not in colleagues(secret, besides=world.owner)
    assert not Watcher.objects.filter(agent=world.cleo).exists()
    note(secret, f'<p><span data-mention="{world.cleo.pk}">@Cleo</span> see this</p>', by=world.manager)
    assert not Watcher.objects.filter(agent=world.cleo).exists()


def test_a_stream_of_the_team_does_not_say_which_ticket_it_is(world, secret):
    team, ticket = f"team:{world.complaints.pk}", f"ticket:{secret.pk}"
    news = News(
        "message.received", frozenset({team, ticket}), {"event": 7, "ticket_id": secret.pk, "message_id": 9}
    )
    telling = Telling("c", news)
    assert str(secret.pk) not in telling.block(frozenset({team})).decode()
    assert str(secret.pk) in telling.block(frozenset({team, ticket})).decode()


def test_it_is_never_assigned_to_them(world, secret):
    assign(secret, to=world.cleo, by=world.cleo)
    keep_out(secret, world.cleo, reason="About her", by=world.manager)
    secret.refresh_from_db()
    assert secret.assignee is None
    with pytest.raises(Refused):
        assign(secret, to=world.cleo, by=world.manager)
    with pytest.raises(Refused):
        apply_assignment(secret, world.cleo, by=world.manager.actor)
    assert take_next(by=world.cleo) is None
    moved = move_team(secret, world.support.pk, by=world.manager)
    assert moved.assignee is None


def test_bulk_work_foretells_and_refuses_it(world, secret):
    keep_out(secret, world.cleo, reason="About her", by=world.manager)
    listed = ApiCaller(world.cleo).call("GET", "/tickets").json()["items"]
    assert secret.pk not in [one["id"] for one in listed]
    client = logged_in(world.manager)
    said = client.post(
        "/bulk/preview/", {"ids": str(secret.pk), "numbers": str(secret.pk), "assignee": str(world.cleo.pk)}
    )
    assert said.status_code in (200, 422)


def test_it_goes_along_when_messages_do(world, secret):
    other = make_ticket(world.complaints, world.customer, assignee=world.cleo)
    keep_out(secret, world.cleo, reason="About her", by=world.manager)
    merge(secret, into=other, by=world.manager)
    with pytest.raises(NotVisible):
        access_ticket(world.cleo, other.pk)
    other.refresh_from_db()
    assert (other.assignee, find_remaining_id(secret.pk)) == (None, other.pk)
    make_message(other, text="One more thing")
    done = split(other, [other.messages.order_by("pk").last().pk], new=NewTicket("New"), by=world.manager)
    with pytest.raises(NotVisible):
        access_ticket(world.cleo, done.target_id)


def test_only_those_with_the_right_keep_others_out_and_nobody_themselves(world, secret):
    with pytest.raises(Forbidden):
        keep_out(secret, world.manager, reason="x", by=world.cleo)
    with pytest.raises(Refused):
        keep_out(secret, world.manager, reason="x", by=world.manager)
    with pytest.raises(Refused):
        keep_out(secret, world.cleo, reason=" ", by=world.manager)
    keep_out(secret, world.cleo, reason="x", by=world.manager)
    keep_out(secret, world.cleo, reason="again", by=world.manager)
    assert Exclusion.objects.get().reason == "x"
    with pytest.raises(Forbidden):
        let_in(secret, world.cleo, by=world.cleo)


def test_the_mail_that_it_came_by_is_not_read_in_the_journal(world, secret):
    from careline.channels.models import Arrival
    from careline.channels.queries import access_arrival, arrivals_visible_to

    inbox = make_inbox(world.complaints)
    arrival = Arrival.objects.create(
        inbox=inbox, origin="smtp:1", sha256="1" * 64, size=3, raw=b"x", state="done", ticket_id=secret.pk
    )
    assert arrivals_visible_to(world.cleo).count() == 1
    keep_out(secret, world.cleo, reason="x", by=world.manager)
    assert arrivals_visible_to(world.cleo).count() == 0
    with pytest.raises(Arrival.DoesNotExist):
        access_arrival(world.cleo, arrival.pk)


def test_no_word_of_it_is_meant(world):
    make_ticket(world.complaints, world.customer, subject="Zanzibar")
    hidden = Ticket.objects.get(subject="Zanzibar")
    assert meant(world.manager, "zanzibor") == "zanzibar"
    keep_out(hidden, world.manager, reason="x", by=world.owner)
    assert meant(world.manager, "zanzibor") == ""


def test_an_empty_table_costs_no_further_statement(world, secret, django_assert_num_queries):
    with django_assert_num_queries(1):
        access_ticket(world.cleo, secret.pk)
