"""Notices by mail: never of what was read meanwhile, at most once whatever dies when, together where that was chosen."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils import timezone

from careline.channels.configured import forget_inboxes
from careline.channels.models import Inbox
from careline.notices.actions import send_mails as sending
from careline.notices.actions.mark_read import mark_ticket_read
from careline.notices.actions.send_mails import send_mails
from careline.notices.actions.tell import tell
from careline.notices.contracts import Kind, Thing
from careline.notices.models import Notice, Preference, Sending
from careline.notices.quiet import next_digest, quiet_until, zone_of
from careline.testing.inboxes import make_inbox
from careline.testing.smtp_peer import smtp_peer
from careline.testing.world import make_ticket
from careline.tickets.models import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def peer(world):
    """A mail server that takes what the desk sends."""
    forget_inboxes()
    with smtp_peer() as running:
        make_inbox(world.support)
        Inbox.objects.update(outgoing=running.settings)
        yield running


def give(agent, ticket, key="1", kind=Kind.MINE, **fields):
    return tell(Thing(key=key, event_id=1, reasons={agent.pk: kind}, ticket_id=ticket.pk, **fields))


def let_time_pass():
    Sending.objects.filter(state="due").update(due_at=timezone.now() - timedelta(seconds=1))


def mail():
    """Two minutes later: what goes out."""
    let_time_pass()
    return send_mails(seconds=30)


def states():
    return [*Sending.objects.filter(way="mail").order_by("pk").values_list("state", flat=True)]


def words_of(mail):
    return mail.parsed.get_body(("plain",)).get_content()


def test_a_notice_is_mailed_after_two_minutes_and_says_why(world, ticket, peer):
    message = ticket.messages.get()
    give(
        world.ana,
        ticket,
        kind=Kind.MENTIONED,
        message_id=message.pk,
        actor_kind="agent",
        actor_id=world.ben.pk,
    )
    assert send_mails(seconds=5) == 0, "it might be read before"
    assert mail() == 1
    made = peer.mails[0]
    assert (
        made.rcpt_to == ["ana@desk.example"] and made.parsed["Subject"] == f"[#{ticket.pk}] Squeaking saddle"
    )
    assert "Ben Agent mentioned you in a note." in words_of(made) and "It came off yesterday" in words_of(
        made
    )
    assert (
        f"/tickets/{ticket.pk}" in words_of(made) and "/settings/notices/" in made.parsed["List-Unsubscribe"]
    )
    assert mail() == 0 and states() == ["sent"]


def test_what_was_read_in_the_workspace_is_not_mailed(world, ticket, peer):
    give(world.ana, ticket)
    mark_ticket_read(ticket.pk, by=world.ana)
    assert mail() == 0 and states() == ["dropped"]


def test_what_one_may_no_longer_see_is_not_mailed(world, ticket, peer):
    give(world.ana, ticket)
    Ticket.objects.filter(pk=ticket.pk).update(team=world.complaints)
    assert mail() == 0 and peer.mails == []


def test_who_left_or_wants_no_mail_any_more_gets_none(world, ticket, peer):
    give(world.ana, ticket)
    give(world.ben, ticket)
    Preference.objects.create(agent=world.ana, chosen={"mine": ["desk"]})
    world.ben.is_active = False
    world.ben.save(update_fields=["is_active"])
    assert mail() == 0 and peer.mails == []


def test_each_reads_it_in_their_own_language(world, ticket, peer):
    world.ana.language = "de"
    world.ana.save(update_fields=["language"])
    give(world.ana, ticket, kind=Kind.REMINDED)
    mail()
    assert "Ticket öffnen: http" in words_of(peer.mails[0])


@pytest.mark.parametrize("moment", ["before the wire", "after the wire"])
@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_amid_sending_never_sends_twice(world, ticket, peer, monkeypatch, moment):
    give(world.ana, ticket)
    let_time_pass()
    real = sending.mail_agent

    def killed(*given, **named):
        if moment == "after the wire":
            real(*given, **named)
        raise KeyboardInterrupt

    monkeypatch.setattr(sending, "mail_agent", killed)
    with pytest.raises(KeyboardInterrupt):
        send_mails(seconds=5)
    monkeypatch.setattr(sending, "mail_agent", real)
    assert mail() == 0 and states() == ["claimed"]
    assert len(peer.mails) == (moment == "after the wire")


def test_a_busy_server_is_asked_again_and_the_mail_goes_once(world, ticket, peer):
    give(world.ana, ticket)
    peer.faults.data.append("451 busy")
    assert mail() == 0 and states() == ["due"]
    assert Sending.objects.filter(way="mail", due_at__gt=timezone.now() + timedelta(minutes=1)).exists()
    assert mail() == 1 and mail() == 0 and len(peer.mails) == 1


def test_one_notice_that_can_not_be_written_holds_up_no_other(world, ticket, peer, monkeypatch):
    give(world.ana, ticket, "1")
    give(world.ana, make_ticket(world.support, world.customer, subject="Loose pedal"), "2")
    real = sending.mail_of

    def broken(notice, agent):
        if notice.ticket_id == ticket.pk:
            raise ValueError("no such words")
        return real(notice, agent)

    monkeypatch.setattr(sending, "mail_of", broken)
    assert mail() == 1 and states() == ["refused", "sent"]


def test_a_digest_gathers_what_is_unread_in_one_mail(world, ticket, peer):
    Preference.objects.create(agent=world.ana, digest="hourly")
    other = make_ticket(world.support, world.customer, subject="Loose pedal")
    give(world.ana, ticket, "1")
    give(world.ana, ticket, "2", Kind.MENTIONED, actor_kind="agent", actor_id=world.ben.pk)
    give(world.ana, other, "3", Kind.ASSIGNED)
    mark_ticket_read(other.pk, by=world.ana)
    assert mail() == 1 and len(peer.mails) == 1
    text = words_of(peer.mails[0])
    assert peer.mails[0].parsed["Subject"] == "2 notices" and "Loose pedal" not in text
    assert text.count("Squeaking saddle") == 1 and "Ben Agent mentioned you in a note." in text
    assert "It came off" not in text and mail() == 0


def test_what_comes_in_quiet_hours_is_mailed_together_when_they_end(world, ticket, peer):
    Preference.objects.create(agent=world.ana, days_off=[*range(7)])
    give(world.ana, ticket, "1")
    Preference.objects.update(days_off=[timezone.now().weekday()])
    give(world.ana, ticket, "2")
    gathered = Sending.objects.filter(way="mail", is_gathered=True)
    assert gathered.count() == 2 and not Sending.objects.filter(way="push").exists()
    assert all(one.due_at > timezone.now() for one in gathered)
    assert mail() == 1 and "Squeaking saddle" in words_of(peer.mails[0])


def test_urgent_kinds_pass_quiet_hours_and_digest_only_where_that_was_chosen(world, ticket):
    for passes in (False, True):
        Preference.objects.update_or_create(
            agent=world.ana, defaults={"days_off": [*range(7)], "digest": "daily", "urgent_passes": passes}
        )
        give(world.ana, ticket, f"{passes}", Kind.REMINDED)
    held, passed = Sending.objects.filter(way="mail").order_by("pk")
    assert held.is_gathered and not passed.is_gathered
    assert passed.due_at < timezone.now() + timedelta(minutes=3)


def test_a_person_gets_at_most_a_hundred_an_hour_and_all_of_them_at_the_desk(world, ticket):
    for n in range(103):
        give(world.ana, ticket, str(n))
    assert Notice.objects.count() == 103 and Sending.objects.filter(way="mail").count() == 100


BERLIN = zone_of("Europe/Berlin")


def at(text, zone=BERLIN):
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        ("2026-03-04T21:59", None), ("2026-03-04T22:00", "2026-03-05T07:00"), ("2026-03-05T06:59", "2026-03-05T07:00"),
        ("2026-03-05T07:00", None),
        ("2026-03-07T03:00", "2026-03-09T07:00"),  # the night of Friday, two days off, and the night after Sunday
        ("2026-03-08T12:00", "2026-03-09T07:00"),
        ("2026-03-28T23:30", "2026-03-30T07:00"),  # over the night in which the clocks go forward
    ],
)  # fmt: skip
def test_quiet_hours_run_over_midnight_and_days_off_in_the_persons_zone(moment, end):
    chosen = Preference(quiet_from=time(22), quiet_until=time(7), quiet_days=[*range(7)], days_off=[5, 6])
    assert quiet_until(chosen, at(moment), BERLIN) == (at(end) if end else None)


def test_quiet_hours_begin_only_on_the_chosen_days_and_all_days_off_come_to_an_end():
    chosen = Preference(quiet_from=time(22), quiet_until=time(7), quiet_days=[0])
    assert quiet_until(chosen, at("2026-03-03T23:00"), BERLIN) is None
    assert quiet_until(chosen, at("2026-03-03T05:00"), BERLIN) == at("2026-03-03T07:00")
    assert quiet_until(Preference(days_off=[*range(7)]), at("2026-03-03T23:00"), BERLIN) is not None
    assert quiet_until(Preference(quiet_from=time(9), quiet_until=time(17), quiet_days=[1]), at("2026-03-03T12:00"), BERLIN) == at("2026-03-03T17:00")  # fmt: skip


def test_digests_go_on_the_hour_or_at_the_time_of_day_that_was_chosen():
    hourly, daily = Preference(digest="hourly"), Preference(digest="daily", digest_at=time(8))
    assert next_digest(hourly, at("2026-03-04T21:59"), BERLIN) == at("2026-03-04T22:00")
    assert next_digest(daily, at("2026-03-04T07:59"), BERLIN) == at("2026-03-04T08:00")
    assert next_digest(daily, at("2026-03-28T21:00"), BERLIN) == at("2026-03-29T08:00")
