"""A complaint about an agent: from that moment its tickets do not exist for them, on every path; and what is told of it in a ticket."""

import pytest
from django.test import Client

from careline.accounts.contracts import Right
from careline.core.live.gates import allowed_topics
from careline.core.models import Event
from careline.feedback.actions.open_complaint import Opening, link_ticket, open_complaint
from careline.feedback.contracts import FeedbackRefused
from careline.feedback.tests.test_complaints import change
from careline.notices.tests.conftest import told, work
from careline.testing.api import ApiCaller
from careline.testing.live import live_server, session_of, watching
from careline.testing.world import make_message, make_ticket, make_world
from careline.tickets.actions.assign import assign
from careline.tickets.actions.keep_out import keep_out
from careline.tickets.actions.watch import watch
from careline.tickets.contracts import NotVisible, Refused
from careline.tickets.queries.access import access_ticket
from careline.tickets.queries.history import causes_of, history
from careline.tickets.queries.kept_out import kept_out_ids
from careline.tickets.queries.thread import thread
from careline.tickets.tests.test_search_paths import PATHS, Place

TICKET_PAGES = (
    "",
    "thread/",
    "side/",
    "history/",
    "history/?format=json",
    "feedback/",
    "complaint/",
    "relief/",
    "measures/",
)
NOT_OF_THE_TICKET = {"customers", "a customer’s misspelt name", "macros", "the palette, customers", "the palette, macros",
    "completions of customers", "the API’s customers", "a word that was meant"}  # fmt: skip


def logged_in(person):
    client = Client()
    client.force_login(person)
    return client


def about(person, ticket, by):
    return open_complaint(ticket, Opening("Was rude to me", "Staff", about_id=person.pk), by=by)


@pytest.fixture
def rude(world):
    return make_ticket(world.support, world.customer, subject="So rude", assignee=world.ana)


def test_whom_it_is_about_loses_the_ticket_at_once(world, rude):
    watch(rude, by=world.ana)
    row = about(world.ana, rude, world.ben)
    rude.refresh_from_db()
    assert rude.assignee is None and row.owner == world.ben
    with pytest.raises(NotVisible):
        access_ticket(world.ana, rude.pk)
    with pytest.raises(Refused):
        assign(rude, to=world.ana, by=world.lead)
    assert access_ticket(world.ben, rude.pk) == rude


@pytest.mark.parametrize("page", TICKET_PAGES)
def test_no_page_of_the_ticket_is_there_for_them(world, rude, page):
    about(world.ana, rude, world.ben)
    assert logged_in(world.ana).get(f"/tickets/{rude.pk}/{page}").status_code == 404
    assert logged_in(world.ben).get(f"/tickets/{rude.pk}/{page}").status_code == 200


@pytest.mark.parametrize("path", ["", "/messages", "/mood"])
def test_nor_is_it_in_the_api(world, rude, path):
    row = about(world.ana, rude, world.ben)
    assert ApiCaller(world.ana).get(f"/tickets/{rude.pk}{path}").status_code == 404
    assert ApiCaller(world.ben).get(f"/tickets/{rude.pk}{path}").status_code == 200
    assert ApiCaller(world.ana).get(f"/complaints/{row.pk}").status_code == 404
    assert ApiCaller(world.ana).get("/complaints").json()["items"] == []


@pytest.mark.parametrize("path", sorted({*PATHS} - NOT_OF_THE_TICKET))
def test_nor_does_search_find_it(world, path):
    place = Place(world)
    about(world.cleo, place.hidden, world.owner)
    assert "zanzibar" not in str(PATHS[path](world, world.cleo, place)).replace("zanzibor", "").lower()


def test_nor_do_notices_or_live_streams_tell_them(world, rude, django_capture_on_commit_callbacks):
    watch(rude, by=world.ana)
    about(world.ana, rude, world.ben)
    make_message(rude, text="And again")
    assign(rude, to=world.ben, by=world.lead)
    work()
    assert told(world.ana) == []
    assert f"ticket:{rude.pk}" not in allowed_topics(world.ana, [f"ticket:{rude.pk}"])


def test_further_tickets_of_the_complaint_are_kept_from_them_too(world, rude):
    row = about(world.ana, rude, world.ben)
    other = make_ticket(world.support, world.customer, assignee=world.ana)
    link_ticket(row, other.pk, by=world.ben)
    assert kept_out_ids(other.pk) == {world.ana.pk}


def test_somebody_else_is_named_by_who_may_keep_people_apart(world, rude):
    row = about(world.ana, rude, world.ben)
    assert not world.ben.may(Right.KEEP_APART) and world.lead.may(Right.KEEP_APART)
    with pytest.raises(FeedbackRefused, match="leads the team"):
        change(row, world.ben, about="")
    with pytest.raises(FeedbackRefused, match="leads the team"):
        change(row, world.ben, stage="withdrawn")
    assert kept_out_ids(rude.pk) == {world.ana.pk}
    change(row, world.lead, about=world.cleo.pk)
    assert kept_out_ids(rude.pk) == {world.cleo.pk}
    change(row, world.lead, about="")
    assert kept_out_ids(rude.pk) == set()


def test_who_takes_it_down_later_names_somebody_at_once(world, rude):
    row = open_complaint(rude, Opening("Rude", "Staff"), by=world.ben)
    assert row.owner == world.ana
    change(row, world.ben, about=world.ana.pk, owner=world.ben.pk)
    assert kept_out_ids(rude.pk) == {world.ana.pk}
    with pytest.raises(FeedbackRefused, match="Somebody else"):
        change(row, world.lead, about=world.lead.pk, owner="")


def test_taken_back_it_lets_them_in_and_is_no_longer_open(world, rude):
    row = about(world.ana, rude, world.ben)
    row = change(row, world.lead, stage="withdrawn")
    assert kept_out_ids(rude.pk) == set() and not row.is_open
    assert row.closed_at and row.next_due_at is None and row.acknowledged_at is None
    change(row, world.ben, stage="investigating")
    assert kept_out_ids(rude.pk) == {world.ana.pk}


def test_who_was_kept_out_before_or_by_another_complaint_stays_out(world, rude):
    first, second = about(world.ana, rude, world.ben), about(world.ana, rude, world.ben)
    change(first, world.lead, stage="withdrawn")
    assert kept_out_ids(rude.pk) == {world.ana.pk}
    change(second, world.lead, stage="withdrawn")
    assert kept_out_ids(rude.pk) == set()
    keep_out(rude, world.ana, reason="A cousin", by=world.lead)
    change(about(world.ana, rude, world.ben), world.lead, stage="withdrawn")
    assert kept_out_ids(rude.pk) == {world.ana.pk}


def test_the_ticket_tells_of_complaints_only_those_who_may_read_them(world, rude):
    row = about(world.cleo, rude, world.ben)
    change(row, world.ben, stage="acknowledged")
    named = {e.name for e in Event.objects.filter(subject=f"ticket:{rude.pk}")}
    assert {"complaint.opened", "complaint.moved", "ticket.agent_kept_out"} & named >= {
        "complaint.opened",
        "complaint.moved",
    }

    def told_to(person):
        events = [*thread(person, rude).events, *history(person, rude)]
        return {
            one.name
            for one in [*events, *causes_of(person, events).values()]
            if one.name.startswith("complaint.")
        }

    assert told_to(world.light) == set()
    assert told_to(world.ben) == told_to(world.auditor) == {"complaint.opened", "complaint.moved"}
    for page in ("", "thread/", "history/", "history/?format=csv", "history/?format=json"):
        assert "omplaint" not in logged_in(world.light).get(f"/tickets/{rude.pk}/{page}").text.replace(
            "Complaints", ""
        )
        assert "omplaint" in logged_in(world.ben).get(f"/tickets/{rude.pk}/{page}").text


def test_streams_tell_of_complaints_those_who_may_read_them_and_see_the_ticket(world, rude):
    other = make_ticket(world.complaints, world.customer)
    row = about(world.ana, rude, world.ben)
    link_ticket(row, other.pk, by=world.owner)
    change(row, world.ben, stage="acknowledged")
    opened, moved = Event.objects.filter(name__in=["complaint.opened", "complaint.moved"]).order_by("pk")
    here, there = f"complaints:{rude.pk}", f"complaints:{other.pk}"
    assert opened.topics == [here] and moved.topics == [here, there]
    people = (world.owner, world.ben, world.ana, world.light)
    assert [{*allowed_topics(one, moved.topics)} for one in people] == [{here, there}, {here}, set(), set()]


@pytest.mark.django_db(transaction=True)
def test_whom_it_is_about_hears_nothing_on_a_stream_that_was_open_before():
    world = make_world()
    rude, other = (make_ticket(world.support, world.customer, subject=words) for words in ("Rude", "Late"))
    topics = f"complaints:{rude.pk},complaints:{other.pk}"
    with live_server() as server, watching(server, session_of(world.ana), topics) as (_, to_ana):
        assert next(to_ana)[0] == "ready"
        about(world.ana, rude, world.ben)
        open_complaint(other, Opening("Late", "Delivery"), by=world.ben)
        name, said, _cursor = next(to_ana)
        assert (name, said["topics"]) == ("complaint.opened", [f"complaints:{other.pk}"])
        assert {*said} == {"name", "topics", "event"}


def test_the_history_says_stages_in_the_readers_language(world, rude):
    row = about(world.cleo, rude, world.ben)
    change(row, world.ben, stage="investigating")
    for language, words in (
        ("en", ("Received", "Being investigated")),
        ("de", ("Eingegangen", "In Prüfung")),
    ):
        type(world.ben).objects.filter(pk=world.ben.pk).update(language=language)
        for page in ("", "?format=csv", "?format=json"):
            said = logged_in(world.ben).get(f"/tickets/{rude.pk}/history/{page}").text
            assert all(one in said for one in words) and "investigating" not in said, (language, page)
