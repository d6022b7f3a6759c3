"""Side conversations go out by SMTP and their answers come in: beside the ticket, never as the customer's messages."""

from datetime import timedelta

import pytest
from django.utils import timezone

from careline.channels.email.message_ids import (
    own_message_id,
    recognise,
    recognise_reply_address,
    recognise_side_reply_address,
    side_reply_address,
)
from careline.channels.models import DeliveryAttempt
from careline.channels.tests.asides import SUPPLIER, answers, arrive, begin
from careline.channels.tests.test_bounces import dsn
from careline.testing.inboxes import make_mail
from careline.testing.world import make_ticket
from careline.tickets.actions.finish_side import finish_side
from careline.tickets.actions.merge import merge
from careline.tickets.actions.reply import reply
from careline.tickets.actions.say_aside import say_aside
from careline.tickets.actions.send_side_again import send_side_again
from careline.tickets.actions.unmerge import unmerge
from careline.tickets.contracts import Aside, Outgoing
from careline.tickets.models import Message, SideConversation, SideMessage, Status, Ticket

EVERYTHING_OF = ("status", "version", "message_count", "snippet", "last_customer_at", "last_message_at")


def facts(ticket):
    """What a ticket's row says of its conversation with the customer."""
    return Ticket.objects.filter(pk=ticket.pk).values_list(*EVERYTHING_OF, "first_answered_at").get()


@pytest.fixture
def sent(world, ticket, inbox, outbox, peer):
    """A first message to a supplier that went out, as the supplier's server got it."""
    begin(ticket, world.ana)
    assert outbox.send_due() == 1
    return peer.mails[0].parsed


def test_it_reaches_the_third_party_with_nothing_of_the_customer_in_it(world, ticket, sent, peer):
    message = SideMessage.objects.get()
    assert peer.mails[0].rcpt_to == [SUPPLIER]
    assert sent["Subject"] == "Chain for order 12" and sent["References"] is None
    assert recognise(sent["Message-ID"]) == message.key
    assert recognise_side_reply_address(sent["Reply-To"]) == message.conversation_id
    assert recognise_reply_address(sent["Reply-To"]) is None
    everything = peer.mails[0].content.decode()
    assert "carla" not in everything.lower() and "came off" not in everything
    assert "Do you have the chain?" in sent.get_body(("plain",)).get_content()
    assert (message.state, f"<{message.external_id}>") == ("sent", sent["Message-ID"])
    assert DeliveryAttempt.objects.get().message_id == message.pk


def test_nothing_of_it_is_a_message_of_the_ticket(world, ticket, inbox, outbox, peer):
    before = facts(ticket)
    begin(ticket, world.ana)
    outbox.send_due()
    answers(inbox, peer.mails[0].parsed)
    assert SideMessage.objects.count() == 2
    assert facts(ticket) == before and ticket.messages.count() == 1
    assert set(Message.objects.values_list("pk", flat=True)).isdisjoint(
        SideMessage.objects.values_list("pk", flat=True)
    )


@pytest.mark.parametrize(
    ("ways", "found_by"),
    [({}, "reply_token"), ({"by_id": False}, "reply_token"), ({"by_token": False}, "message_id")],
)
def test_the_answer_lands_in_the_side_conversation(world, ticket, inbox, sent, ways, found_by):
    arrival = answers(inbox, sent, **ways)
    got = SideMessage.objects.get(is_ours=False)
    assert (arrival.state, arrival.ticket_id, arrival.message_id) == ("done", ticket.pk, got.pk)
    assert (got.text.strip(), got.threaded_by, got.is_participant, got.grade) == (
        "Yes, on Friday.", found_by, True, "verified",
    )  # fmt: skip
    assert Ticket.objects.count() == 1 and ticket.messages.count() == 1


def test_a_second_letter_names_what_was_said_there_and_only_that(world, ticket, inbox, outbox, peer, sent):
    answers(inbox, sent, message_id="theirs@supplier.example")
    say_aside(SideConversation.objects.get(), Aside(Outgoing("<p>Good.</p>", undo_seconds=0)), by=world.ben)
    outbox.send_due()
    second = peer.mails[1].parsed
    assert second["References"].split() == [sent["Message-ID"], "<theirs@supplier.example>"]
    assert (second["Subject"], peer.mails[1].rcpt_to) == ("Re: Chain for order 12", [SUPPLIER])


def test_their_next_mail_that_names_only_their_own_lands_there_too(world, ticket, inbox, sent):
    answers(inbox, sent, message_id="one@supplier.example")
    again = make_mail(
        "One more thing.", sender=SUPPLIER, to="support@radhaus.example", In_Reply_To="<one@supplier.example>"
    )
    arrive(inbox, again)
    assert SideMessage.objects.filter(is_ours=False).count() == 2 and Ticket.objects.count() == 1
    stranger = make_mail(
        "Me too.",
        sender="eve@evil.example",
        to="support@radhaus.example",
        In_Reply_To="<one@supplier.example>",
    )
    arrive(inbox, stranger)
    assert SideMessage.objects.filter(is_ours=False).count() == 2, "a foreign Message-ID is no proof"
    assert Ticket.objects.count() == 2


@pytest.mark.parametrize("forged", ["id", "address", "subject"])
def test_who_shows_nothing_that_we_signed_does_not_get_in(world, ticket, inbox, sent, forged):
    local, domain = side_reply_address("support@radhaus.example", SideConversation.objects.get().pk).split(
        "@"
    )
    to = (
        f"{local[:-1]}{'a' if local[-1] != 'a' else 'b'}@{domain}"
        if forged == "address"
        else "support@radhaus.example"
    )
    key = SideMessage.objects.get().key
    made = own_message_id(key, "radhaus.example")
    wrong = f"{made[:-20]}x{made[-19:]}" if forged == "id" else "nothing@evil.example"
    raw = make_mail(
        "Send it to my address.", sender="eve@evil.example", to=to, subject=f"Re: Chain for order 12 [#{ticket.pk}]",
        In_Reply_To=f"<{wrong}>",
    )  # fmt: skip
    arrive(inbox, raw)
    assert not SideMessage.objects.filter(is_ours=False).exists()
    assert ticket.messages.count() == 1 and Ticket.objects.count() == 2


def test_somebody_else_who_was_shown_our_mail_is_taken_in_and_marked(world, ticket, inbox, sent):
    answers(inbox, sent, sender="warehouse@partner.example")
    got = SideMessage.objects.get(is_ours=False)
    assert (got.is_participant, got.from_email, got.grade) == (
        False,
        "warehouse@partner.example",
        "unverified",
    )


def test_the_customer_who_answers_a_mail_to_the_supplier_speaks_there_and_not_in_the_ticket(
    world, ticket, inbox, sent
):
    before = facts(ticket)
    answers(inbox, sent, sender="carla@customer.example")
    assert SideMessage.objects.get(is_ours=False).is_participant is False
    assert facts(ticket) == before


def test_a_supplier_is_no_participant_of_the_ticket(world, ticket, inbox, sent):
    raw = make_mail("Hello", sender=SUPPLIER, to="support@radhaus.example", subject=f"Re: [#{ticket.pk}]")
    arrive(inbox, raw)
    assert ticket.messages.count() == 1 and Ticket.objects.count() == 2


@pytest.mark.parametrize("status", [Status.PENDING, Status.SOLVED, Status.CLOSED, Status.OPEN])
def test_an_answer_reopens_nothing_towards_the_customer(world, ticket, inbox, sent, status):
    Ticket.objects.filter(pk=ticket.pk).update(status=status)
    answers(inbox, sent)
    ticket.refresh_from_db()
    assert ticket.status == status and SideMessage.objects.filter(is_ours=False).exists()


def test_a_ticket_that_waits_for_the_third_party_is_our_move_again(world, ticket, inbox, outbox, peer):
    begin(ticket, world.ana, then_status=Status.ON_HOLD)
    outbox.send_due()
    ticket.refresh_from_db()
    assert ticket.status == Status.ON_HOLD
    answers(inbox, peer.mails[0].parsed, "I am away.", Auto_Submitted="auto-replied")
    ticket.refresh_from_db()
    assert ticket.status == Status.ON_HOLD, "a machine's answer is no answer"
    answers(inbox, peer.mails[0].parsed)
    ticket.refresh_from_db()
    assert ticket.status == Status.OPEN


def test_an_automatic_answer_is_kept_and_opens_nothing(world, ticket, inbox, outbox, peer, sent):
    conversation = SideConversation.objects.get()
    finish_side(conversation.pk, by=world.ana, is_done=True)
    arrival = answers(inbox, sent, "I am away.", Auto_Submitted="auto-replied")
    got = SideMessage.objects.get(is_ours=False)
    conversation.refresh_from_db()
    assert (arrival.state, got.machine, conversation.done_at is None) == ("done", "auto_reply", False)
    answers(inbox, sent)
    conversation.refresh_from_db()
    assert conversation.done_at is None, "a person's words open it again"
    assert outbox.send_due() == 0 and len(peer.mails) == 1, "nobody is answered by a machine of ours"


def test_a_flood_from_a_third_party_is_held_back(world, ticket, inbox, sent):
    states = [answers(inbox, sent, f"Again {n}", sender=f"bot{n}@supplier.example").state for n in range(35)]
    assert states[0] == "done" and states[-1] == "suspended"


def test_after_a_merge_the_answer_lands_at_the_ticket_that_remains_and_back(world, ticket, inbox, sent):
    other = make_ticket(world.support, world.customer, subject="The other")
    done = merge(ticket, into=other, by=world.ana)
    answers(inbox, sent)
    conversation = SideConversation.objects.get()
    assert conversation.ticket_id == other.pk and conversation.messages.count() == 2
    unmerge(done.pk, by=world.ana)
    arrival = answers(inbox, sent, "And now?")
    conversation.refresh_from_db()
    assert (conversation.ticket_id, arrival.ticket_id) == (ticket.pk, ticket.pk)


def test_a_refused_recipient_is_told_at_the_message_and_it_can_be_sent_again(
    world, ticket, inbox, outbox, peer
):
    peer.faults.rcpt[SUPPLIER] = "550 5.1.1 no such user"
    message = begin(ticket, world.ana)
    outbox.send_due()
    message.refresh_from_db()
    assert message.state in ("failed", "bounced") and "5.1.1" in str(message.bounces)
    peer.faults.rcpt.clear()
    assert send_side_again(message.pk, by=world.ana)
    outbox.send_due()
    message.refresh_from_db()
    assert (message.state, len(peer.mails)) == ("sent", 1)


def test_a_bounce_that_comes_later_marks_the_message_and_not_the_ticket(world, ticket, inbox, outbox, sent):
    before = facts(ticket)
    report = dsn(str(sent["Message-ID"]).strip("<>")).replace(b"carla@customer.example", SUPPLIER.encode())
    arrival = arrive(inbox, report, mail_from="")
    message = SideMessage.objects.get()
    assert (arrival.state, message.state, message.bounces[0]["email"]) == ("done", "bounced", SUPPLIER)
    assert facts(ticket) == before


def test_what_the_customer_gets_afterwards_never_quotes_or_names_it(world, ticket, inbox, outbox, peer, sent):
    answers(inbox, sent, "OUR PURCHASE PRICE IS 12 EURO", message_id="secret@supplier.example")
    reply(ticket, Outgoing("<p>Friday.</p>", quotes_history=True, undo_seconds=0), by=world.ana)
    outbox.send_due()
    mail = peer.mails[-1]
    everything = mail.content.decode() + "".join(
        part.get_content() for part in mail.parsed.walk() if part.get_content_maintype() == "text"
    )
    assert mail.rcpt_to == ["carla@customer.example"] and "came off" in everything
    for word in (
        "PURCHASE",
        "Sue Supplier",
        "supplier.example",
        str(sent["Message-ID"]).strip("<>"),
        "Chain for order",
    ):
        assert word not in everything


def test_what_was_scheduled_goes_out_at_its_moment_and_once(world, ticket, inbox, outbox, peer):
    message = begin(ticket, world.ana, send_at=timezone.now() + timedelta(hours=2))
    assert outbox.send_due() == 0 and not peer.mails
    SideMessage.objects.filter(pk=message.pk).update(send_at=timezone.now())
    assert outbox.send_due() == 1 and outbox.send_due() == 0
    message.refresh_from_db()
    assert message.state == "sent" and [mail.rcpt_to for mail in peer.mails] == [[SUPPLIER]]
