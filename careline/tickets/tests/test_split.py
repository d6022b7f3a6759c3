"""A ticket becomes two: the chosen messages go with their files and words, both say so, and it can be taken back."""

import pytest
from django.test import Client

from careline.accounts.contracts import Forbidden
from careline.core.files import store
from careline.core.models import Event
from careline.testing.racing import race
from careline.testing.world import World, make_customer, make_message, make_ticket, make_world
from careline.tickets.actions.link import link
from careline.tickets.actions.merge import merge
from careline.tickets.actions.split import NewTicket, split, unsplit
from careline.tickets.actions.watch import watch
from careline.tickets.contracts import Conflict, NotVisible, Refused
from careline.tickets.models import Attachment, Interval, Link, Message, MessageSearch, Split, Status, Ticket
from careline.tickets.queries.access import access_ticket
from careline.tickets.queries.counts import counts

PART = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def said(world: World) -> tuple[Ticket, Message, Message, Message]:
    """The customer's first message, another need of theirs, and our answer to that."""
    ticket = make_ticket(world.support, world.customer, status=Status.OPEN, assignee=world.ana)
    other = make_message(ticket, text="By the way: my invoice is wrong")
    answer = make_message(ticket, text="We look at the invoice", agent=world.ana, state="sent")
    return ticket, ticket.messages.first(), other, answer


def names() -> list[str]:
    return [*Event.objects.order_by("pk").values_list("name", flat=True)]


def test_the_chosen_messages_go_with_files_and_words_and_both_tickets_say_so(world: World, said) -> None:
    ticket, first, other, answer = said
    watch(ticket, by=world.ben)
    kept = store(b"%PDF-1.4", "application/pdf")
    Attachment.objects.create(
        message=other, file=kept, name="invoice.pdf", content_type="application/pdf", size=8
    )
    done = split(ticket, [other.pk, answer.pk], by=world.ana, new=NewTicket("Wrong invoice"))
    target = done.target
    target.refresh_from_db()
    ticket.refresh_from_db()
    assert [m.pk for m in target.messages.order_by("pk")] == [other.pk, answer.pk]
    assert (target.subject, target.message_count, ticket.message_count) == ("Wrong invoice", 2, 1)
    assert target.snippet == "We look at the invoice" and ticket.snippet == first.text
    assert target.customer == world.customer and target.assignee == world.ana
    assert target.status == Status.OPEN and target.first_answered_at == answer.created_at
    assert target.created_at == other.created_at and ticket.last_message_at == first.created_at
    assert Attachment.objects.get(name="invoice.pdf").message.ticket == target
    assert {*MessageSearch.objects.filter(ticket_id=target.pk).values_list("message_id", flat=True)} == {
        other.pk, answer.pk,
    }  # fmt: skip
    assert target.watchers.get().agent == world.ben
    assert Link.objects.get().kind == "split" and counts(world.ana)["all_open"] == 2
    assert Interval.objects.filter(ticket=target, ended_at=None).count() == 3
    assert names()[-3:] == ["ticket.opened", "ticket.split_off", "ticket.split"]


def test_what_nobody_answered_is_new_and_belongs_to_who_wrote_it(world: World, said) -> None:
    ticket, *_rest = said
    otto = make_customer("Otto", email="otto@other.example")
    theirs = make_message(ticket, text="I am in copy, and have a question")
    Message.objects.filter(pk=theirs.pk).update(customer=otto)
    target = split(ticket, [theirs.pk], by=world.ana).target
    assert (target.status, target.customer, target.first_answered_at) == (Status.NEW, otto, None)
    otto.refresh_from_db()
    assert otto.team_ids == [world.support.pk]


def test_a_split_taken_back_leaves_what_was_said_where_it_was(world: World, said) -> None:
    ticket, _first, other, answer = said
    before = (
        Ticket.objects.filter(pk=ticket.pk)
        .values("snippet", "message_count", "last_message_at", "status")
        .get()
    )
    done = split(ticket, [other.pk, answer.pk], by=world.ana)
    make_message(Ticket.objects.get(pk=done.target_id), text="Later")
    assert unsplit(done.pk, by=world.ben) == ticket
    after = (
        Ticket.objects.filter(pk=ticket.pk)
        .values("snippet", "message_count", "last_message_at", "status")
        .get()
    )
    assert after["message_count"] == 4 and after["snippet"] == "Later" and after["status"] == before["status"]
    assert access_ticket(world.ana, done.target_id) == ticket and not Link.objects.exists()
    with pytest.raises(Refused):
        unsplit(done.pk, by=world.ben)


def test_what_makes_no_sense_is_refused_and_changes_nothing(world: World, said) -> None:
    ticket, first, other, answer = said
    elsewhere = make_ticket(world.support, world.customer).messages.get()
    note = make_message(ticket, text="Psst", agent=world.ana, is_public=False)
    for wrong in (
        [],
        [first.pk, other.pk, answer.pk],
        [other.pk, elsewhere.pk],
        [0],
        [first.pk, other.pk, answer.pk, note.pk],
    ):
        with pytest.raises(Refused):
            split(ticket, wrong, by=world.ana)
    with pytest.raises(Forbidden):
        split(ticket, [other.pk], by=world.light)
    with pytest.raises(Conflict):
        split(ticket, [other.pk], by=world.ana, version=ticket.version + 1)
    with pytest.raises(Refused):
        link(ticket, elsewhere.ticket, kind="split", by=world.ana)
    hidden = make_ticket(world.complaints, world.customer)
    with pytest.raises(NotVisible):
        split(hidden, [hidden.messages.get().pk], by=world.ana)
    assert not Split.objects.exists() and ticket.messages.count() == 4


@pytest.mark.django_db(transaction=True)
def test_of_two_who_split_the_same_message_one_does() -> None:
    small = make_world()
    ticket = make_ticket(small.support, small.customer)
    other = make_message(ticket, text="Another need")
    got = race(
        lambda: split(ticket, [other.pk], by=small.ana),
        lambda: split(ticket, [other.pk], by=small.ben),
        behind=Ticket.objects.filter(pk=ticket.pk),
    )
    assert sorted(type(one).__name__ for one in got) == ["Refused", "Split"]
    assert Ticket.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_split_and_a_merge_at_once_lose_nothing() -> None:
    small = make_world()
    ticket, into = (make_ticket(small.support, small.customer) for _ in range(2))
    other = make_message(ticket, text="Another need")
    race(
        lambda: merge(ticket, into=into, by=small.ana),
        lambda: split(ticket, [other.pk], by=small.ben),
        behind=Ticket.objects.filter(pk__in=[ticket.pk, into.pk]).order_by("pk"),
    )
    for one in Ticket.objects.all():
        assert one.message_count == one.messages.count()
    assert Message.objects.count() == 3


def logged_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_dialog_offers_the_messages_and_the_new_ticket_opens(world: World, said) -> None:
    ticket, _first, other, _answer = said
    client = logged_in(world.ana)
    assert "Split into a new ticket" in client.get(f"/messages/{other.pk}/facts/").content.decode()
    assert "Split into a new ticket" in client.get(f"/tickets/{ticket.pk}/menus/more/").content.decode()
    page = client.get(f"/tickets/{ticket.pk}/split/?message={other.pk}", **PART).content.decode()
    assert page.count('name="messages"') == 3 and f'value="{other.pk}" checked' in page
    data = {
        "messages": [other.pk],
        "subject": "Invoice",
        "customer": world.customer.pk,
        "version": ticket.version,
    }
    answer = client.post(f"/tickets/{ticket.pk}/split/", data, **PART)
    target = Split.objects.get().target
    assert answer.headers["HX-Redirect"] == f"/tickets/{target.pk}/"
    for one in (ticket, target):
        assert "Undo the split" in client.get(f"/tickets/{one.pk}/side/").content.decode()
    assert "split 1 message off" in client.get(f"/tickets/{ticket.pk}/").content.decode()
    undone = client.post(f"/tickets/{target.pk}/split/undo/", {"split": Split.objects.get().pk}, **PART)
    assert undone.headers["HX-Redirect"] == f"/tickets/{ticket.pk}/" and ticket.messages.count() == 3


def test_strangers_and_light_agents_split_nothing(world: World) -> None:
    secret = make_ticket(world.complaints, world.customer)
    more = make_message(secret, text="More")
    address = f"/tickets/{secret.pk}/split/"
    for person in (world.ana, world.light, world.stranger):
        assert logged_in(person).get(address).status_code == 404
        assert logged_in(person).post(address, {"messages": more.pk}, **PART).status_code == 404
    done = split(secret, [more.pk], by=world.cleo)
    assert logged_in(world.ana).post(f"{address}undo/", {"split": done.pk}, **PART).status_code == 404
    assert logged_in(world.auditor).get(address).status_code == 403
    assert (
        "Split into" not in logged_in(world.auditor).get(f"/tickets/{secret.pk}/menus/more/").content.decode()
    )
    assert secret.messages.count() == 1
