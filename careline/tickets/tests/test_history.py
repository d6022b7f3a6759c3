"""The history of a ticket: every fact has words, a page to read, files to take away."""

import csv
import io
import json
from dataclasses import asdict
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from careline.core.events import FACTS
from careline.core.models import Event
from careline.testing.mail import make_inbound, make_policy
from careline.testing.world import World, make_message, make_ticket
from careline.tickets.actions.add_task import add_task
from careline.tickets.actions.assign import assign
from careline.tickets.actions.receive import receive
from careline.tickets.actions.set_priority import set_priority
from careline.tickets.actions.set_reminder import set_reminder
from careline.tickets.actions.set_status import set_status
from careline.tickets.actions.set_subject import set_subject
from careline.tickets.actions.snooze import snooze
from careline.tickets.actions.write_time import correct_time, write_time
from careline.tickets.contracts import Grade, Thread
from careline.tickets.events import TicketFact
from careline.tickets.models import Status, Ticket
from careline.tickets.slots import phrases_added
from careline.tickets.views.history_words import WORDED, in_words
from careline.tickets.views.phrases import Names

OF_TICKETS = {name: fact for name, fact in FACTS.items() if issubclass(fact, TicketFact)}


@pytest.fixture
def ticket(world: World) -> Ticket:
    return make_ticket(world.support, world.customer)


def logged_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page_of(person, ticket: Ticket, query: str = "") -> str:
    return logged_in(person).get(f"/tickets/{ticket.pk}/history/{query}").content.decode()


def test_a_status_that_an_answer_changed_is_said_in_the_history(world: World, ticket: Ticket) -> None:
    set_status(ticket, Status.OPEN, by=world.ana)
    page = page_of(world.ana, ticket)
    assert "set the status to <b>Open</b>" in page
    assert "status_changed" not in page


def test_every_fact_about_a_ticket_has_words() -> None:
    assert {*OF_TICKETS} - WORDED - {*phrases_added()} == set()


@pytest.mark.parametrize("name", sorted(OF_TICKETS))
def test_words_come_whatever_an_older_version_left_out(name: str) -> None:
    fact = OF_TICKETS[name](1, 1)
    data = json.loads(json.dumps(asdict(fact)))
    event = Event(
        pk=1,
        name=name,
        subject="ticket:1",
        topics=[],
        actor_kind="agent",
        actor_id=1,
        data=data,
        at=timezone.now(),
    )
    icon, words = in_words(event, Names())
    assert icon and words and "{}" not in words


def test_a_fact_of_a_version_to_come_is_named() -> None:
    event = Event(pk=1, name="ticket.teleported", subject="ticket:1", actor_kind="system", data={"x": 1})
    assert "ticket.teleported" in in_words(event, Names())[1]


def test_who_did_what_from_what_to_what_and_why(world: World, ticket: Ticket) -> None:
    set_subject(ticket, "<b>Saddle</b>", by=world.ana)
    set_priority(ticket, 4, by=world.ana)
    assign(ticket, to=world.ben, by=world.lead, cause=Event.objects.latest("pk").pk)
    snooze(ticket, timezone.now() + timedelta(hours=1), by=world.ana)
    entry = write_time(ticket, 3600, by=world.ana)
    correct_time(entry.pk, 60, reason="Lunch", by=world.lead)
    page = page_of(world.ana, ticket)
    for words in ("My chain came off", "&lt;b&gt;Saddle&lt;/b&gt;", "Normal", "Urgent", "nobody", "Ben Agent", "Because:",
                  "snoozed this until", "corrected the time of", "Lunch", "1:00", "0:01"):  # fmt: skip
        assert words in page, words


def test_it_can_be_filtered_and_read_on_page_after_page(world: World, ticket: Ticket) -> None:
    for n in range(120):
        add_task(ticket, f"Number {n}.", by=world.ana)
    set_priority(ticket, 4, by=world.ana)
    assert "Urgent" not in page_of(world.ana, ticket, "?kind=tasks")
    assert "Number" not in page_of(world.ana, ticket, "?kind=changes")
    first = logged_in(world.ana).get(f"/tickets/{ticket.pk}/history/?kind=tasks")
    second = page_of(world.ana, ticket, f"?kind=tasks&before={first.context['next']}")
    assert "Number 20." in first.content.decode() and "Number 19." in second and "Number 20." not in second


def test_it_can_be_taken_away_as_json_and_as_a_sheet_that_holds_no_formula(
    world: World, ticket: Ticket
) -> None:
    set_subject(ticket, "=HYPERLINK(1)", by=world.ana)
    client = logged_in(world.ana)
    said = json.loads(client.get(f"/tickets/{ticket.pk}/history/?format=json").content)
    assert [(one["who"], one["before"], one["after"]) for one in said] == [
        ("Ana Agent", "My chain came off", "=HYPERLINK(1)")
    ]
    answer = client.get(f"/tickets/{ticket.pk}/history/?format=csv")
    (row,) = csv.DictReader(io.StringIO(answer.content.decode()))
    assert row["after"] == "'=HYPERLINK(1)" and "attachment" in answer["Content-Disposition"]


def test_anothers_reminders_stand_only_in_the_auditors_history(world: World, ticket: Ticket) -> None:
    set_reminder(ticket, timezone.now() + timedelta(hours=1), by=world.ana)
    assert "set a reminder" in page_of(world.ana, ticket) and "set a reminder" in page_of(
        world.auditor, ticket
    )
    assert "set a reminder" not in page_of(world.ben, ticket)


@pytest.mark.parametrize("who", ["ana", "light", "lead", "manager", "owner", "auditor"])
def test_every_role_may_read_it(world: World, ticket: Ticket, who: str) -> None:
    assert logged_in(getattr(world, who)).get(f"/tickets/{ticket.pk}/history/").status_code == 200


def test_a_long_history_asks_no_more_than_a_short_one(
    world: World, ticket: Ticket, django_assert_max_num_queries
) -> None:
    for n in range(60):
        add_task(ticket, f"{n}", by=world.ana, owner=world.ben)
    client = logged_in(world.ana)
    with django_assert_max_num_queries(8):
        client.get(f"/tickets/{ticket.pk}/history/")


def test_a_stranger_reads_nothing(world: World) -> None:
    private = make_ticket(world.complaints, world.customer)
    for query in ("", "?format=json", "?format=csv"):
        assert logged_in(world.stranger).get(f"/tickets/{private.pk}/history/{query}").status_code == 404


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        *(
            ("ticket.type_changed", {"before": "question", "after": kind}, f"made this {said}")
            for kind, said in {
                "question": "a question", "incident": "an incident", "problem": "a problem", "task": "a task",
                "request": "a request", "complaint": "a complaint",
            }.items()
        ),
        ("ticket.linked", {"other_id": 7, "role": "child"}, "as a child of this"),
        ("ticket.linked", {"other_id": 7, "role": "of-child"}, "as the parent of this"),
        ("ticket.linked", {"other_id": 7, "role": "of-duplicate"}, "this is a duplicate of"),
        ("ticket.linked", {"other_id": 7, "role": "later"}, "after this was closed: it goes on in"),
        ("ticket.linked", {"other_id": 7, "kind": "child"}, "linked this with"),
        ("reminder.due", {"agent_id": 5}, "reminded <b>Ana</b> of this"),
    ],
)  # fmt: skip
def test_sentences_read_as_a_person_would_say_them(name: str, data: dict, words: str) -> None:
    event = Event(pk=1, name=name, subject="ticket:1", topics=[], actor_kind="agent", actor_id=5, data=data)
    assert words in in_words(event, Names({5: "Ana"}))[1]


def test_a_customer_who_answers_a_closed_ticket_is_seen_from_both_sides(world: World, ticket: Ticket) -> None:
    make_message(ticket)
    Ticket.objects.filter(pk=ticket.pk).update(
        status=Status.CLOSED, closed_at=timezone.now() - timedelta(days=90)
    )
    identity = world.customer.identities.get()
    with transaction.atomic():
        received = receive(
            make_inbound("It came off again", sender=identity.value),
            policy=make_policy(world.support),
            thread=Thread(ticket.pk, "reply_token"),
            grade=Grade.VERIFIED,
        )
    assert received.ticket_id != ticket.pk
    client = logged_in(world.ana)
    for one, other, word, words in (
        (ticket.pk, received.ticket_id, "Follow-up", "it goes on in"),
        (received.ticket_id, ticket.pk, "Earlier ticket", "after it was closed: this is the ticket for it"),
    ):
        side = client.get(f"/tickets/{one}/side/").content.decode()
        assert f"#{other}" in side and word in side
        assert words in client.get(f"/tickets/{one}/").content.decode()
        assert words in client.get(f"/tickets/{one}/history/").content.decode()
