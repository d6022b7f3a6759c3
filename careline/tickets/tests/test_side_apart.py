"""What is said with third parties is found by those who may see the ticket, and stands on no path to the customer."""

import json

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from careline.accounts.contracts import Scope
from careline.core.files import store
from careline.testing.api import ApiCaller
from careline.testing.world import make_customer, make_message, make_ticket
from careline.tickets.actions.cancel_side import cancel_side
from careline.tickets.actions.claim_for_delivery import claim_for_delivery
from careline.tickets.actions.forward import forward
from careline.tickets.actions.merge import merge
from careline.tickets.actions.move_team import move_team
from careline.tickets.actions.reply import reply
from careline.tickets.contracts import Address, Outgoing
from careline.tickets.models import Message, MessageSearch, SideFile, SideMessage, Status, Ticket
from careline.tickets.queries.recipients import reply_recipients
from careline.tickets.queries.search import search
from careline.tickets.queries.similar import similar_tickets
from careline.tickets.table import rows
from careline.tickets.tests.sides import SUPPLIER, answered, begin

SECRET = "Zinnober costs us twelve"


@pytest.fixture
def ticket(world):
    return make_ticket(world.support, world.customer)


@pytest.fixture
def side(world, ticket):
    side = begin(ticket, world.ana, "<p>What does Quastenflosser cost us?</p>").conversation
    answered(side, SECRET, message_id="secret@supplier.example")
    return side


def text(answer):
    return answer.content.decode()


def logged_in(person):
    client = Client()
    client.force_login(person)
    return client


def test_search_finds_it_for_those_who_may_see_the_ticket_and_leads_there(world, ticket, side):
    [found] = search(world.light, "zinnober").found
    assert (found.row.number, found.excerpt.side_id) == (ticket.pk, side.pk)
    assert "<mark>Zinnober</mark>" in found.excerpt.words
    page = text(logged_in(world.ben).get("/search/?q=quastenflosser"))
    assert f'href="/side-conversations/{side.pk}/#side-message-' in page and "Side conversation" in page
    assert f"/side-conversations/{side.pk}/" in text(logged_in(world.ben).get("/search/first/?q=zinnober"))
    move_team(ticket, world.complaints.pk, by=world.manager)
    assert search(world.ana, "zinnober").found == () and len(search(world.cleo, "zinnober").found) == 1


def test_after_a_merge_it_is_found_at_the_ticket_that_remains(world, ticket, side):
    other = make_ticket(world.support, world.customer)
    merge(ticket, into=other, by=world.ana)
    assert [found.row.number for found in search(world.ana, "zinnober").found] == [other.pk]


def test_what_was_taken_back_is_not_found(world, ticket):
    message = begin(ticket, world.ana, "<p>Quastenflosser</p>", undo_seconds=60)
    assert len(search(world.ana, "quastenflosser").found) == 1
    cancel_side(message.pk, by=world.ana)
    assert search(world.ana, "quastenflosser").found == ()


def test_no_ticket_is_similar_for_what_third_parties_say(world, ticket):
    words = "The hydraulic lever leaks mineral oil over the rotor"
    asks = make_ticket(world.support, make_customer(), subject="Lever leaks", text=words)
    side = begin(ticket, world.ana, f"<p>{words}</p>", subject="Lever leaks").conversation
    answered(side, words)
    assert similar_tickets(world.ana, asks) == []


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    plan=st.lists(
        st.sampled_from(["reply", "aside", "answer", "customer", "forward"]), min_size=1, max_size=6
    )
)
def test_no_mail_to_the_customer_ever_holds_a_word_of_it(world, ticket, side, plan):
    """Whatever is said in whatever order: history, references and recipients are those of the ticket alone."""
    for step in [*plan, "reply"]:
        if step == "aside":
            begin(ticket, world.ben, f"<p>{SECRET}</p>")
        elif step == "answer":
            answered(side, SECRET, message_id=f"{len(plan)}@supplier.example")
        elif step == "customer":
            make_message(ticket, text="And now?")
        else:
            send = forward if step == "forward" else reply
            to = () if step == "reply" else (Address("else@where.example"),)
            outgoing = Outgoing("<p>Friday.</p>", to=to, quotes_history=True, undo_seconds=0)
            sent = send(Ticket.objects.get(pk=ticket.pk), outgoing, by=world.ana)
            goes_out = claim_for_delivery(sent.pk)
            Message.objects.filter(pk=sent.pk).update(state="sent", external_id=f"{sent.key}@desk.example")
            said = repr(goes_out)
            assert "Zinnober" not in said and "Quastenflosser" not in said and "supplier" not in said
    people = repr(reply_recipients(Ticket.objects.get(pk=ticket.pk)))
    assert "supplier" not in people


def test_the_tickets_own_pages_and_lists_hold_none_of_it(world, ticket, side):
    client = logged_in(world.manager)
    paths = [
        f"/tickets/{ticket.pk}/", f"/tickets/{ticket.pk}/thread/?all=1", f"/tickets/{ticket.pk}/composer/?mode=all",
        f"/tickets/{ticket.pk}/composer/?mode=forward", f"/tickets/{ticket.pk}/split/", f"/customers/{world.customer.pk}/",
        f"/timeline/{world.customer.pk}/", f"/tickets/{ticket.pk}/history/", "/views/all_open/",
    ]  # fmt: skip
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "Zinnober" not in text(answer) and "Quastenflosser" not in text(answer), path


def test_the_api_tells_of_it_apart_from_the_messages(world, ticket, side):
    caller = ApiCaller(world.light)
    assert [one["text"] for one in caller.get(f"/tickets/{ticket.pk}/messages").json()["items"]] == [
        "It came off yesterday. What now?"
    ]
    [listed] = caller.get(f"/tickets/{ticket.pk}/side-conversations").json()["items"]
    assert listed["to"] == [{"email": SUPPLIER, "name": "Sue Supplier"}] and listed["done_at"] is None
    assert caller.get(f"/side-conversations/{side.pk}").json() == listed
    said = caller.get(f"/side-conversations/{side.pk}/messages").json()["items"]
    assert [(one["is_ours"], one["text"]) for one in said] == [
        (True, "What does Quastenflosser cost us?"), (False, SECRET),
    ]  # fmt: skip
    assert {caller.get(f"/messages/{one['id']}").status_code for one in said} == {404}
    stranger = ApiCaller(world.cleo)
    move_team(ticket, world.complaints.pk, by=world.manager)
    for path in (
        f"/tickets/{ticket.pk}/side-conversations",
        f"/side-conversations/{side.pk}",
        f"/side-conversations/{side.pk}/messages",
    ):
        assert (caller.get(path).status_code, stranger.get(path).status_code) == (404, 200), path


def test_it_is_begun_and_written_by_the_api_with_the_rights_of_the_desk(world, ticket):
    caller = ApiCaller(world.ana)
    path = f"/tickets/{ticket.pk}/side-conversations"
    asked = {
        "to": [{"email": "shop@supplier.example"}],
        "subject": "A chain",
        "text": "Do you have it?",
        "then_status": "on_hold",
    }
    begun = caller.post(path, asked)
    assert begun.status_code == 201 and (begun.json()["is_ours"], begun.json()["state"]) == (True, "queued")
    made = SideMessage.objects.get(pk=begun.json()["id"]).conversation
    ticket.refresh_from_db()
    assert ticket.status == Status.ON_HOLD
    more = caller.post(f"/side-conversations/{made.pk}/messages", {"text": "And when?"})
    assert more.status_code == 201 and more.json()["to"] == [{"email": "shop@supplier.example", "name": ""}]
    assert caller.post(path, asked | {"subject": ""}).status_code == 422
    to_customer = asked | {"to": [{"email": "carla@customer.example"}]}
    assert caller.post(path, to_customer).status_code == 422, "the customer is answered in the ticket"
    reading = ApiCaller(world.ana, [Scope.READ_TICKETS])
    assert (
        reading.post(path, asked).status_code == 403
        and ApiCaller(world.light).post(path, asked).status_code == 403
    )
    move_team(ticket, world.complaints.pk, by=world.manager)
    assert caller.post(path, asked).status_code == 404
    assert caller.post(f"/side-conversations/{made.pk}/messages", {"text": "?"}).status_code == 404
    assert made.messages.count() == 2


def test_a_file_of_it_is_downloaded_by_those_who_see_the_ticket(world, ticket, side):
    kept = store(b"A price list", "text/plain")
    message = side.messages.get(is_ours=False)
    file = SideFile.objects.create(
        message=message, file=kept, name="prices.txt", content_type="text/plain", size=12
    )
    assert ApiCaller(world.light).get(f"/attachments/{file.key}").content == b"A price list"
    move_team(ticket, world.complaints.pk, by=world.manager)
    assert ApiCaller(world.light).get(f"/attachments/{file.key}").status_code == 404


def test_a_table_of_tickets_is_exported_without_it(world, ticket, side):
    assert "Zinnober" not in json.dumps([*map(dict, rows(world.manager))], default=str)


def test_every_word_index_row_of_it_counts_as_inside_the_house(side):
    rows = MessageSearch.objects.filter(message_id__in=SideMessage.objects.values("pk"))
    assert rows.count() == 2 and not rows.filter(is_public=True).exists()
