"""A bounce is noted on the message it belongs to, makes no ticket, and is answered by nothing."""

import pytest

from careline.channels.bounces import on_report
from careline.channels.email.message_ids import notice_id, own_message_id, reply_address
from careline.channels.models import Arrival
from careline.core.models import Event
from careline.testing.inboxes import make_inbox
from careline.testing.world import make_ticket
from careline.tickets.actions.claim_for_delivery import claim_for_delivery
from careline.tickets.actions.record_delivery import record_delivery
from careline.tickets.actions.reply import reply
from careline.tickets.contracts import Address, BouncedRecipient, InboundMessage, Machine, Outgoing
from careline.tickets.models import Message, Ticket

from .test_intake import arrive

DAEMON = Address("mailer-daemon@mx.example")


@pytest.fixture
def inbox(world):
    return make_inbox(world.support)


@pytest.fixture
def sent(world, inbox):
    ticket = make_ticket(world.support, world.customer)
    message = reply(ticket, Outgoing("<p>Ready</p>", undo_seconds=0), by=world.ana)
    claim_for_delivery(message.pk)
    record_delivery(message.pk, state="sent", external_id=own_message_id(message.key, "desk.example"))
    message.refresh_from_db()
    return message


def bounce(**fields):
    return InboundMessage(
        DAEMON,
        machine=Machine.BOUNCE,
        **{
            "bounced": (BouncedRecipient("carla@customer.example", "5.1.1", "550 no such user"),),
            "text": "Sorry.",
            **fields,
        },
    )


def dsn(message_id: str) -> bytes:
    return (
        "From: MAILER-DAEMON@mx.example\r\nTo: help@desk.example\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        "Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nI'm sorry to have to inform you.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        "Final-Recipient: rfc822; carla@customer.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 no such user\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{message_id}>\r\nSubject: x\r\n--b--\r\n"
    ).encode()


def test_a_real_delivery_report_marks_the_message_and_makes_no_ticket(inbox, sent):
    arrival = arrive(inbox, dsn(sent.external_id))
    sent.refresh_from_db()
    assert (arrival.state, sent.state) == ("done", "bounced")
    assert sent.bounces[0]["email"] == "carla@customer.example" and sent.bounces[0]["status"] == "5.1.1"
    assert Ticket.objects.count() == 1 and Message.objects.filter(is_automatic=True).count() == 0
    assert Event.objects.filter(name="delivery.changed", data__state="bounced").count() == 1


def test_the_same_report_twice_changes_nothing_more(inbox, sent):
    assert on_report(bounce(bounced_message_id=sent.external_id), 1)
    assert on_report(bounce(bounced_message_id=sent.external_id), 2)
    sent.refresh_from_db()
    assert len(sent.bounces) == 1


def test_a_delay_is_noted_and_the_message_stays_sent(sent):
    late = BouncedRecipient("carla@customer.example", "4.4.7", "still trying", permanent=False)
    assert on_report(bounce(bounced=(late,), bounced_message_id=sent.external_id), 1)
    sent.refresh_from_db()
    assert sent.state == "sent" and "still trying" in sent.state_detail


def test_a_report_that_names_the_id_only_in_references_is_understood(sent):
    assert on_report(bounce(references=("other@x.example", sent.external_id)), 1)
    sent.refresh_from_db()
    assert sent.state == "bounced"


def test_a_report_without_any_id_is_known_by_the_signed_address_it_came_to(sent):
    address = reply_address("help@desk.example", sent.ticket_id)
    assert on_report(bounce(delivered_to=(address.upper(),)), 1)
    sent.refresh_from_db()
    assert sent.state == "bounced"


def test_a_report_that_names_no_recipient_is_taken_for_the_first(sent):
    assert on_report(bounce(bounced=(), bounced_message_id=sent.external_id), 1)
    sent.refresh_from_db()
    assert sent.bounces[0]["email"] == "carla@customer.example"


def test_a_forged_report_marks_nothing(inbox, sent):
    local, domain = sent.external_id.split("@")
    forged = f"{local[:-1]}{'a' if local[-1] != 'a' else 'e'}@{domain}"
    assert not on_report(bounce(bounced_message_id=forged), 1)
    arrival = arrive(inbox, dsn(forged))
    sent.refresh_from_db()
    assert sent.state == "sent" and sent.bounces == [] and arrival.state == "suspended"
    assert Arrival.objects.filter(state="suspended").count() == 1 and Ticket.objects.count() == 1


def test_a_bounce_of_mail_to_the_staff_is_ours_and_marks_nothing(sent):
    notice = notice_id("desk.example", ticket_id=sent.ticket_id, agent_id=1, nonce=b"1")
    assert on_report(bounce(bounced_message_id=notice), 1)
    sent.refresh_from_db()
    assert sent.state == "sent"


def test_news_in_any_order_never_takes_a_bounce_back(sent):
    on_report(bounce(bounced_message_id=sent.external_id), 1)
    for state in ("sent", "delivered", "retrying", "failed", "unsure"):
        assert not record_delivery(sent.pk, state=state)
    sent.refresh_from_db()
    assert sent.state == "bounced"


def success(message_id: str, *, action: str = "delivered", envelope_id: str = "") -> bytes:
    """A report that all went well, as a server makes it that was asked for one."""
    named = f"\r\nOriginal-Envelope-Id: {envelope_id}" if envelope_id else ""
    told = (
        dsn(message_id)
        .decode()
        .replace("Undelivered Mail Returned to Sender", "Successful Mail Delivery Report")
    )
    told = told.replace("Reporting-MTA: dns; mx.example", f"Reporting-MTA: dns; mx.example{named}")
    told = told.replace("rfc822; carla@", "rfc822; CARLA@").replace("Action: failed", f"Action: {action}")
    return told.replace("Status: 5.1.1", "Status: 2.0.0").replace("550 5.1.1 no such user", "250 ok").encode()


def state_of(message):
    message.refresh_from_db()
    return message.state


def test_a_report_of_success_makes_the_message_delivered_and_no_ticket(inbox, sent):
    assert arrive(inbox, success(sent.external_id)).state == "done"
    assert state_of(sent) == "delivered" and sent.bounces == []
    assert Ticket.objects.count() == 1 and sent.ticket.messages.count() == 2
    assert arrive(inbox, success(sent.external_id)).state in ("done", "ignored")
    assert Event.objects.filter(name="delivery.changed", data__state="delivered").count() == 1


def test_the_envelope_id_names_the_message_where_a_server_wrote_another_message_id(inbox, sent):
    arrive(inbox, success("rewritten@relay.example", envelope_id=sent.external_id.replace("@", "+40")))
    assert state_of(sent) == "delivered"


@pytest.mark.parametrize("action", ["relayed", "expanded"])
def test_what_was_only_passed_on_is_not_delivered_yet(inbox, sent, action):
    assert arrive(inbox, success(sent.external_id, action=action)).state == "done"
    assert state_of(sent) == "sent"


def test_success_is_forgotten_by_a_later_failure_and_never_the_other_way(inbox, sent):
    arrive(inbox, success(sent.external_id))
    arrive(inbox, dsn(sent.external_id))
    assert state_of(sent) == "bounced"
    arrive(inbox, success(sent.external_id, envelope_id="x"))
    assert state_of(sent) == "bounced"


def test_a_success_that_is_not_ours_is_held_back(inbox, sent):
    assert arrive(inbox, success("somebody@elsewhere.example")).state == "suspended"
    assert state_of(sent) == "sent" and Ticket.objects.count() == 1


def test_a_report_that_is_quicker_than_our_own_note_keeps_the_name_of_the_message(world, inbox):
    message = reply(
        make_ticket(world.support, world.customer), Outgoing("<p>Hi</p>", undo_seconds=0), by=world.ana
    )
    claim_for_delivery(message.pk)
    own_id = own_message_id(message.key, "desk.example")
    arrive(inbox, success(own_id))
    assert not record_delivery(message.pk, state="sent", external_id=own_id)
    assert state_of(message) == "delivered" and message.external_id == own_id
