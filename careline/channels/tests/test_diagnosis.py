"""What the doctor says about inboxes and the journal."""

from datetime import timedelta

import pytest
from django.utils import timezone

from careline.channels import diagnosis
from careline.channels.models import Arrival, DeliveryAttempt, Inbox
from careline.core.diagnosis import Level
from careline.testing.world import make_message, make_ticket
from careline.tickets.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def inbox(world):
    return Inbox.objects.create(name="Support", address="support@desk.example", team=world.support)


def said(check):
    return [(f.level, f"{f.text} → {f.hint}") for f in check()]


def test_without_an_inbox_it_says_how_to_make_one():
    ((level, text),) = said(diagnosis.check_inboxes)
    assert level == Level.WARNING
    assert "careline inbox add" in text


def test_a_mailbox_that_fails_is_named_with_its_error(inbox):
    Inbox.objects.update(is_active=False)
    Inbox.objects.filter(pk=inbox.pk).update(is_active=True, health="failing", health_error="wrong password")
    ((level, text),) = said(diagnosis.check_inboxes)
    assert level == Level.BAD
    assert "wrong password" in text
    assert f"careline inbox test {inbox.address}" in text


def test_passwords_of_another_key_are_noticed(inbox, settings):
    inbox.incoming_secret = "hush"
    inbox.save(update_fields=["incoming_secret"])
    assert said(diagnosis.check_stored_passwords) == [(Level.GOOD, "the mailboxes' passwords can be read → ")]
    settings.SECRET_KEY = "another key that this database does not know"
    ((level, text),) = said(diagnosis.check_stored_passwords)
    assert level == Level.BAD
    assert "secret.key" in text


def test_what_failed_and_what_waits_too_long_is_counted(inbox):
    assert said(diagnosis.check_journal)[0][0] == Level.GOOD
    long_ago = timezone.now() - timedelta(hours=1)
    for number, state in enumerate(("failed", "failed", "waiting", "done")):
        Arrival.objects.create(
            inbox=inbox,
            origin=f"test:{number}",
            sha256=str(number),
            size=1,
            state=state,
            arrived_at=long_ago,
        )
    first, second = said(diagnosis.check_journal)
    assert "2 arrivals could not be understood" in first[1]
    assert (second[0], "1 arrivals have waited" in second[1]) == (Level.BAD, True)


def test_answers_that_do_not_get_out_are_told_with_what_the_server_said(world, inbox):
    ((level, _text),) = said(diagnosis.check_outbox)
    assert level == Level.GOOD
    message = make_message(make_ticket(world.support, world.customer), agent=world.ana, state="retrying")
    Message.objects.filter(pk=message.pk).update(created_at=timezone.now() - timedelta(hours=1))
    DeliveryAttempt.objects.create(message_id=message.pk, number=1, outcome="later", detail="451 busy")
    ((level, text),) = said(diagnosis.check_outbox)
    assert level == Level.BAD and "1 answers" in text and "451 busy" in text and "careline inbox test" in text
