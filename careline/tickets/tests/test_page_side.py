"""The pages of side conversations: begun, read and answered by those who may, and not there for anybody else."""

import json

import pytest
from django.test import Client

from careline.core.files import store
from careline.testing.world import make_message, make_ticket
from careline.tickets.contracts import Machine
from careline.tickets.models import (
    Attachment,
    Draft,
    SideConversation,
    SideFile,
    SideMessage,
    SideSeen,
    Status,
)
from careline.tickets.queries.queue import queue
from careline.tickets.tests.sides import SUPPLIER, answered, begin

PART = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def ticket(world):
    return make_ticket(world.support, world.customer)


@pytest.fixture
def side(world, ticket):
    return begin(ticket, world.ana).conversation


def logged_in(person):
    client = Client()
    client.force_login(person)
    return client


def text(answer):
    return answer.content.decode()


def test_a_side_conversation_is_begun_in_the_ticket_and_goes_out_to_the_third_party(world, ticket):
    client = logged_in(world.ana)
    page = text(client.get(f"/tickets/{ticket.pk}/side-conversations/new/"))
    assert "the customer does not see it" in page and 'name="subject" value=""' in page
    data = {
        "html": "<p>Do you <b>have</b> it?</p>",
        "to": f"Sue <{SUPPLIER}>",
        "subject": "A chain",
        "kind": "reply",
    }
    answer = client.post(f"/tickets/{ticket.pk}/side-conversations/new/", data, **PART)
    untitled = client.post(f"/tickets/{ticket.pk}/side-conversations/new/", data | {"subject": " "}, **PART)
    assert untitled.status_code == 422 and "Give it a subject" in text(untitled)
    message = SideMessage.objects.get()
    assert answer["HX-Redirect"] == f"/side-conversations/{message.conversation_id}/?sent={message.pk}"
    assert (message.to, message.subject, message.state) == ([[SUPPLIER, "Sue"]], "A chain", "held")
    page = text(client.get(answer["HX-Redirect"]))
    assert "Do you <b>have</b> it?" in page and f"/side-messages/{message.pk}/cancellation/" in page


def test_the_ticket_shows_it_with_a_mark_until_it_was_read(world, ticket, side):
    client = logged_in(world.ben)
    assert "Sue Supplier" in text(client.get(f"/tickets/{ticket.pk}/"))
    assert " new</span>" not in text(client.get(f"/tickets/{ticket.pk}/"))
    got = answered(side)
    for address in (f"/tickets/{ticket.pk}/", f"/tickets/{ticket.pk}/thread/", f"/tickets/{ticket.pk}/side/"):
        assert "1 new</span>" in text(client.get(address)), address
    page = text(client.get(f"/side-conversations/{side.pk}/"))
    assert "Zinnober is in stock." in page and not SideSeen.objects.filter(agent=world.ben).exists()
    assert client.get(f"/side-conversations/{side.pk}/seen/").status_code == 405
    client.post(f"/side-conversations/{side.pk}/seen/", {"newest": str(got.pk)}, **PART)
    assert " new</span>" not in text(client.get(f"/tickets/{ticket.pk}/side/"))
    assert "1 new</span>" in text(logged_in(world.lead).get(f"/tickets/{ticket.pk}/side/")), (
        "each reads for themselves"
    )


def test_the_queue_marks_the_ticket_as_unread_again(world, ticket, side):
    client = logged_in(world.ana)
    newest = ticket.messages.get().pk
    client.post(f"/tickets/{ticket.pk}/presence/", {"newest": str(newest)}, **PART)
    assert [row.is_unread for row in queue(world.ana, "all_open").rows] == [False]
    answered(side, "I am away", machine=Machine.AUTO_REPLY)
    assert [row.is_unread for row in queue(world.ana, "all_open").rows] == [False], (
        "a machine asks for nobody"
    )
    answered(side)
    assert [row.is_unread for row in queue(world.ana, "all_open").rows] == [True]


def test_what_is_never_said_in_the_ticket_stays_out_of_it(world, ticket, side):
    answered(side)
    page = text(logged_in(world.ana).get(f"/tickets/{ticket.pk}/"))
    assert "Zinnober" not in page and "Do you have the chain?" not in page
    assert "Sue Supplier</b> answered in the" in page, "the event says so"


def test_an_answer_goes_to_those_of_the_conversation(world, ticket, side):
    answered(side)
    client = logged_in(world.ben)
    page = text(client.get(f"/side-conversations/{side.pk}/"))
    assert f"Sue Supplier &lt;{SUPPLIER}&gt;" in page
    data = {"html": "<p>Thanks</p>", "to": SUPPLIER, "kind": "reply", "then": "on_hold"}
    answer = client.post(f"/side-conversations/{side.pk}/messages/", data, **PART)
    assert "Thanks" in text(answer) and "data-countdown" in text(answer)
    message = SideMessage.objects.latest("pk")
    ticket.refresh_from_db()
    assert (message.agent, message.subject, ticket.status) == (
        world.ben,
        "Re: Chain for order 12",
        Status.ON_HOLD,
    )


def test_what_was_taken_back_is_in_the_composer_again(world, ticket, side):
    client = logged_in(world.ana)
    message = SideMessage.objects.get()
    answer = client.post(f"/side-messages/{message.pk}/cancellation/", **PART)
    assert "Taken back" in text(answer) and "&lt;p&gt;Do you have the chain?&lt;/p&gt;" in text(answer)
    message.refresh_from_db()
    draft = Draft.objects.get(kind="side")
    assert (message.state, draft.side_conversation_id) == ("cancelled", side.pk)
    page = text(client.get(f"/side-conversations/{side.pk}/"))
    assert f'id="side-message-{message.pk}"' not in page


def test_each_side_conversation_keeps_a_draft_of_its_own(world, ticket, side):
    client = logged_in(world.ana)
    for which, words in ((0, "a new one"), (side.pk, "the old one")):
        kept = client.post(
            f"/tickets/{ticket.pk}/draft/?side={which}", {"kind": "side", "html": words, "version": "0"}
        )
        assert json.loads(kept.content) == {"version": 1}
    assert "a new one" in text(client.get(f"/tickets/{ticket.pk}/side-conversations/new/"))
    page = text(client.get(f"/side-conversations/{side.pk}/"))
    assert "the old one" in page and "a new one" not in page
    page = text(client.get(f"/tickets/{ticket.pk}/"))
    assert "the old one" not in page and "a new one" not in page, "never in the answer to the customer"
    other = make_ticket(world.support, world.customer)
    foreign = client.post(
        f"/tickets/{other.pk}/draft/?side={side.pk}", {"kind": "side", "html": "x", "version": "0"}
    )
    assert foreign.status_code == 404


def test_nothing_of_the_ticket_goes_along_but_what_was_chosen(world, ticket):
    kept = {
        name: Attachment.objects.create(
            message=message,
            file=store(name.encode(), "text/plain"),
            name=name,
            content_type="text/plain",
            size=5,
        )
        for name, message in (
            ("photo.txt", ticket.messages.get()),
            ("internal.txt", make_message(ticket, text="Psst", agent=world.ana, is_public=False)),
        )
    }
    client = logged_in(world.ana)
    page = text(client.get(f"/tickets/{ticket.pk}/side-conversations/new/"))
    assert "photo.txt" in page and "internal.txt" not in page
    address = f"/tickets/{ticket.pk}/side-conversations/new/"
    data = {
        "html": "Look",
        "to": SUPPLIER,
        "kind": "reply",
        "subject": "A photo",
        "attachment_keys": kept["internal.txt"].key,
    }
    assert client.post(address, data, **PART).status_code == 422 and not SideMessage.objects.exists()
    quoted = ticket.messages.first().pk
    data |= {"attachment_keys": kept["photo.txt"].key, "quoted_message": str(quoted)}
    assert client.post(address, data, **PART).status_code == 204
    message = SideMessage.objects.get()
    assert (
        "<blockquote>" in message.html
        and "came off yesterday" in message.text
        and "Carla" not in message.text
    )
    file = SideFile.objects.get()
    assert (file.name, client.get(f"/attachments/{file.key}/").content) == ("photo.txt", b"photo.txt")
    note = ticket.messages.get(is_public=False).pk
    assert client.post(address, data | {"quoted_message": str(note)}, **PART).status_code == 422
    foreign = make_ticket(world.support, world.customer).messages.get().pk
    assert client.post(address, data | {"quoted_message": str(foreign)}, **PART).status_code == 422


def test_it_is_marked_done_and_opened_again(world, ticket, side):
    client = logged_in(world.ana)
    assert "Open again" in text(client.post(f"/side-conversations/{side.pk}/state/", {"done": "1"}, **PART))
    side.refresh_from_db()
    assert side.done_at is not None
    assert "1 done" in text(client.get(f"/tickets/{ticket.pk}/side-conversations/"))
    assert 'class="sides__one"' not in text(client.get(f"/tickets/{ticket.pk}/"))
    client.post(f"/side-conversations/{side.pk}/state/", {"done": "0"}, **PART)
    side.refresh_from_db()
    assert side.done_at is None


def test_a_stranger_is_shown_as_one(world, side):
    answered(side, sender="eve@else.example")
    page = text(logged_in(world.ana).get(f"/side-conversations/{side.pk}/"))
    assert "was not asked" in page


PAGES = ("/side-conversations/{s}/", "/side-conversations/{s}/thread/", "/tickets/{t}/side-conversations/")
POSTS = (
    "/side-conversations/{s}/messages/", "/side-conversations/{s}/state/", "/side-messages/{m}/cancellation/",
    "/side-messages/{m}/again/", "/tickets/{t}/side-conversations/new/",
)  # fmt: skip
DATA = {"html": "Hello", "to": SUPPLIER, "subject": "A", "kind": "reply", "done": "1"}


@pytest.fixture
def secret(world):
    ticket = make_ticket(world.complaints, world.customer)
    message = begin(ticket, world.cleo)
    answered(message.conversation)
    return {"t": ticket.pk, "s": message.conversation_id, "m": message.pk}


@pytest.mark.parametrize("role", ["ana", "lead", "light", "stranger"])
def test_those_of_a_private_team_are_not_there_for_strangers(world, secret, role):
    client = logged_in(getattr(world, role))
    SideFile.objects.create(
        message_id=secret["m"], file_id=_file(), name="x", content_type="text/plain", size=1
    )
    pages = [*(page.format(**secret) for page in PAGES), f"/attachments/{SideFile.objects.get().key}/"]
    pages += [f"/messages/{message.pk}/body/" for message in SideMessage.objects.all()]
    assert {client.get(page).status_code for page in pages} == {404}
    got = {client.post(page.format(**secret), DATA, **PART).status_code for page in POSTS}
    assert got <= ({404, 422} if role == "light" else {404})
    assert SideMessage.objects.count() == 2 and SideConversation.objects.get().done_at is None


@pytest.mark.parametrize("role", ["owner", "manager", "auditor", "cleo"])
def test_those_who_may_see_the_ticket_read_them(world, secret, role):
    client = logged_in(getattr(world, role))
    assert {client.get(page.format(**secret)).status_code for page in PAGES} == {200}


def test_light_agents_read_and_do_not_write(world, ticket, side):
    client = logged_in(world.light)
    ids = {"t": ticket.pk, "s": side.pk, "m": SideMessage.objects.get().pk}
    page = text(client.get(PAGES[0].format(**ids)))
    assert "Do you have the chain?" in page and 'id="composer"' not in page and "Mark as done" not in page
    assert {client.post(page.format(**ids), DATA, **PART).status_code for page in POSTS} == {422}
    assert client.get(f"/tickets/{ticket.pk}/side-conversations/new/").status_code == 403
    assert SideMessage.objects.get().state == "held"


def test_whoever_needs_approval_reads_and_does_not_write(world, ticket, side):
    world.ben.replies_need_approval = True
    world.ben.save()
    client = logged_in(world.ben)
    assert client.get(f"/side-conversations/{side.pk}/").status_code == 200
    assert client.post(f"/tickets/{ticket.pk}/side-conversations/new/", DATA, **PART).status_code == 422
    assert client.post(f"/side-conversations/{side.pk}/messages/", DATA, **PART).status_code == 422
    assert SideMessage.objects.count() == 1


@pytest.mark.parametrize("kind", ["to", "cc", "bcc"])
def test_the_customer_is_never_written_to_by_a_slip_of_the_hand(world, ticket, side, kind):
    data = {"html": "Hello", "to": SUPPLIER, "kind": "reply", kind: "Carla@Customer.example"}
    answer = logged_in(world.ana).post(f"/side-conversations/{side.pk}/messages/", data, **PART)
    assert answer.status_code == 422 and "is the customer of this ticket" in text(answer)
    assert SideMessage.objects.count() == 1


def test_nobody_gets_in_without_logging_in(ticket, side):
    for page in PAGES:
        assert Client().get(page.format(t=ticket.pk, s=side.pk)).status_code == 302


@pytest.mark.parametrize("count", [1, 20])
def test_the_pages_take_as_many_queries_however_much_was_said(
    world, ticket, side, count, django_assert_max_num_queries
):
    for _n in range(count):
        answered(side)
        begin(ticket, world.ben)
    client = logged_in(world.ana)
    client.get(f"/tickets/{ticket.pk}/", **PART)
    with django_assert_max_num_queries(11):
        client.get(f"/tickets/{ticket.pk}/", **PART)
    with django_assert_max_num_queries(12):
        client.get(f"/side-conversations/{side.pk}/", **PART)
    with django_assert_max_num_queries(7):
        client.get(f"/side-conversations/{side.pk}/thread/", **PART)


def _file():
    return store(b"x", "text/plain").pk
