"""A person who writes is told that it arrived; a machine never is, and nobody can make us mail their words around."""

from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from careline.accounts.models import Company
from careline.channels.acknowledge import acknowledge
from careline.channels.configured import forget_inboxes
from careline.channels.delivery.outbox import Outbox
from careline.channels.models import AutomaticMail, Inbox
from careline.core.limits import allow
from careline.testing.inboxes import make_inbox, make_mail
from careline.testing.smtp_peer import smtp_peer
from careline.tickets.models import Message, Ticket

from .test_intake import arrive


@pytest.fixture
def inbox(world):
    made = make_inbox(world.support)
    Inbox.objects.filter(pk=made.pk).update(acknowledges=True, answer_within_hours=4)
    forget_inboxes()
    made.refresh_from_db()
    return made


def first_message():
    return Message.objects.order_by("-pk").filter(author="customer").first()


def acknowledged(message=None):
    message = message or first_message()
    key = acknowledge(message.ticket_id, message.pk)
    return Message.objects.get(pk=key) if key else None


def test_a_person_is_told_the_number_and_when_to_expect_an_answer(inbox):
    arrive(inbox, make_mail())
    sent = acknowledged()
    ticket = Ticket.objects.get()
    assert sent.is_automatic and sent.to == [["carla@customer.example", ""]]
    assert f"#{ticket.pk}" in sent.text and "within 4 hours" in sent.text and f"#{ticket.pk}" in sent.subject
    assert ticket.status == 1 and ticket.first_answered_at is None


@pytest.mark.parametrize(
    ("language", "company", "words"),
    [
        ("de", "en", "innerhalb von 4 Stunden"),
        ("fr", "de", "innerhalb von 4 Stunden"),
        ("en", "de", "within 4 hours"),
    ],
)
def test_it_speaks_the_customers_language_or_the_companys(inbox, language, company, words):
    Company.objects.update(language=company)
    arrive(inbox, make_mail())
    message = first_message()
    Message.objects.filter(pk=message.pk).update(language=language)
    sent = acknowledged()
    assert words in sent.text


def test_it_never_echoes_the_senders_words(inbox):
    arrive(inbox, make_mail("Buy gold at evil.example", subject="Buy gold", name="Gold Seller"))
    sent = acknowledged()
    assert not any(
        word in (sent.text + sent.subject + sent.html).lower() for word in ("gold", "evil", "seller")
    )


def test_our_own_words_are_used_with_placeholders_and_nothing_else_is_filled_in(inbox):
    Inbox.objects.filter(pk=inbox.pk).update(
        acknowledgement="Hi!\n\nNumber {number}, {expected}. {sender} {0} {number.__class__} <b>x</b>"
    )
    arrive(inbox, make_mail())
    sent = acknowledged()
    assert f"Number {Ticket.objects.get().pk}, within 4 hours." in sent.text
    assert "{sender} {0} {number.__class__} <b>x</b>" in sent.text


def test_the_arrival_of_a_new_ticket_defers_one_job_and_a_reply_none(inbox):
    arrive(inbox, make_mail())
    assert ProcrastinateJob.objects.filter(task_name="careline.acknowledge").count() == 1
    Inbox.objects.update(acknowledges=False)
    forget_inboxes()
    arrive(inbox, make_mail("another", message_id="2"))
    assert ProcrastinateJob.objects.filter(task_name="careline.acknowledge").count() == 1


def test_twice_is_once(inbox):
    arrive(inbox, make_mail())
    assert acknowledged() and acknowledged() is None


def test_not_where_the_inbox_is_silent(inbox):
    Inbox.objects.update(acknowledges=False)
    arrive(inbox, make_mail())
    assert acknowledged() is None


@pytest.mark.parametrize(
    "sender",
    ["no-reply@shop.example", "noreply+123@shop.example", "MAILER-DAEMON@shop.example", "do.not.reply@x.example",
     "news-request@list.example", "bounces+77@esp.example", "postmaster@x.example"],
)  # fmt: skip
def test_never_to_an_address_that_nobody_reads(inbox, sender):
    arrive(inbox, make_mail(sender=sender))
    assert first_message() is None or acknowledged() is None


@pytest.mark.parametrize("machine", ["auto_reply", "list", "bounce", "receipt"])
def test_never_to_a_machine(inbox, machine):
    arrive(inbox, make_mail())
    Message.objects.update(machine=machine)
    assert acknowledged() is None


def test_never_to_one_of_our_own_addresses(inbox):
    arrive(inbox, make_mail())
    Message.objects.update(from_email=inbox.address.upper())
    assert acknowledged() is None


def test_at_most_one_automatic_mail_a_recipient_and_hour_and_few_a_day(inbox):
    for n in range(3):
        arrive(inbox, make_mail(f"need {n}", message_id=str(n)))
    assert [bool(acknowledged(one)) for one in Message.objects.filter(author="customer")] == [
        True,
        False,
        False,
    ]
    AutomaticMail.objects.update(sent_at=timezone.now() - timedelta(hours=2))
    assert acknowledged(Message.objects.filter(author="customer").first())
    AutomaticMail.objects.bulk_create(
        AutomaticMail(recipient="carla@customer.example", kind="acknowledgement") for _ in range(10)
    )
    AutomaticMail.objects.update(sent_at=timezone.now() - timedelta(hours=2))
    assert acknowledged() is None


def test_a_flood_of_unverified_senders_is_acknowledged_only_so_often(inbox):
    for _ in range(30):
        allow(f"ack:{inbox.pk}", limit=30, seconds=3600)
    arrive(inbox, make_mail())
    Message.objects.update(grade="unverified")
    assert acknowledged() is None
    Message.objects.update(grade="verified")
    assert acknowledged()


def test_it_goes_out_marked_as_automatic_with_the_null_return_path(inbox):
    with smtp_peer() as peer:
        Inbox.objects.update(outgoing=peer.settings)
        arrive(inbox, make_mail())
        acknowledged()
        outbox = Outbox()
        outbox.send_due()
        outbox._close_idle(everything=True)
    mail = peer.mails[0]
    assert mail.mail_from == "" and mail.parsed["Auto-Submitted"] == "auto-replied"
    assert mail.parsed["In-Reply-To"]
