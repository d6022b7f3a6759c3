"""Files and mails as they were sent: nothing from outside runs here, or fetches anything unasked."""

import pytest
from django.test import Client

from careline.core import files
from careline.core.http import Answer
from careline.testing.world import World, make_ticket
from careline.tickets.models import Attachment, Message, Ticket

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


@pytest.fixture
def ticket(world: World) -> Ticket:
    return make_ticket(world.support, world.customer)


@pytest.fixture
def client(world: World) -> Client:
    client = Client()
    client.force_login(world.ana)
    return client


def attach(ticket: Ticket, name: str, content: bytes, content_type: str, **fields) -> Attachment:
    message = ticket.messages.first()
    file = files.store(content, content_type)
    return Attachment.objects.create(
        message=message, file=file, name=name, content_type=content_type, size=len(content), **fields
    )


def mail(ticket: Ticket, html: str) -> Message:
    message = ticket.messages.first()
    message.html = html
    message.save()
    return message


@pytest.mark.parametrize(("name", "content", "content_type"), [
    ("page.html", b"<script>alert(1)</script>", "text/html"),
    ("picture.svg", b"<svg onload='alert(1)'/>", "image/svg+xml"),
    ("list.pdf", b"%PDF-1.4", "application/pdf"),
])  # fmt: skip
@pytest.mark.parametrize("asked", ["", "?inline=1"])
def test_what_could_run_is_only_ever_saved(client, ticket, name, content, content_type, asked) -> None:
    file = attach(ticket, name, content, content_type)
    answer = client.get(f"/attachments/{file.key}/{asked}")
    assert answer.content == content
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_a_picture_is_shown_when_asked_for(client, ticket) -> None:
    file = attach(ticket, "lever.png", PNG, "image/png")
    assert client.get(f"/attachments/{file.key}/?inline=1")["Content-Type"] == "image/png"
    assert client.get(f"/attachments/{file.key}/")["Content-Disposition"].startswith("attachment;")


def test_names_can_not_break_out_of_the_header(client, ticket) -> None:
    file = attach(ticket, '../a"\r\nSet-Cookie: x=1\u202egnp.exe', b"x", "text/plain")
    disposition = client.get(f"/attachments/{file.key}/")["Content-Disposition"]
    assert "\r" not in disposition
    assert "Set-Cookie:" not in disposition
    assert "%E2%80%AE" not in disposition


def test_files_of_others_tickets_are_not_there(world, client) -> None:
    file = attach(make_ticket(world.complaints, world.customer), "a.txt", b"x", "text/plain")
    assert client.get(f"/attachments/{file.key}/").status_code == 404
    assert client.get("/attachments/0000000000000000000000/").status_code == 404


def test_a_mail_is_framed_where_nothing_runs(client, ticket) -> None:
    answer = client.get(f"/messages/{mail(ticket, '<p>Hello <b>you</b></p>').pk}/body/")
    assert "Hello <b>you</b>" in answer.content.decode()
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "allow-scripts" not in policy
    assert "sandbox" in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_remote_pictures_wait_until_asked_for_and_then_come_through_us(client, ticket, monkeypatch) -> None:
    message = mail(ticket, '<img data-remote-src="https://shop.example/a.png?x=1&amp;y=2">')
    closed = client.get(f"/messages/{message.pk}/body/").content.decode()
    assert "1 remote image was not loaded." in closed
    assert ' src="' not in closed
    opened = client.get(f"/messages/{message.pk}/body/?images=1").content.decode()
    address = opened.split(' src="')[1].split('"')[0].replace("&amp;", "&")
    assert address.startswith(f"/messages/{message.pk}/images/?url=")
    asked = []
    monkeypatch.setattr(
        "careline.tickets.views.bodies.fetch",
        lambda method, url, **rest: asked.append(url) or Answer(200, {"content-type": "image/png"}, PNG),
    )
    assert client.get(address)["Content-Type"] == "image/png"
    assert asked == ["https://shop.example/a.png?x=1&y=2"]


def test_only_pictures_of_the_mail_itself_are_fetched(client, ticket, monkeypatch) -> None:
    message = mail(ticket, '<img data-remote-src="https://shop.example/a.png">')
    monkeypatch.setattr("careline.tickets.views.bodies.fetch", lambda *a, **k: pytest.fail("fetched"))
    for url in ("http://169.254.169.254/latest/", "https://shop.example/b.png", ""):
        assert client.get(f"/messages/{message.pk}/images/", {"url": url}).status_code == 404


def test_what_claims_to_be_a_picture_and_is_none_is_not_handed_on(client, ticket, monkeypatch) -> None:
    message = mail(ticket, '<img data-remote-src="https://shop.example/a.png">')
    monkeypatch.setattr(
        "careline.tickets.views.bodies.fetch",
        lambda *a, **k: Answer(200, {"content-type": "image/svg+xml"}, b"<svg/>"),
    )
    asked = {"url": "https://shop.example/a.png"}
    assert client.get(f"/messages/{message.pk}/images/", asked).status_code == 404


def test_pictures_inside_the_mail_are_shown_from_its_files(client, ticket) -> None:
    file = attach(ticket, "logo.png", PNG, "image/png", is_inline=True, content_id="logo@shop")
    message = mail(ticket, '<img src="cid:logo@shop"><img src="cid:missing">')
    page = client.get(f"/messages/{message.pk}/body/").content.decode()
    assert f'src="/attachments/{file.key}/?inline=1"' in page
    assert "cid:" not in page


@pytest.mark.parametrize("evil", [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "https://x.example/\"onmouseover=\"alert(1)",
    "javascript:alert(1)", "<b>bold</b>",
])  # fmt: skip
def test_words_from_outside_are_only_words_in_the_page(client, ticket, evil: str) -> None:
    message = ticket.messages.first()
    message.text = message.reply_text = message.from_name = message.quoted_text = evil
    message.save()
    Ticket.objects.filter(pk=ticket.pk).update(subject=evil, snippet=evil, tags=[evil])
    page = client.get(f"/tickets/{ticket.pk}/").content.decode() + client.get("/").content.decode()
    page += client.get(f"/messages/{message.pk}/facts/").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'onmouseover="' not in page
    assert 'href="javascript' not in page
    assert "<b>bold</b>" not in page
