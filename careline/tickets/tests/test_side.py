"""Side conversations by their actions: who may, what is told, and what the outbox makes of their messages."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from careline.accounts.contracts import Forbidden
from careline.channels.delivery.attempt import take_up_again
from careline.core.models import Event
from careline.testing.world import make_ticket
from careline.tickets.actions.cancel_side import cancel_side
from careline.tickets.actions.claim_for_delivery import claim_for_delivery
from careline.tickets.actions.finish_side import finish_side
from careline.tickets.actions.mark_side_seen import mark_side_seen
from careline.tickets.actions.merge import merge
from careline.tickets.actions.record_bounce import record_bounce
from careline.tickets.actions.record_delivery import record_delivery
from careline.tickets.actions.say_aside import say_aside
from careline.tickets.actions.send_again import send_again
from careline.tickets.actions.send_side_again import send_side_again
from careline.tickets.contracts import Address, Aside, BouncedRecipient, NotVisible, Outgoing, Refused
from careline.tickets.models import Draft, SideConversation, SideMessage, SideSeen, Status
from careline.tickets.queries.delivery import count_waiting, due_message_ids, due_messages, stuck_message_ids
from careline.tickets.queries.outbox import troubled_messages, waiting_by_state
from careline.tickets.tests.sides import SUPPLIER, answered, begin

BOUNCE = BouncedRecipient(SUPPLIER, "5.1.1", "no such user")


@pytest.fixture
def ticket(world):
    return make_ticket(world.support, world.customer)


def told(ticket):
    """The names of what happened in side conversations of a ticket."""
    events = Event.objects.filter(subject=f"ticket:{ticket.pk}", name__startswith="side.").order_by("pk")
    return [*events.values_list("name", flat=True)]


def state_of(message):
    message.refresh_from_db()
    return message.state


def test_everything_that_happens_is_an_event(world, ticket):
    message = begin(ticket, world.ana, undo_seconds=60)
    cancel_side(message.pk, by=world.ana)
    again = say_aside(message.conversation, Aside(Outgoing("<p>Now?</p>", undo_seconds=0)), by=world.ana)
    claim_for_delivery(again.pk)
    record_delivery(again.pk, state="sent", external_id="x@desk.example")
    answered(message.conversation)
    finish_side(message.conversation_id, by=world.ana, is_done=True)
    finish_side(message.conversation_id, by=world.ana, is_done=True)
    finish_side(message.conversation_id, by=world.ana, is_done=False)
    assert told(ticket) == [
        "side.started", "side.message_cancelled", "side.message_added", "side.delivery_changed",
        "side.message_received", "side.finished", "side.finished",
    ]  # fmt: skip
    assert again.subject == "Chain for order 12", "an answer to nothing that went out is no answer"


def test_its_messages_wait_with_the_others_in_one_line(world, ticket):
    first, second = begin(ticket, world.ana, undo_seconds=0), begin(ticket, world.ana, undo_seconds=0)
    held = begin(ticket, world.ana, undo_seconds=60)
    assert due_message_ids() == [first.pk, second.pk]
    assert due_messages(limit=1) == [(first.pk, None)] and due_messages(limit=9, without={None}) == []
    assert count_waiting(since=timezone.now() + timedelta(hours=1)) == 2
    assert claim_for_delivery(held.pk) is None, "it can still be taken back"
    assert claim_for_delivery(first.pk) is not None and claim_for_delivery(first.pk) is None
    SideMessage.objects.filter(pk=first.pk).update(state_at=timezone.now() - timedelta(minutes=5))
    assert stuck_message_ids(since=timezone.now()) == [first.pk]
    assert take_up_again(since=timezone.now()) == 1 and state_of(first) == "retrying"


def test_news_never_go_back_and_a_bounce_reopens_nothing(world, ticket):
    message = begin(ticket, world.ana, undo_seconds=0)
    ticket.status = Status.PENDING
    ticket.save(update_fields=["status"])
    claim_for_delivery(message.pk)
    assert record_delivery(message.pk, state="sent", external_id="a@desk.example")
    assert record_bounce(message.pk, [BOUNCE]) and not record_bounce(message.pk, [BOUNCE])
    assert not record_delivery(message.pk, state="delivered")
    ticket.refresh_from_db()
    assert (state_of(message), message.external_id, ticket.status) == (
        "bounced",
        "a@desk.example",
        Status.PENDING,
    )
    incoming = answered(message.conversation)
    assert not record_bounce(incoming.pk, [BOUNCE]), "what came in can't bounce"


def test_what_did_not_go_out_stands_on_the_health_page_and_goes_again(world, ticket):
    message = begin(ticket, world.ana, undo_seconds=60)
    assert waiting_by_state(world.owner) == [("Held", 1)]
    claim_for_delivery(message.pk)
    record_delivery(message.pk, state="failed", detail="550 no")
    assert troubled_messages(world.owner) == [message] and troubled_messages(world.gone) == []
    assert send_again(message.pk, by=world.owner) and state_of(message) == "queued"
    assert not send_again(message.pk, by=world.owner)


@pytest.mark.parametrize("act", ["say", "cancel", "again", "finish", "begin"])
@pytest.mark.parametrize(
    ("who", "error"), [("light", Forbidden), ("cleo", NotVisible), ("auditor", Forbidden)]
)
def test_nobody_writes_who_may_not(world, act, who, error):
    ticket = make_ticket(world.workshop if who == "cleo" else world.support, world.customer)
    if who == "cleo":
        world.workshop.is_private = True
        world.workshop.save()
    by = world.stranger if who == "cleo" else world.ana
    message, person = begin(ticket, by, undo_seconds=60), getattr(world, who)
    aside = Aside(Outgoing("<p>x</p>"))
    acts = {
        "say": lambda: say_aside(message.conversation, aside, by=person),
        "cancel": lambda: cancel_side(message.pk, by=person),
        "again": lambda: send_side_again(message.pk, by=person),
        "finish": lambda: finish_side(message.conversation_id, by=person, is_done=True),
        "begin": lambda: begin(ticket, person),
    }
    with pytest.raises(error):
        acts[act]()
    assert SideMessage.objects.count() == 1 and state_of(message) == "held"


def test_a_colleague_can_not_take_back_what_another_wrote_but_a_lead_can(world, ticket):
    message = begin(ticket, world.ana, undo_seconds=60)
    with pytest.raises(Forbidden):
        cancel_side(message.pk, by=world.ben)
    assert cancel_side(message.pk, by=world.lead) is not None


def test_nothing_is_sent_without_words_a_subject_or_somebody(world, ticket):
    for wrong in ({"html": " "}, {"to": ()}, {"to": (Address("nobody"),)}, {"subject": " \r\n"}):
        with pytest.raises(Refused), transaction.atomic():
            begin(ticket, world.ana, **{"html": "<p>Hello</p>"} | wrong)
    assert not SideConversation.objects.exists()
    message = begin(ticket, world.ana, subject="A\r\nBcc: evil@else.example")
    assert message.subject == "A Bcc: evil@else.example"


def test_a_guessed_message_id_counts_for_who_was_asked_and_was_not_forged(world, ticket):
    side = begin(ticket, world.ana).conversation
    assert answered(side, found_by="external_id") is not None
    assert answered(side, found_by="external_id", sender="eve@else.example") is None
    assert answered(side, sender="eve@else.example").is_participant is False
    assert answered(side, found_by="external_id", sender="eve@else.example") is None, (
        "who was not asked stays so"
    )


def test_drafts_of_two_side_conversations_stay_apart_in_a_merge(world, ticket):
    other = make_ticket(world.support, world.customer)
    one, two = begin(ticket, world.ana).conversation, begin(other, world.ana).conversation
    for side, where in ((one, ticket), (two, other)):
        Draft.objects.create(
            ticket=where, agent=world.ana, kind="side", side_conversation_id=side.pk, html=f"<p>{side.pk}</p>"
        )
    merge(ticket, into=other, by=world.ana)
    drafts = {draft.side_conversation_id: draft for draft in Draft.objects.filter(ticket=other)}
    assert {pk: draft.html for pk, draft in drafts.items()} == {
        one.pk: f"<p>{one.pk}</p>",
        two.pk: f"<p>{two.pk}</p>",
    }


def test_reading_goes_on_and_never_back(world, ticket):
    side = begin(ticket, world.ana).conversation
    first, second = answered(side), answered(side)
    other = begin(ticket, world.ana)
    for message in (second, first, other):
        mark_side_seen(side.pk, message.pk, by=world.ben)
    assert SideSeen.objects.get(agent=world.ben).message_id == second.pk
    with pytest.raises(NotVisible):
        mark_side_seen(
            begin(make_ticket(world.complaints, world.customer), world.cleo).conversation_id, 1, by=world.ben
        )
