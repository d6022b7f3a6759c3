"""Answering the customer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from careline.accounts.contracts import Forbidden
from careline.core.files import store
from careline.core.models import Event
from careline.testing.world import World, make_message, make_ticket
from careline.tickets.actions.note import note
from careline.tickets.actions.reply import reply
from careline.tickets.actions.set_status import set_status
from careline.tickets.contracts import Address, Conflict, NotVisible, Outgoing, Refused
from careline.tickets.models import Draft, DraftFile, Interval, MessageSearch, Status, Ticket, Watcher


def events_of(ticket: Ticket) -> list[str]:
    return [
        *Event.objects.filter(subject=f"ticket:{ticket.pk}").order_by("id").values_list("name", flat=True)
    ]


def test_a_reply_is_held_goes_to_the_requester_and_opens_a_new_ticket(world: World) -> None:
    ticket = make_ticket(world.support, world.customer)
    message = reply(ticket, Outgoing("<p>Hello <b>Carla</b></p>"), by=world.ana)
    ticket.refresh_from_db()
    assert (message.state, message.text, message.subject) == ("held", "Hello Carla", "Re: My chain came off")
    assert message.to == [["carla@customer.example", "Carla Customer"]]
    assert ticket.status == Status.OPEN and ticket.assignee == world.ana and ticket.first_answered_at
    assert ticket.message_count == 2 and ticket.snippet == "Hello Carla"
    assert events_of(ticket) == ["message.added", "ticket.assigned", "ticket.status_changed"]
    assert MessageSearch.objects.filter(message_id=message.pk, is_public=True).exists()
    assert Interval.objects.filter(ticket=ticket, ended_at=None).count() == 3


def test_reply_and_solve_is_one_step(world: World) -> None:
    ticket = make_ticket(world.support, world.customer, assignee=world.ana)
    reply(ticket, Outgoing("Done", then_status=Status.SOLVED), by=world.ana)
    ticket.refresh_from_db()
    assert ticket.status == Status.SOLVED and ticket.solved_at


def test_script_and_foreign_images_are_gone(world: World) -> None:
    ticket = make_ticket(world.support, world.customer)
    html = '<p onclick="x()">Hi<script>alert(1)</script><img src="https://t.example/p.gif"><img src="data:x"></p>'
    assert reply(ticket, Outgoing(html), by=world.ana).html == "<p>Hi</p>"


@pytest.mark.parametrize("who", ["light", "auditor"])
def test_who_may_not_reply_is_refused(world: World, who: str) -> None:
    ticket = make_ticket(world.support, world.customer)
    with pytest.raises(Forbidden):
        reply(ticket, Outgoing("Hi"), by=getattr(world, who))


def test_a_stranger_can_neither_reply_nor_note(world: World) -> None:
    ticket = make_ticket(world.complaints, world.customer)
    with pytest.raises(NotVisible):
        reply(ticket, Outgoing("Hi"), by=world.stranger)
    with pytest.raises(NotVisible):
        note(ticket, "Hi", by=world.stranger)


@pytest.mark.parametrize(
    "outgoing",
    [Outgoing(" "), Outgoing("Hi", to=(Address("nonsense"),)), Outgoing("Hi", to=(Address("a@b.example\nBcc: x@y.z"),)),
     Outgoing("Hi", file_keys=("unknown",)), Outgoing("Hi", then_status=Status.NEW),
     Outgoing("Hi", to=tuple(Address(f"a{n}@b.example") for n in range(200)))],
)  # fmt: skip
def test_what_cannot_be_sent_is_refused_and_nothing_remains(world: World, outgoing: Outgoing) -> None:
    ticket = make_ticket(world.support, world.customer)
    with pytest.raises(Refused):
        reply(ticket, outgoing, by=world.ana)
    assert ticket.messages.count() == 1 and not events_of(ticket)


def test_line_breaks_never_reach_a_header(world: World) -> None:
    ticket = make_ticket(world.support, world.customer)
    message = reply(
        ticket, Outgoing("Hi", to=(Address("a@b.example", "A\r\nBcc: x"),), subject="S\r\nX: y"), by=world.ana
    )
    assert message.to == [["a@b.example", "A Bcc: x"]] and message.subject == "S X: y"


def test_a_scheduled_reply_waits(world: World) -> None:
    ticket = make_ticket(world.support, world.customer)
    at = timezone.now() + timedelta(hours=3)
    message = reply(ticket, Outgoing("Later", send_at=at), by=world.ana)
    assert message.is_scheduled and message.send_at == at and message.state == "held"


def test_a_draft_is_spent_and_its_files_go_along(world: World) -> None:
    ticket = make_ticket(world.support, world.customer)
    draft = Draft.objects.create(ticket=ticket, agent=world.ana, kind="reply")
    file = DraftFile.objects.create(
        draft=draft, uploaded_by=world.ana, file=store(b"x", "image/png"), name="a.png", content_type="image/png", size=1
    )  # fmt: skip
    html = f'<p>See<img src="/draft-files/{file.key}/"></p>'
    message = reply(ticket, Outgoing(html, file_keys=(file.key,)), by=world.ana)
    attachment = message.attachments.get()
    assert attachment.is_inline and f'src="cid:{attachment.content_id}"' in message.html
    assert not Draft.objects.exists() and not DraftFile.objects.exists()


def test_files_of_somebody_elses_draft_are_refused(world: World) -> None:
    ticket = make_ticket(world.support, world.customer)
    draft = Draft.objects.create(ticket=ticket, agent=world.ben, kind="reply")
    file = DraftFile.objects.create(
        draft=draft, uploaded_by=world.ben, file=store(b"x", "image/png"), name="a.png", content_type="image/png", size=1
    )  # fmt: skip
    with pytest.raises(Refused):
        reply(ticket, Outgoing("Hi", file_keys=(file.key,)), by=world.ana)


def test_a_note_stays_inside_and_mentions_only_who_may_see_it(world: World) -> None:
    ticket = make_ticket(world.complaints, world.customer)
    html = f'<p>Look <span data-mention="{world.manager.pk}">@Mia</span><span data-mention="{world.ana.pk}">@Ana</span></p>'
    message = note(ticket, html, by=world.cleo)
    assert not message.is_public and message.state == ""
    assert [w.agent for w in Watcher.objects.filter(ticket=ticket)] == [world.manager]
    assert Event.objects.get(name="note.added").data["mentioned"] == [world.manager.pk]
    ticket.refresh_from_db()
    assert ticket.status == Status.NEW and not MessageSearch.objects.get(message_id=message.pk).is_public


def test_a_light_agent_may_note(world: World) -> None:
    assert note(make_ticket(world.support, world.customer), "Hi", by=world.light).pk


def test_a_cc_does_not_become_the_recipient(world: World) -> None:
    ticket = make_ticket(world.support, world.customer)
    other = make_message(ticket, text="Me too")
    other.customer, other.from_email = None, "other@x.example"
    other.save()
    assert reply(ticket, Outgoing("Hi"), by=world.ana).to[0][0] == "carla@customer.example"


def test_a_stale_change_is_refused(world: World) -> None:
    ticket = make_ticket(world.support, world.customer, status=Status.OPEN)
    set_status(ticket, Status.PENDING, by=world.ana, version=1)
    with pytest.raises(Conflict) as caught:
        set_status(ticket, Status.SOLVED, by=world.ben, version=1)
    assert caught.value.version == 2
