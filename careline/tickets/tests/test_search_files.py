"""Words of attached files: read by the worker, found by search, with the rights of their ticket."""

import pytest
from django.test import Client

from careline.core import files
from careline.core.extraction import Unreadable
from careline.core.models import Event
from careline.testing.world import World, make_message, make_ticket
from careline.tickets.actions import read_attachments as module
from careline.tickets.actions.read_attachments import read_attachments
from careline.tickets.models import Attachment, FileText, Ticket
from careline.tickets.queries.search import search


def attach(
    ticket: Ticket, content: bytes, name: str = "a.txt", *, kind: str = "text/plain", **fields
) -> Attachment:
    stored = files.store(content, kind)
    message = make_message(ticket, text="see attached")
    return Attachment.objects.create(
        message=message, file=stored, name=name, content_type=kind, size=len(content), **fields
    )


@pytest.fixture
def ticket(world: World) -> Ticket:
    return make_ticket(world.support, world.customer)


def numbers(agent, words: str) -> list[int]:
    return [found.row.number for found in search(agent, words).found]


def test_words_in_a_file_are_found_and_the_excerpt_names_it(world: World, ticket: Ticket) -> None:
    attachment = attach(ticket, b"sprocket & must be replaced", "report.txt")
    assert numbers(world.ana, "sprocket") == []
    assert read_attachments() == 1
    [found] = search(world.ana, "sprocket").found
    assert found.excerpt.file == "report.txt" and found.excerpt.message_id == attachment.message_id
    assert "<mark>sprocket</mark> &amp; must" in found.excerpt.words
    assert FileText.objects.get().state == "done" and read_attachments() == 0


def test_what_is_in_a_file_of_a_private_team_stays_there(world: World) -> None:
    hidden = make_ticket(world.complaints, world.customer)
    attach(hidden, b"The sprocket")
    read_attachments()
    assert numbers(world.cleo, "sprocket") == [hidden.pk] and numbers(world.ana, "sprocket") == []


def test_the_same_content_is_read_once_and_found_in_both_places(
    world: World, ticket: Ticket, monkeypatch
) -> None:
    other = make_ticket(world.workshop, world.customer)
    attach(ticket, b"The sprocket")
    attach(other, b"The sprocket", "copy.txt")
    calls = []
    monkeypatch.setattr(module, "extract", lambda content, name: calls.append(name) or "The sprocket")
    assert read_attachments() == 2 and calls == ["a.txt"]
    assert {*numbers(world.ana, "sprocket")} == {ticket.pk, other.pk}


@pytest.mark.parametrize("fields", [{"kind": "image/png"}, {"is_inline": True}])
def test_pictures_are_not_read(world: World, ticket: Ticket, fields) -> None:
    attach(ticket, b"sprocket", **fields)
    assert read_attachments() == 1 and not FileText.objects.exists() and read_attachments() == 0


def test_what_cant_be_read_is_remembered_with_the_reason(world: World, ticket: Ticket, monkeypatch) -> None:
    def refuse(content: bytes, name: str) -> str:
        raise Unreadable("encrypted")

    monkeypatch.setattr(module, "extract", refuse)
    attach(ticket, b"sprocket")
    assert read_attachments() == 1 and read_attachments() == 0
    assert [(row.state, row.reason) for row in FileText.objects.all()] == [("failed", "encrypted")]


def test_a_file_that_ends_its_reader_again_and_again_is_given_up(
    world: World, ticket: Ticket, monkeypatch
) -> None:
    def die(content: bytes, name: str) -> str:
        raise SystemExit

    monkeypatch.setattr(module, "extract", die)
    attach(ticket, b"sprocket")
    for _ in range(module.MOST_TRIES):
        with pytest.raises(SystemExit):
            read_attachments()
    assert read_attachments() == 1 and FileText.objects.get().reason == "given up" and read_attachments() == 0


def test_a_file_that_is_lost_does_not_stop_the_others(world: World, ticket: Ticket, monkeypatch) -> None:
    lost = attach(ticket, b"lost")
    lost.file.sha256 = "0" * 64
    lost.file.save()
    attach(ticket, b"sprocket")
    assert read_attachments() == 2 and numbers(world.ana, "sprocket") == [ticket.pk]
    assert FileText.objects.get(file=lost.file).reason == "lost"


def test_more_words_than_search_can_hold_stop_nothing(world: World, ticket: Ticket) -> None:
    words = " ".join(f"{n:x}word" for n in range(9000))
    message = make_message(ticket, text="many")
    for part in range(14):
        content = words.replace("word", f"part{part}x" + "y" * 30).encode()
        stored = files.store(content, "text/plain")
        Attachment.objects.create(
            message=message, file=stored, name="a.txt", content_type="text/plain", size=len(content)
        )
    assert read_attachments() == 14 and read_attachments() == 0
    assert FileText.objects.filter(reason="too many words").exists()


def test_what_was_let_go_takes_its_words_along(world: World, ticket: Ticket) -> None:
    attachment = attach(ticket, b"The sprocket")
    read_attachments()
    file_id = attachment.file_id
    attachment.delete()
    assert files.forget_unused([file_id]) == 1 and not FileText.objects.exists()


def test_what_could_not_be_read_stands_on_the_health_page_and_is_read_again(
    world: World, ticket: Ticket, monkeypatch
) -> None:
    attach(ticket, b"Hydraulic sprocket")
    monkeypatch.setattr(module, "LARGEST_BYTES", 1)
    assert read_attachments() == 1 and FileText.objects.get().reason == "too large"
    monkeypatch.undo()
    client = Client()
    client.force_login(world.ana)
    assert client.post("/settings/health/files/again/", {"reason": "too large"}).status_code == 403
    client.force_login(world.owner)
    page = client.get("/settings/health/").content.decode()
    assert "Larger than what is read" in page and "Read again" in page
    assert client.get("/settings/health/files/again/").status_code == 405
    client.post("/settings/health/files/again/", {"reason": "another reason"})
    assert read_attachments() == 0
    client.post("/settings/health/files/again/", {"reason": "too large"})
    assert Event.objects.get(name="files.read_again").data["files"] == 1
    assert read_attachments() == 1 and numbers(world.ana, "sprocket") == [ticket.pk]
    assert "Read again" not in client.get("/settings/health/").content.decode()
