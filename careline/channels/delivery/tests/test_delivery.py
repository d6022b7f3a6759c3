"""What an agent says goes out once: undo, schedule, retries, limits; and the state tells the truth."""

from datetime import timedelta
from email import policy
from email.parser import BytesParser

from django.db import OperationalError
from django.utils import timezone

from careline.channels.delivery.attempt import take_up_again
from careline.channels.delivery.backoff import next_attempt_at
from careline.channels.delivery.tests.replies import answer, due_now, state_of
from careline.channels.models import DeliveryAttempt, Inbox
from careline.core.models import Event
from careline.testing.smtp_peer import smtp_peer
from careline.testing.world import make_message
from careline.tickets.actions.cancel import cancel
from careline.tickets.actions.claim_for_delivery import claim_for_delivery
from careline.tickets.actions.send_again import send_again
from careline.tickets.contracts import Address


def test_undo_within_the_window_truly_stops_it(world, ticket, outbox, peer):
    message = answer(world, ticket, undo_seconds=30)
    assert outbox.send_due() == 0
    cancel(message.pk, by=world.ana)
    due_now(message)
    assert outbox.send_due() == 0 and peer.mails == [] and state_of(message) == "cancelled"


def test_when_the_window_is_over_it_goes(world, ticket, outbox, peer):
    message = answer(world, ticket, undo_seconds=30)
    due_now(message)
    assert outbox.send_due() == 1 and state_of(message) == "sent"


def test_a_scheduled_reply_waits_when_the_customer_wrote_meanwhile(world, ticket, outbox, peer):
    message = answer(world, ticket, send_at=timezone.now() + timedelta(hours=3))
    make_message(ticket, text="Forget it")
    due_now(message)
    assert outbox.send_due() == 0 and outbox.send_due() == 0
    assert peer.mails == [] and state_of(message) == "held" and message.state_detail
    assert Event.objects.filter(name="delivery.changed").count() == 1
    send_again(message.pk, by=world.ana)
    assert outbox.send_due() == 1


def test_a_busy_server_is_tried_again_later_as_the_same_mail(world, ticket, outbox, peer):
    peer.faults.data.append("451 4.3.0 busy")
    message = answer(world, ticket)
    outbox.send_due()
    assert state_of(message) == "retrying" and "451" in message.state_detail
    assert message.send_at > timezone.now() + timedelta(seconds=10)
    due_now(message)
    outbox.send_due()
    assert state_of(message) == "sent" and len(peer.mails) == 1
    rows = DeliveryAttempt.objects.filter(message_id=message.pk).order_by("number")
    assert [(row.number, row.outcome) for row in rows] == [(1, "later"), (2, "sent")]
    assert "451" in rows[0].detail and rows[0].ended_at


def test_a_server_that_is_down_is_tried_again_later(world, ticket, inbox, outbox):
    Inbox.objects.filter(pk=inbox.pk).update(outgoing={"host": "127.0.0.1", "port": 1, "security": "none"})
    message = answer(world, ticket)
    assert outbox.send_due() == 1
    assert state_of(message) == "retrying" and "127.0.0.1:1" in message.state_detail


def test_a_fault_of_ours_leaves_no_message_between_states(world, ticket, outbox, peer, monkeypatch):
    monkeypatch.setattr("careline.channels.email.sending.letter_for", lambda *a, **k: 1 / 0)
    message = answer(world, ticket)
    outbox.send_due()
    assert state_of(message) == "retrying" and "ZeroDivisionError" in message.state_detail


def test_a_refused_mail_fails_and_the_agent_is_told(world, ticket, outbox, peer):
    peer.faults.data.append("554 5.7.1 looks like spam")
    message = answer(world, ticket)
    outbox.send_due()
    assert state_of(message) == "failed" and "looks like spam" in message.state_detail
    assert Event.objects.filter(name="delivery.changed", data__state="failed").exists()
    assert send_again(message.pk, by=world.ana)
    outbox.send_due()
    assert state_of(message) == "sent"


def test_one_refused_recipient_is_marked_and_the_others_have_it(world, ticket, outbox, peer):
    peer.faults.rcpt["gone@customer.example"] = "550 5.1.1 unknown"
    message = answer(world, ticket, cc=(Address("gone@customer.example"),))
    outbox.send_due()
    assert peer.mails[0].rcpt_to == ["carla@customer.example"]
    message.refresh_from_db()
    assert [(one["email"], one["status"]) for one in message.bounces] == [("gone@customer.example", "5.1.1")]
    assert message.external_id


def test_after_a_connection_lost_past_the_final_dot_the_same_mail_comes_again(world, ticket, outbox, peer):
    peer.faults.drop_after_data = 1
    message = answer(world, ticket, quotes_history=True)
    outbox.send_due()
    assert state_of(message) == "retrying"
    due_now(message)
    outbox.send_due()
    assert state_of(message) == "sent"
    assert len(peer.mails) == 2 and peer.mails[0].content == peer.mails[1].content


def test_what_a_dead_worker_was_sending_is_taken_up_again(world, ticket, outbox, peer):
    message = answer(world, ticket)
    claim_for_delivery(message.pk)
    DeliveryAttempt.objects.create(message_id=message.pk, number=1)
    assert take_up_again(since=timezone.now() - timedelta(minutes=1)) == 0
    assert take_up_again(since=timezone.now() + timedelta(seconds=1)) == 1
    assert state_of(message) == "retrying"
    outbox.send_due()
    assert state_of(message) == "sent"
    rows = DeliveryAttempt.objects.filter(message_id=message.pk).order_by("number")
    assert [row.outcome for row in rows] == ["lost", "sent"]


def test_the_hourly_limit_holds_mails_back_until_the_window_moves(world, ticket, inbox, outbox, peer):
    Inbox.objects.filter(pk=inbox.pk).update(hourly_limit=2)
    messages = [answer(world, ticket) for _ in range(4)]
    outbox.send_due()
    assert [state_of(one) for one in messages] == ["sent", "sent", "queued", "queued"]
    assert outbox.send_due() == 0
    DeliveryAttempt.objects.update(started_at=timezone.now() - timedelta(minutes=61))
    outbox._not_before.clear()
    assert outbox.send_due() == 2 and len(peer.mails) == 4


def test_changed_settings_are_used_from_the_next_mail_on(world, ticket, inbox, outbox, peer):
    answer(world, ticket)
    outbox.send_due()
    with smtp_peer() as other:
        Inbox.objects.filter(pk=inbox.pk).update(outgoing=other.settings, from_name="Rad {agent}")
        answer(world, ticket)
        outbox.send_due()
        assert other.mails[0].parsed["From"].addresses[0].display_name == "Rad Ana Agent"
    assert len(peer.mails) == 1


def test_an_inbox_without_a_server_uses_the_installations(world, ticket, inbox, outbox, peer, settings):
    settings.EMAIL_HOST, settings.EMAIL_PORT = peer.host, peer.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = ""
    Inbox.objects.filter(pk=inbox.pk).update(outgoing={})
    answer(world, ticket)
    assert outbox.send_due() == 1 and peer.mails[0].mail_from == "support@radhaus.example"


def test_a_wrongly_set_inbox_keeps_the_message_and_says_why(world, ticket, inbox, outbox, peer):
    Inbox.objects.filter(pk=inbox.pk).update(
        outgoing={"host": "mail.example", "security": "none", "user": "x"}
    )
    message = answer(world, ticket)
    outbox.send_due()
    assert state_of(message) == "retrying" and "open connection" in message.state_detail
    Inbox.objects.filter(pk=inbox.pk).update(outgoing=peer.settings)
    due_now(message)
    outbox.send_due()
    assert state_of(message) == "sent"


def test_a_mail_is_signed_for_the_inboxs_domain(world, ticket, inbox, outbox, peer):
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    inbox.dkim = {"selector": "desk"}
    inbox.dkim_key = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    inbox.save()
    answer(world, ticket)
    outbox.send_due()
    header = BytesParser(policy=policy.default).parsebytes(peer.mails[0].content)["DKIM-Signature"]
    assert "d=radhaus.example" in header and "s=desk" in header


def test_we_try_ever_less_often_and_give_up_after_two_days():
    now = timezone.now()
    pauses = [next_attempt_at(n, first_at=now, now=now) - now for n in range(1, 12)]
    assert (
        pauses == sorted(pauses) and pauses[0] == timedelta(seconds=15) and pauses[-1] == timedelta(hours=1)
    )
    assert next_attempt_at(1, first_at=now, now=now, after_seconds=900) == now + timedelta(minutes=15)
    assert next_attempt_at(1, first_at=now, now=now, after_seconds=1e9) == now + timedelta(hours=6)
    assert next_attempt_at(30, first_at=now - timedelta(hours=49), now=now) is None


def test_giving_up_is_told_and_sending_again_starts_a_new_series(world, ticket, outbox, peer):
    message = answer(world, ticket)
    old = timezone.now() - timedelta(hours=50)
    DeliveryAttempt.objects.create(
        message_id=message.pk, number=1, outcome="later", started_at=old, ended_at=old
    )
    peer.faults.data.extend(["451 busy", "451 busy"])
    outbox.send_due()
    assert state_of(message) == "failed" and "451 busy" in message.state_detail
    send_again(message.pk, by=world.ana)
    outbox.send_due()
    assert state_of(message) == "retrying"


def test_a_database_that_is_away_for_a_moment_stops_nothing(world, ticket, outbox, peer, monkeypatch):
    looks = []

    def look(pool):
        looks.append(1)
        if len(looks) == 1:
            raise OperationalError("the database is away")
        outbox.stopping.set()

    monkeypatch.setattr(outbox, "_look", look)
    monkeypatch.setattr("careline.channels.delivery.outbox.AFTER_FAULT_SECONDS", 0.01)
    monkeypatch.setattr("careline.channels.delivery.outbox.connection.close", lambda: None)
    outbox.run()
    assert len(looks) == 2
