"""What an agent says reaches a real SMTP server, in the customer's thread, as a well-made mail."""

from careline.channels.delivery.tests.replies import answer, state_of
from careline.channels.email.message_ids import recognise, recognise_reply_address
from careline.core.files import store
from careline.testing.world import make_message
from careline.tickets.contracts import Address
from careline.tickets.models import Message


def test_a_reply_reaches_the_customers_server_in_the_same_thread(world, ticket, outbox, peer):
    message = answer(world, ticket)
    assert outbox.send_due() == 1
    mail = peer.mails[0]
    made = mail.parsed
    assert mail.rcpt_to == ["carla@customer.example"] and mail.mail_from == "support@radhaus.example"
    assert made["In-Reply-To"] == "<first@customer.example>" == made["References"]
    assert made["Subject"] == "Re: My chain came off" and made["Auto-Submitted"] is None
    assert made["From"].addresses[0].addr_spec == "support@radhaus.example"
    assert made["From"].addresses[0].display_name == "Ana Agent (Wheels & Sons)"
    assert recognise(made["Message-ID"]) == message.key
    assert recognise_reply_address(made["Reply-To"]) == ticket.pk
    text = made.get_body(("plain",)).get_content()
    assert text.startswith("It is ready.") and "-- \r\nRadhaus GmbH" in text
    assert state_of(message) == "sent" and f"<{message.external_id}>" == made["Message-ID"]


def test_a_second_reply_names_the_first_and_the_customers_answer(world, ticket, outbox, peer):
    answer(world, ticket)
    outbox.send_due()
    customers = make_message(ticket, text="Thanks, and the brake?")
    Message.objects.filter(pk=customers.pk).update(external_id="second@customer.example")
    answer(world, ticket)
    outbox.send_due()
    first, second = (one.parsed for one in peer.mails)
    assert second["References"].split() == [
        "<first@customer.example>",
        first["Message-ID"],
        "<second@customer.example>",
    ]
    assert second["In-Reply-To"] == "<second@customer.example>"
    assert [one.connection for one in peer.mails] == [1, 1]


def test_history_is_quoted_only_when_asked_for(world, ticket, outbox, peer):
    answer(world, ticket, quotes_history=True)
    outbox.send_due()
    made = peer.mails[0].parsed
    text = made.get_body(("plain",)).get_content()
    assert "Carla Customer wrote:" in text and "> It came off yesterday. What now?" in text
    html = made.get_body(("html",)).get_content()
    assert "<blockquote" in html and "It came off yesterday" in html


def test_cc_and_bcc_all_get_it_and_nobody_sees_the_bcc(world, ticket, outbox, peer):
    answer(
        world, ticket,
        cc=(Address("cc@customer.example", "Cé Cé"),), bcc=(Address("boss@desk.example"),),
    )  # fmt: skip
    outbox.send_due()
    assert sorted(peer.mails[0].rcpt_to) == [
        "boss@desk.example",
        "carla@customer.example",
        "cc@customer.example",
    ]
    assert b"boss@" not in peer.mails[0].content


def test_attachments_travel_with_the_message(world, ticket, outbox, peer):
    message = answer(world, ticket)
    stored = store(b"%PDF-1.7 bill", "application/pdf")
    message.attachments.create(file=stored, name="Rechnung März.pdf", content_type="application/pdf", size=13)
    outbox.send_due()
    attached = next(peer.mails[0].parsed.iter_attachments())
    assert attached.get_filename() == "Rechnung März.pdf" and attached.get_content() == b"%PDF-1.7 bill"
