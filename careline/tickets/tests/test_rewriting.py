"""Writing a message again and forwarding one: pictures and files come along, nothing of a draft is lost, rights hold."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from careline.core.files import store
from careline.testing.world import World, make_message, make_ticket
from careline.tickets.models import Attachment, Draft, DraftFile, Message, Ticket
from careline.tickets.tests.test_inline_images import PART, PNG, logged_in, put, send


@pytest.fixture
def ticket(world: World) -> Ticket:
    return make_ticket(world.support, world.customer, subject="My chain")


@pytest.fixture
def client(world: World) -> Client:
    return logged_in(world.ana)


def attach(message: Message, name: str, *, is_inline: bool = False) -> Attachment:
    content = f"{name} of {message.pk}".encode()
    return Attachment.objects.create(
        message=message, file=store(content, "text/plain"), name=name, content_type="text/plain", size=len(content),
        is_inline=is_inline,
    )  # fmt: skip


def test_a_failed_message_is_written_again_with_its_picture_and_its_file(client, ticket) -> None:
    source = put(client, ticket).json()["src"]
    send(client, ticket, f'<div>Turn <img src="{source}" alt="brake.png"> here</div>')
    failed = ticket.messages.get(author="agent")
    Message.objects.filter(pk=failed.pk).update(state=Message.State.FAILED)
    attach(failed, "bill.txt")
    assert f"/messages/{failed.pk}/rewriting/" in client.get(f"/tickets/{ticket.pk}/").content.decode()
    page = client.post(f"/messages/{failed.pk}/rewriting/", **PART).content.decode()
    picture = DraftFile.objects.get(is_inline=True)
    assert f'src="/draft-files/{picture.key}/"' in page.replace("&quot;", '"') and "bill.txt" in page
    assert client.get(f"/draft-files/{picture.key}/").content == PNG
    html = Draft.objects.get().html
    posted = {"html": html, "to": "right@customer.example", "based_on": failed.pk}
    posted["file_keys"] = [DraftFile.objects.get(is_inline=False).key]
    client.post(f"/tickets/{ticket.pk}/reply/", posted, **PART)
    again = ticket.messages.filter(author="agent").latest("pk")
    assert again.pk != failed.pk and "cid:" in again.html
    assert sorted(again.attachments.values_list("name", flat=True)) == ["bill.txt", "brake.png"]


def test_what_one_had_begun_to_write_stays_behind_the_words_that_are_written_again(client, ticket) -> None:
    send(client, ticket, "<div>Turn it.</div>")
    message = ticket.messages.get(author="agent")
    client.post(
        f"/tickets/{ticket.pk}/draft/", {"kind": "reply", "html": "<div>And then</div>", "version": "0"}
    )
    client.post(f"/messages/{message.pk}/rewriting/", **PART)
    assert Draft.objects.get().html == "<div>Turn it.</div><div>And then</div>"


def test_a_forward_carries_the_files_of_the_message_once_and_one_may_be_taken_out(client, ticket) -> None:
    first, second = make_message(ticket, text="The bill"), make_message(ticket, text="Another")
    for name in ("bill.pdf", "photo.jpg"):
        attach(first, name)
    attach(first, "logo.png", is_inline=True)
    attach(second, "second.pdf")
    page = client.post(f"/messages/{first.pk}/forwarding/", **PART).content.decode()
    assert "bill.pdf" in page and "photo.jpg" in page and "logo.png" not in page and "second.pdf" not in page
    assert 'value="Fwd: My chain"' in page
    client.post(f"/messages/{first.pk}/forwarding/", **PART)
    assert "second.pdf" in client.post(f"/messages/{second.pk}/forwarding/", **PART).content.decode()
    kept = DraftFile.objects.order_by("pk")
    assert [one.name for one in kept] == ["bill.pdf", "photo.jpg", "second.pdf"]
    client.post(f"/draft-files/{kept[1].key}/removal/")
    posted = {"html": "<div>See</div>", "to": "supplier@parts.example", "subject": "Fwd: My chain"}
    posted["file_keys"] = [one.key for one in DraftFile.objects.order_by("pk")]
    client.post(f"/tickets/{ticket.pk}/forward/", posted, **PART)
    forward = ticket.messages.get(is_forward=True)
    assert [*forward.attachments.order_by("pk").values_list("name", flat=True)] == ["bill.pdf", "second.pdf"]
    assert not DraftFile.objects.exists()


def test_who_may_not_answer_or_not_see_takes_nothing_into_a_draft(world, ticket) -> None:
    note = make_message(ticket, agent=world.ana, is_public=False)
    sent = make_message(ticket, agent=world.ana, state="failed")
    hidden = make_message(make_ticket(world.complaints, world.customer), agent=world.cleo, state="failed")
    for verb in ("rewriting", "forwarding"):
        assert logged_in(world.light).post(f"/messages/{sent.pk}/{verb}/").status_code == 403
        assert logged_in(world.ana).post(f"/messages/{hidden.pk}/{verb}/").status_code == 404
        assert logged_in(world.ana).post(f"/messages/{note.pk}/{verb}/").status_code == 404
        assert logged_in(world.ana).get(f"/messages/{sent.pk}/{verb}/").status_code == 405
    theirs = ticket.messages.filter(author="customer").first() or make_message(ticket)
    assert logged_in(world.ana).post(f"/messages/{theirs.pk}/rewriting/").status_code == 404
    assert not Draft.objects.exists()


def test_a_picture_taken_out_of_the_text_is_let_go_after_an_hour_and_not_before(client, ticket) -> None:
    source = put(client, ticket).json()["src"]
    kept = put(client, ticket, name="kept.png").json()["src"]
    put(client, ticket, name="list.txt", content=PNG)
    DraftFile.objects.filter(name="list.txt").update(is_inline=False)
    version = 0
    for html in (f'<img src="{source}"><img src="{kept}">', f'<div>Bare<img src="{kept}"></div>'):
        draft = {"kind": "reply", "html": html, "version": str(version)}
        version = client.post(f"/tickets/{ticket.pk}/draft/", draft).json()["version"]
    assert DraftFile.objects.count() == 3, "Ctrl+Z brings it back"
    DraftFile.objects.update(created_at=timezone.now() - timedelta(minutes=61))
    draft = {"kind": "reply", "html": f'<div>More<img src="{kept}"></div>', "version": str(version)}
    client.post(f"/tickets/{ticket.pk}/draft/", draft)
    assert sorted(DraftFile.objects.values_list("name", flat=True)) == ["kept.png", "list.txt"]
