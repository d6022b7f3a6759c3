"""Drafts are private, never overwritten unseen, and hold only their writer's files."""

import pytest

from careline.testing.world import World, make_ticket
from careline.tickets.actions.attach_file import attach_file, remove_file
from careline.tickets.actions.discard_draft import discard_draft
from careline.tickets.actions.forward import forward
from careline.tickets.actions.outbound import outbound
from careline.tickets.actions.reply import reply
from careline.tickets.actions.save_draft import DraftConflict, save_draft
from careline.tickets.contracts import Address, DraftContent, NotVisible, Outgoing, Refused
from careline.tickets.models import Draft, DraftFile, Interval, Status, Ticket
from careline.tickets.queries.counts import counts
from careline.tickets.queries.thread import access_attachment, access_draft_file, access_message, thread


def content(html: str = "<p>Hm</p>", **fields) -> DraftContent:
    return DraftContent(fields.pop("kind", "reply"), html, **fields)


def test_saving_raises_the_version_and_a_stale_save_keeps_both_texts(world: World) -> None:
    ticket = make_ticket(world.support, world.customer)
    first = save_draft(content(), ticket=ticket, by=world.ana, version=0)
    second = save_draft(content("<p>Better</p>"), ticket=ticket, by=world.ana, version=first.version)
    with pytest.raises(DraftConflict) as caught:
        save_draft(content("<p>Other window</p>"), ticket=ticket, by=world.ana, version=first.version)
    assert caught.value.draft.html == "<p>Better</p>" and caught.value.version == second.version
    assert Draft.objects.get().html == "<p>Better</p>"


def test_each_agent_has_their_own(world: World) -> None:
    ticket = make_ticket(world.support, world.customer)
    save_draft(content("a"), ticket=ticket, by=world.ana, version=0)
    save_draft(content("b"), ticket=ticket, by=world.ben, version=0)
    save_draft(content("c", kind="note"), ticket=ticket, by=world.light, version=0)
    assert discard_draft(ticket, kind="reply", by=world.ben) and not discard_draft(
        ticket, kind="reply", by=world.ben
    )
    assert {*Draft.objects.values_list("html", flat=True)} == {"a", "c"}


def test_a_draft_holds_no_script(world: World) -> None:
    draft = save_draft(content('<img src="//evil.example/x"><img src="/draft-files/ok/"><b onclick=x>hi'), ticket=make_ticket(
        world.support, world.customer), by=world.ana, version=0)  # fmt: skip
    assert draft.html == '<img><img src="/draft-files/ok/"><b>hi</b>'


def test_a_stranger_drafts_nothing(world: World) -> None:
    ticket = make_ticket(world.complaints, world.customer)
    with pytest.raises(NotVisible):
        save_draft(content(), ticket=ticket, by=world.stranger, version=0)
    with pytest.raises(NotVisible):
        attach_file(ticket, kind="reply", name="a.txt", content=b"x", by=world.stranger)


@pytest.mark.parametrize(
    ("name", "size"), [("virus.EXE", 3), ("empty.txt", 0), ("big.bin", 20 * 1024 * 1024 + 1), ("a.js.scr", 3)]
)
def test_files_that_cannot_be_sent_are_refused(world: World, name: str, size: int) -> None:
    with pytest.raises(Refused):
        attach_file(None, kind="outbound", name=name, content=b"x" * size, by=world.ana)


def test_a_files_type_is_told_from_its_content(world: World) -> None:
    png = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00"
    assert (
        attach_file(
            None, kind="outbound", name="..\\..\\a\u202eb.html", content=png, by=world.ana
        ).content_type
        == "image/png"
    )
    file = DraftFile.objects.get()
    assert file.name == "ab.html" and access_draft_file(world.ana, file.key) == file
    with pytest.raises(NotVisible):
        access_draft_file(world.ben, file.key)
    assert not remove_file(file.key, by=world.ben) and remove_file(file.key, by=world.ana)


def test_attaching_before_the_first_save_is_no_conflict(world: World) -> None:
    ticket = make_ticket(world.support, world.customer)
    attach_file(ticket, kind="reply", name="a.txt", content=b"hello", by=world.ana)
    assert save_draft(content(), ticket=ticket, by=world.ana, version=0).files.count() == 1


def test_attachments_and_messages_are_read_with_the_tickets_rights(world: World) -> None:
    ticket = make_ticket(world.complaints, world.customer)
    file = attach_file(ticket, kind="reply", name="a.txt", content=b"hello", by=world.cleo)
    message = reply(ticket, Outgoing("See", file_keys=(file.key,)), by=world.cleo)
    key = message.attachments.get().key
    assert (
        access_attachment(world.cleo, key).name == "a.txt"
        and access_message(world.cleo, message.pk) == message
    )
    assert len(thread(world.cleo, ticket).messages) == 2
    for refused in (
        lambda: access_attachment(world.stranger, key),
        lambda: access_message(world.stranger, message.pk),
        lambda: thread(world.stranger, ticket),
        lambda: access_attachment(world.cleo, "x"),
    ):
        with pytest.raises(NotVisible):
            refused()


def test_a_forward_needs_a_recipient_and_changes_no_status(world: World) -> None:
    ticket = make_ticket(world.support, world.customer)
    with pytest.raises(Refused):
        forward(ticket, Outgoing("FYI"), by=world.ana)
    message = forward(ticket, Outgoing("FYI", to=(Address("lab@parts.example"),)), by=world.ana)
    ticket.refresh_from_db()
    assert message.subject == "Fwd: My chain came off" and ticket.status == Status.NEW


def test_we_can_write_first(world: World) -> None:
    save_draft(content(kind="outbound"), ticket=None, by=world.ana, version=0)
    message = outbound(
        Outgoing("Your bike is ready", to=(Address("new@x.example", "Nia"),), subject="Bike"), by=world.ana,
        team_id=world.support.pk, inbox_id=3,
    )  # fmt: skip
    ticket = Ticket.objects.get()
    assert ticket.status == Status.PENDING and ticket.assignee == world.ana and ticket.customer.name == "Nia"
    assert (message.inbox_id, message.state, ticket.message_count) == (3, "held", 1)
    assert counts(world.ana)["pending"] == 1 and Interval.objects.filter(ticket=ticket).count() == 3
    assert not Draft.objects.exists()


def test_nobody_writes_in_the_name_of_a_team_they_cannot_see(world: World) -> None:
    outgoing = Outgoing("x", to=(Address("new@x.example"),), subject="Bike")
    with pytest.raises(Refused):
        outbound(outgoing, by=world.ana, team_id=world.complaints.pk)
    with pytest.raises(Refused):
        outbound(Outgoing("x", subject="Bike"), by=world.ana, team_id=world.support.pk)
    assert not Ticket.objects.exists()
