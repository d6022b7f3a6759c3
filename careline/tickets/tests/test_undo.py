"""Taking back: what comes back is what was written, as what it was, and nothing newer is lost for it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from careline.testing.inboxes import make_inbox
from careline.testing.world import World, make_ticket
from careline.tickets.models import Draft, Message, Ticket

PART = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def ticket(world: World) -> Ticket:
    return make_ticket(world.support, world.customer)


@pytest.fixture
def client(world: World) -> Client:
    client = Client()
    client.force_login(world.ana)
    return client


def send(client: Client, ticket: Ticket, way: str = "reply", **data) -> Message:
    posted = {"html": "<div>First words</div>", "to": "carla@customer.example", "anyway": "999999999"} | data
    assert client.post(f"/tickets/{ticket.pk}/{way}/", posted, **PART).status_code == 200
    return ticket.messages.filter(author="agent").latest("pk")


def take_back(client: Client, message: Message) -> str:
    return client.post(f"/messages/{message.pk}/cancellation/", **PART).content.decode()


def write(client: Client, ticket: Ticket, html: str, kind: str = "reply", **data) -> None:
    draft = {"kind": kind, "html": html, "version": "0"} | data
    assert client.post(f"/tickets/{ticket.pk}/draft/", draft).status_code == 200


def test_a_forward_comes_back_as_a_forward_with_its_recipients_and_what_it_quotes(client, ticket) -> None:
    data = {
        "to": "supplier@parts.example",
        "cc": "boss@parts.example",
        "subject": "Fwd: Brake",
        "quotes_history": "1",
    }
    page = take_back(client, send(client, ticket, "forward", **data))
    draft = Draft.objects.get()
    assert (draft.kind, draft.subject, draft.quotes_history) == ("forward", "Fwd: Brake", True)
    assert (draft.to, draft.cc) == ([["supplier@parts.example", ""]], [["boss@parts.example", ""]])
    composer = page[page.index('id="composer"') :]
    assert f'hx-post="/tickets/{ticket.pk}/forward/"' in composer and "First words" in composer
    assert "supplier@parts.example" in composer and 'name="quotes_history" value="1" checked' in composer


def test_a_forward_quotes_the_conversation_unless_told_otherwise(client, ticket) -> None:
    page = client.get(f"/tickets/{ticket.pk}/composer/?mode=forward").content.decode()
    assert 'name="quotes_history" value="1" checked' in page


def test_a_newer_draft_stays_and_the_undone_words_are_offered(client, ticket) -> None:
    message = send(client, ticket)
    write(client, ticket, "<div>Newer words</div>")
    page = take_back(client, message)
    assert "What you took back is kept." in page
    assert Draft.objects.get().html == "<div>Newer words</div>"
    assert "What you took back is kept." in client.get(f"/tickets/{ticket.pk}/").content.decode()


def test_what_is_put_back_stands_before_the_newer_words_with_all_files_and_people(client, ticket) -> None:
    file = SimpleUploadedFile("plan.txt", b"Monday")
    client.post(f"/tickets/{ticket.pk}/draft/files/?kind=reply", {"file": file})
    message = send(client, ticket, file_keys=Draft.objects.get().files.get().key, cc="boss@customer.example")
    write(client, ticket, "<div>Newer words</div>", to="else@customer.example")
    take_back(client, message)
    answer = client.post(f"/tickets/{ticket.pk}/undone/reply/restoration/", **PART).content.decode()
    draft = Draft.objects.get()
    assert draft.html == "<div>First words</div><div>Newer words</div>"
    assert [one[0] for one in draft.to] == ["else@customer.example", "carla@customer.example"]
    assert draft.cc == [["boss@customer.example", ""]] and draft.files.get().name == "plan.txt"
    assert "What you took back" not in answer and "plan.txt" in answer
    assert f'name="draft_version" value="{draft.version}"' in answer


def test_what_is_discarded_leaves_the_newer_draft(client, ticket) -> None:
    message = send(client, ticket)
    write(client, ticket, "<div>Newer words</div>")
    take_back(client, message)
    page = client.post(f"/tickets/{ticket.pk}/undone/reply/removal/", **PART).content.decode()
    assert "What you took back" not in page and Draft.objects.get().html == "<div>Newer words</div>"
    client.post(f"/tickets/{ticket.pk}/undone/reply/restoration/", **PART)
    assert Draft.objects.get().html == "<div>Newer words</div>"


def test_undone_words_are_nobody_elses(world, client, ticket) -> None:
    message = send(client, ticket)
    write(client, ticket, "<div>Newer words</div>")
    take_back(client, message)
    client.force_login(world.ben)
    client.post(f"/tickets/{ticket.pk}/undone/reply/restoration/", **PART)
    assert Draft.objects.get(agent=world.ana).html == "<div>Newer words</div>"
    secret = make_ticket(world.complaints, world.customer)
    for way in ("restoration", "removal"):
        assert client.post(f"/tickets/{secret.pk}/undone/reply/{way}/", **PART).status_code == 404


def test_a_new_ticket_is_undone_by_the_same_toast_after_the_redirect(world, client) -> None:
    inbox = make_inbox(world.support, "help@desk.example", undo_seconds=45)
    data = {
        "html": "<div>Your bike is ready</div>", "to": "carla@customer.example", "subject": "Ready",
        "team": world.support.pk, "inbox": inbox.pk,
    }  # fmt: skip
    answer = client.post("/tickets/new/", data, **PART)
    message = Message.objects.get()
    assert answer["HX-Redirect"] == f"/tickets/{message.ticket_id}/?sent={message.pk}"
    page = client.get(answer["HX-Redirect"]).content.decode()
    toast = page[page.index('id="toasts"') :]
    assert f"/messages/{message.pk}/cancellation/" in toast
    assert 20 < int(re.search(r'data-seconds="(\d+)"', toast)[1]) <= 45
    assert "Your bike is ready" in take_back(client, message)
    after = client.get(answer["HX-Redirect"]).content.decode()
    assert f"/messages/{message.pk}/cancellation/" not in after
    ticket = Ticket.objects.get()
    assert send(client, ticket, "reply").subject == "Ready"


def test_the_way_back_is_shown_to_the_writer_only(world, client, ticket) -> None:
    message = send(client, ticket)
    client.force_login(world.ben)
    page = client.get(f"/tickets/{ticket.pk}/?sent={message.pk}").content.decode()
    assert 'class="toast"' not in page
