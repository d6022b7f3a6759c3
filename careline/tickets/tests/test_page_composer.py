"""The composer: replies, notes, drafts, undo, collisions."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from careline.testing.inboxes import make_inbox
from careline.testing.world import World, make_message, make_ticket
from careline.tickets.models import Attachment, Draft, Macro, Message, Status, Ticket

PART = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def ticket(world: World) -> Ticket:
    return make_ticket(world.support, world.customer)


@pytest.fixture
def client(world: World) -> Client:
    client = Client()
    client.force_login(world.ana)
    return client


def reply(client: Client, ticket: Ticket, **data):
    newest = ticket.messages.order_by("pk").last().pk
    posted = {
        "html": "<div>Put it <strong>back</strong>.</div>",
        "to": "Carla <carla@customer.example>",
        "based_on": newest,
    }
    return client.post(f"/tickets/{ticket.pk}/reply/", posted | data, **PART)


def test_a_reply_is_held_and_shown_with_the_way_back(client, ticket) -> None:
    answer = reply(client, ticket)
    message = ticket.messages.get(author="agent")
    assert (message.state, message.to) == ("held", [["carla@customer.example", "Carla"]])
    page = answer.content.decode()
    assert f"/messages/{message.pk}/cancellation/" in page
    assert "<strong>back</strong>" in page


def test_sending_can_set_the_status_with_it(client, ticket) -> None:
    reply(client, ticket, then="solved")
    ticket.refresh_from_db()
    assert ticket.status == Status.SOLVED


def test_undo_takes_the_reply_back_and_the_words_return(client, ticket) -> None:
    reply(client, ticket)
    message = ticket.messages.get(author="agent")
    page = client.post(f"/messages/{message.pk}/cancellation/", **PART).content.decode()
    message.refresh_from_db()
    assert message.state == "cancelled"
    assert "Put it &lt;strong&gt;back&lt;/strong&gt;." in page
    assert f'id="message-{message.pk}"' not in page


def test_undo_brings_the_files_back_too(client, ticket) -> None:
    file = SimpleUploadedFile("plan.txt", b"Monday: chain")
    client.post(f"/tickets/{ticket.pk}/draft/files/?kind=reply", {"file": file})
    reply(client, ticket, file_keys=Draft.objects.get().files.get().key)
    message = ticket.messages.get(author="agent")
    assert "plan.txt" in client.post(f"/messages/{message.pk}/cancellation/", **PART).content.decode()
    assert "Put it" in Draft.objects.get().html
    assert Draft.objects.get().files.get().name == "plan.txt"


def test_what_failed_is_sent_again_and_what_waits_now(client, world, ticket) -> None:
    failed = make_message(ticket, text="Hello", agent=world.ana, state="failed")
    page = client.get(f"/tickets/{ticket.pk}/").content.decode()
    assert "Send again" in page
    assert "This did not go out." in page
    assert "It goes out now" in client.post(f"/messages/{failed.pk}/again/", **PART).content.decode()
    failed.refresh_from_db()
    assert failed.state == "queued"


def test_undo_too_late_says_so(client, world, ticket) -> None:
    message = make_message(ticket, text="Gone", agent=world.ana, state="sent")
    page = client.post(f"/messages/{message.pk}/cancellation/", **PART).content.decode()
    assert "Too late" in page


def test_an_answer_that_crossed_is_shown_before_sending(client, world, ticket) -> None:
    seen = ticket.messages.order_by("pk").last().pk
    make_message(ticket, text="It works again, thank you!")
    answer = reply(client, ticket, based_on=seen)
    assert answer.status_code == 422
    assert "Carla Customer wrote while you were writing" in answer.content.decode()
    assert "It works again" in answer.content.decode()
    assert not ticket.messages.filter(author="agent").exists()
    shown = answer.content.decode().split('name="anyway" value="')[1].split('"')[0]
    late = make_message(ticket, text="And one more thing", agent=world.ben)
    answer = reply(client, ticket, based_on=seen, anyway=shown)
    assert answer.status_code == 422 and f'value="{late.pk}"' in answer.content.decode()
    assert "Ben Agent wrote while you were writing" in answer.content.decode()
    assert reply(client, ticket, based_on=seen, anyway=str(late.pk)).status_code == 200


@pytest.mark.parametrize(("data", "words"), [
    ({"to": "nobody"}, "“nobody” is not an e-mail address."),
    ({"to": ""}, "Say for whom this is."),
    ({"html": ""}, "Write something first."),
    ({"send_at": "2001-01-01T10:00:00Z"}, "The time to send at has passed"),
    ({"cc": "a@b.example\r\nBcc: x@y.example"}, "is not an e-mail address."),
])  # fmt: skip
def test_what_can_not_be_sent_is_said_and_the_text_stays(client, ticket, data, words: str) -> None:
    answer = reply(client, ticket, **data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not ticket.messages.filter(author="agent").exists()


def test_a_scheduled_reply_waits(client, ticket) -> None:
    reply(client, ticket, send_at="2099-01-01T10:00:00Z")
    message = ticket.messages.get(author="agent")
    assert (message.state, message.is_scheduled, message.send_at.year) == ("held", True, 2099)


def test_a_note_stays_inside(client, ticket) -> None:
    client.post(f"/tickets/{ticket.pk}/note/", {"note_html": "<div>He is in a hurry</div>"}, **PART)
    note = ticket.messages.get(author="agent")
    assert (note.is_public, note.state) == (False, "")


def test_a_draft_is_there_again_and_an_older_window_does_not_overwrite_it(client, ticket) -> None:
    address = f"/tickets/{ticket.pk}/draft/"
    first = client.post(
        address,
        {"kind": "reply", "html": "<div>Hello Car</div>", "to": "carla@customer.example", "version": 0},
    )
    assert first.json() == {"version": 1}
    client.post(address, {"kind": "reply", "html": "<div>Hello Carla</div>", "version": 1})
    late = client.post(address, {"kind": "reply", "html": "<div>Hello</div>", "version": 1})
    assert late.status_code == 409
    assert "Hello Carla" in client.get(f"/tickets/{ticket.pk}/").content.decode()


def test_a_draft_is_nobody_elses(client, world, ticket) -> None:
    client.post(
        f"/tickets/{ticket.pk}/draft/", {"kind": "reply", "html": "<div>My words</div>", "version": 0}
    )
    other = Client()
    other.force_login(world.ben)
    assert "My words" not in other.get(f"/tickets/{ticket.pk}/").content.decode()


def test_a_file_goes_from_the_draft_into_the_message(client, ticket) -> None:
    file = SimpleUploadedFile("plan <b>.txt", b"Monday: chain")
    line = client.post(f"/tickets/{ticket.pk}/draft/files/?kind=reply", {"file": file}).content.decode()
    assert "plan &lt;b&gt;.txt" in line
    key = Draft.objects.get().files.get().key
    reply(client, ticket, file_keys=key)
    assert Attachment.objects.get().message.ticket_id == ticket.pk


def test_a_file_of_somebody_elses_draft_can_not_be_sent(client, world, ticket) -> None:
    other = Client()
    other.force_login(world.ben)
    other.post(f"/tickets/{ticket.pk}/draft/files/", {"file": SimpleUploadedFile("a.txt", b"secret")})
    key = Draft.objects.get().files.get().key
    assert reply(client, ticket, file_keys=key).status_code == 422
    assert not Message.objects.filter(author="agent").exists()
    client.post(f"/draft-files/{key}/removal/", **PART)
    assert Draft.objects.get().files.exists()


def test_a_program_is_refused_in_words(client, ticket) -> None:
    answer = client.post(f"/tickets/{ticket.pk}/draft/files/", {"file": SimpleUploadedFile("x.exe", b"MZ")})
    assert answer.status_code == 422
    assert "mail servers refuse programs" in answer.content.decode()


def test_reply_to_all_takes_the_others_of_the_last_mail(client, ticket) -> None:
    first = ticket.messages.get()
    first.cc = [["boss@customer.example", "The Boss"]]
    first.save()
    assert (
        "boss@customer.example&gt;"
        not in client.get(f"/tickets/{ticket.pk}/composer/").content.decode().split("<datalist")[0]
    )
    assert (
        'name="cc" value="The Boss &lt;boss@customer.example&gt;"'
        in client.get(f"/tickets/{ticket.pk}/composer/?mode=all").content.decode()
    )


def test_reply_to_all_never_answers_ourselves(client, world, ticket) -> None:
    make_inbox(world.support, "help@desk.example", aliases=["hello@desk.example"])
    first = ticket.messages.get()
    first.to = [["Help@desk.example", "Help"], ["hello@desk.example", ""]]
    first.save()
    page = client.get(f"/tickets/{ticket.pk}/composer/?mode=all").content.decode()
    assert 'name="cc" value="' not in page.split("<datalist")[0]


def test_the_inbox_says_how_long_one_can_undo(client, world, ticket) -> None:
    inbox = make_inbox(world.support, "help@desk.example", undo_seconds=45)
    Ticket.objects.filter(pk=ticket.pk).update(inbox_id=inbox.pk)
    assert 'data-seconds="45"' in reply(client, ticket).content.decode()
    assert "by e-mail from help@desk.example" in client.get(f"/tickets/{ticket.pk}/").content.decode()


def test_a_forward_goes_to_somebody_else(client, ticket) -> None:
    page = client.get(f"/tickets/{ticket.pk}/composer/?mode=forward").content.decode()
    assert "Fwd: My chain came off" in page
    data = {"html": "<div>For you</div>", "to": "supplier@parts.example", "subject": "Fwd: My chain came off"}
    assert client.post(f"/tickets/{ticket.pk}/forward/", data, **PART).status_code == 200
    assert ticket.messages.get(author="agent").to == [["supplier@parts.example", ""]]


def test_a_macro_fills_itself_in(client, ticket) -> None:
    macro = Macro.objects.create(
        name="Hello", html="<p>Hello {{customer.first_name}}</p>", add_tags=["greeted"]
    )
    assert "Hello" in client.get(f"/tickets/{ticket.pk}/macros/").content.decode()
    answer = client.post(f"/tickets/{ticket.pk}/macros/{macro.pk}/").json()
    assert "Hello Carla" in answer["html"]
    ticket.refresh_from_db()
    assert ticket.tags == ["greeted"]


def test_we_can_begin_a_ticket(client, world) -> None:
    assert client.get("/tickets/new/").status_code == 200
    data = {
        "html": "<div>Your bike is ready</div>",
        "to": "carla@customer.example",
        "subject": "Ready",
        "team": world.support.pk,
    }
    answer = client.post("/tickets/new/", data, **PART)
    ticket = Ticket.objects.get()
    assert answer["HX-Redirect"].startswith(f"/tickets/{ticket.pk}/?sent=")
    assert (ticket.subject, ticket.customer_id) == ("Ready", world.customer.pk)


def test_a_light_agent_begins_no_ticket(world) -> None:
    client = Client()
    client.force_login(world.light)
    assert client.get("/tickets/new/").status_code == 403
