"""Pictures that stand in the text: kept in the draft, sent by their cid, shown in the thread, and nobody else's."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from careline.testing.world import World, make_ticket
from careline.tickets.models import Draft, DraftFile, Message, Ticket

PART = {"HTTP_HX_REQUEST": "true"}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cf500f0003860180"
) + bytes.fromhex("5a34afd30000000049454e44ae426082")


@pytest.fixture
def ticket(world: World) -> Ticket:
    return make_ticket(world.support, world.customer)


def logged_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def client(world: World) -> Client:
    return logged_in(world.ana)


def put(client: Client, ticket: Ticket, content: bytes = PNG, name: str = "brake.png", kind: str = "reply"):
    file = SimpleUploadedFile(name, content)
    return client.post(f"/tickets/{ticket.pk}/draft/files/?kind={kind}&inline=1", {"file": file})


def send(client: Client, ticket: Ticket, html: str):
    posted = {"html": html, "to": "carla@customer.example", "based_on": ticket.messages.last().pk}
    return client.post(f"/tickets/{ticket.pk}/reply/", posted, **PART)


def test_a_picture_is_sent_by_its_cid_and_shown_in_the_thread(client, ticket) -> None:
    source = put(client, ticket).json()["src"]
    page = send(client, ticket, f'<div>Turn <img src="{source}" alt="brake.png"> here</div>').content.decode()
    message = ticket.messages.get(author="agent")
    attachment = message.attachments.get()
    assert attachment.is_inline and message.html.count(f'src="cid:{attachment.content_id}"') == 1
    assert message.text == "Turn [image: brake.png] here"
    assert f'<img src="/attachments/{attachment.key}/?inline=1" alt="brake.png">' in page
    assert "message__files" not in page
    shown = client.get(f"/attachments/{attachment.key}/?inline=1")
    assert (shown["Content-Type"], shown.content) == ("image/png", PNG)


def test_a_draft_keeps_its_pictures_in_the_text_and_not_in_the_list(client, ticket) -> None:
    source = put(client, ticket).json()["src"]
    draft = {"kind": "reply", "html": f'<div>See <img src="{source}" alt="x"></div>', "version": "0"}
    assert client.post(f"/tickets/{ticket.pk}/draft/", draft).status_code == 200
    page = client.get(f"/tickets/{ticket.pk}/composer/").content.decode()
    assert f"&lt;img src=&quot;{source}&quot;" in page and "data-upload>" not in page
    assert client.get(source).content == PNG


def test_a_picture_taken_out_of_the_text_is_not_sent(client, ticket) -> None:
    put(client, ticket)
    send(client, ticket, "<div>Without</div>")
    assert not ticket.messages.get(author="agent").attachments.exists()
    assert not DraftFile.objects.exists()


def test_a_picture_alone_can_be_sent(client, ticket) -> None:
    source = put(client, ticket).json()["src"]
    assert send(client, ticket, f'<div><img src="{source}"></div>').status_code == 200
    assert ticket.messages.get(author="agent").attachments.get().is_inline


@pytest.mark.parametrize("whose", ["colleague's", "other conversation's"])
def test_a_picture_of_somebody_or_something_else_is_refused(world, client, ticket, whose: str) -> None:
    other = make_ticket(world.support, world.customer)
    source = (
        put(logged_in(world.ben), ticket).json()["src"]
        if whose == "colleague's"
        else put(client, other).json()["src"]
    )
    answer = send(client, ticket, f'<div>Look <img src="{source}"></div>')
    assert answer.status_code == 422 and "no longer there" in answer.content.decode()
    assert not ticket.messages.filter(author="agent").exists()


@pytest.mark.parametrize("source", [
    "/attachments/abcdefghijklmnopqrstuv/?inline=1", "//evil.example/x.png", "https://evil.example/x.png", "data:image/png;base64,x",
    "cid:someone@else", "/draft-files/../../secret/",
])  # fmt: skip
def test_other_pictures_are_dropped(client, ticket, source: str) -> None:
    send(client, ticket, f'<div>Look <img src="{source}" alt="x"></div>')
    assert ticket.messages.get(author="agent").html == "<div>Look </div>"


def test_a_draft_picture_is_shown_to_its_writer_only(world, client, ticket) -> None:
    source = put(client, ticket).json()["src"]
    answer = client.get(source)
    assert answer["X-Content-Type-Options"] == "nosniff" and "sandbox" in answer["Content-Security-Policy"]
    for other in (world.ben, world.owner, world.stranger):
        assert logged_in(other).get(source).status_code == 404


def test_what_is_no_picture_does_not_stand_in_the_text(client, ticket) -> None:
    for content, name in ((b"<svg onload='x()'/>", "a.svg"), (b"words", "a.png")):
        assert put(client, ticket, content, name).status_code == 422
    assert not DraftFile.objects.exists()


def test_undo_brings_the_picture_back_into_the_text(client, ticket) -> None:
    source = put(client, ticket).json()["src"]
    send(client, ticket, f'<div>See <img src="{source}" alt="x"></div>')
    client.post(f"/messages/{Message.objects.get(author='agent').pk}/cancellation/", **PART)
    draft = Draft.objects.get()
    new = draft.files.get()
    assert new.is_inline and f'src="/draft-files/{new.key}/"' in draft.html
    assert send(client, ticket, draft.html).status_code == 200
    assert ticket.messages.filter(author="agent").last().attachments.get().content_id == new.key


def test_a_picture_in_a_note_never_goes_out_with_the_reply(client, ticket) -> None:
    file = SimpleUploadedFile("inside.txt", b"secret")
    client.post(f"/tickets/{ticket.pk}/draft/files/?kind=reply", {"file": file})
    key = DraftFile.objects.get().key
    source = put(client, ticket, kind="note").json()["src"]
    html = f'<div>Inside <img src="{source}"></div>'
    answer = client.post(f"/tickets/{ticket.pk}/note/", {"note_html": html, "file_keys": key}, **PART)
    note = ticket.messages.get(is_public=False)
    assert (
        note.attachments.count() == 2
        and f"/attachments/{note.attachments.last().key}/" in answer.content.decode()
    )
    assert not DraftFile.objects.exists()
