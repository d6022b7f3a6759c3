"""From raw bytes to a ticket, through the doors `accept` and `process`."""

import pytest
from django.db import OperationalError

from careline.channels import intake
from careline.channels.email.message_ids import own_message_id, reply_address
from careline.channels.intake import claim as claims
from careline.channels.intake import drain
from careline.channels.models import Arrival
from careline.channels.protocol import NewArrival
from careline.customers.models import BlockedSender
from careline.testing.inboxes import make_inbox, make_mail
from careline.testing.world import make_message, make_ticket
from careline.tickets.models import Message, Ticket


def arrive(inbox, raw, origin=None, **envelope):
    """Accept one mail and process it; returns its arrival."""
    arrive.n = getattr(arrive, "n", 0) + 1
    ids = intake.accept([NewArrival(inbox.pk, origin or f"test:{arrive.n}", raw, envelope=envelope)])
    intake.drain_once()
    return Arrival.objects.get(pk=ids[0])


@pytest.fixture
def inbox(world):
    return make_inbox(world.support)


def test_a_mail_becomes_a_ticket(world, inbox):
    arrival = arrive(inbox, make_mail())
    ticket = Ticket.objects.get()
    assert (arrival.state, arrival.ticket_id) == ("done", ticket.pk)
    assert arrival.message_id == ticket.messages.get().pk
    assert (ticket.subject, ticket.team, ticket.customer) == (
        "My chain came off",
        world.support,
        world.customer,
    )
    assert (arrival.sender, arrival.subject) == ("carla@customer.example", "My chain came off")


def test_what_was_accepted_is_kept_byte_for_byte(inbox):
    raw = make_mail() + b"\x00\xff\r\n" * 5
    arrival = arrive(inbox, raw)
    assert bytes(arrival.raw) == raw
    assert arrival.size == len(raw)


def test_the_same_origin_twice_is_taken_in_once(inbox):
    raw = make_mail()
    first = intake.accept([NewArrival(inbox.pk, "imap:INBOX:1:1", raw)])
    assert intake.accept([NewArrival(inbox.pk, "imap:INBOX:1:1", raw)]) == []
    assert len(first) == 1


def test_a_reused_origin_with_other_bytes_is_no_duplicate(inbox):
    intake.accept([NewArrival(inbox.pk, "pop3:1", make_mail("one"))])
    assert len(intake.accept([NewArrival(inbox.pk, "pop3:1", make_mail("two"))])) == 1
    assert intake.accept([NewArrival(inbox.pk, "pop3:1", make_mail("two", message_id="2"))])
    intake.drain_once()
    assert Ticket.objects.count() == 3


def test_one_mail_to_two_inboxes_makes_one_ticket(world, inbox):
    other = make_inbox(world.workshop, "sales@desk.example")
    raw = make_mail(message_id="same@customer.example")
    arrive(inbox, b"Received: from a\r\n" + raw)
    second = arrive(other, b"Received: from b\r\n" + raw)
    assert (second.state, second.reason.split(" of ")[0]) == ("ignored", "Duplicate")
    assert Ticket.objects.count() == 1


def test_two_different_mails_with_one_message_id_are_both_kept(inbox):
    arrive(inbox, make_mail("one", message_id="same@customer.example"))
    second = arrive(inbox, make_mail("two", message_id="same@customer.example"))
    assert second.state == "done"
    assert Message.objects.filter(author="customer").count() == 2


def test_an_empty_mail_fails_and_does_not_hold_up_the_next(inbox):
    bad, good = intake.accept(
        [NewArrival(inbox.pk, "test:bad", b"\r\n\r\n"), NewArrival(inbox.pk, "test:good", make_mail())]
    )
    intake.drain_once()
    states = dict(Arrival.objects.values_list("pk", "state"))
    assert states == {bad: "failed", good: "done"}
    assert Arrival.objects.get(pk=bad).error


def test_an_unknown_kind_of_arrival_fails_with_its_reason(inbox):
    ids = intake.accept([NewArrival(inbox.pk, "x:1", b"{}", kind="fax")])
    assert intake.process(ids[0]) == "failed"
    assert "fax" in Arrival.objects.get().reason


def test_a_mail_that_kills_its_worker_is_parked_and_its_neighbours_are_not(inbox):
    ids = intake.accept([NewArrival(inbox.pk, f"test:{n}", make_mail(f"mail {n}")) for n in range(3)])
    assert [one.id for one in claims.claim(11)] == ids  # a worker that dies with all three in its hands
    for attempt in range(claims.MAX_ATTEMPTS - 1):
        assert [one.id for one in claims.claim(12 + attempt)] == [
            ids[0]
        ]  # then one by one: only the first is counted
    intake.drain_once()
    states = dict(Arrival.objects.values_list("pk", "state"))
    assert states == {ids[0]: "failed", ids[1]: "done", ids[2]: "done"}


def test_what_one_drain_has_in_hand_no_other_takes_while_it_lives(inbox, monkeypatch):
    ids = intake.accept([NewArrival(inbox.pk, f"test:{n}", make_mail(f"mail {n}")) for n in range(3)])
    taken = []
    work_on = drain.work_on

    def at_work(one, me):
        taken.append(claims.claim(me % 1000 + 1))
        return work_on(one, me)

    monkeypatch.setattr(drain, "work_on", at_work)
    assert intake.drain_once() == len(ids)
    assert taken == [[], [], []]
    assert {*Arrival.objects.values_list("state", "attempts")} == {("done", 1)}


def test_a_database_that_goes_away_counts_no_attempt(inbox, monkeypatch):
    ids = intake.accept([NewArrival(inbox.pk, "test:1", make_mail())])

    def away(*args, **kwargs):
        raise OperationalError("server closed the connection")

    monkeypatch.setattr("careline.channels.intake.processing.lock_and_read", away)
    with pytest.raises(OperationalError):
        intake.drain_once()
    arrival = Arrival.objects.get(pk=ids[0])
    assert (arrival.state, arrival.attempts, arrival.claimed_by) == ("waiting", 0, 0)


def test_processing_again_changes_nothing(inbox):
    arrival = arrive(inbox, make_mail())
    assert intake.process(arrival.pk) == ""
    assert Message.objects.count() == 1


def test_a_reply_to_our_signed_address_joins_its_ticket(world, inbox):
    ticket = make_ticket(world.support, world.customer)
    arrival = arrive(inbox, make_mail(to=reply_address(inbox.address, ticket.pk), subject="Re: anything"))
    assert arrival.ticket_id == ticket.pk
    message = Message.objects.get(pk=arrival.message_id)
    assert (message.threaded_by, message.grade) == ("reply_token", "verified")


def test_a_reply_to_our_message_id_joins_its_ticket(world, inbox):
    ticket = make_ticket(world.support, world.customer)
    ours = own_message_id(make_message(ticket, agent=world.ana, state="sent").key, "desk.example")
    arrival = arrive(inbox, make_mail(subject="Re: x", In_Reply_To=f"<{ours}>"))
    assert arrival.ticket_id == ticket.pk


def test_a_forged_message_id_with_a_wrong_signature_joins_nothing(world, inbox):
    ticket = make_ticket(world.support, world.customer)
    ours = own_message_id(make_message(ticket, agent=world.ana, state="sent").key, "desk.example")
    key, rest = ours.split(".", 1)
    forged = f"{key}.{'a' * 26}@{rest.split('@')[1]}"
    arrival = arrive(inbox, make_mail(References=f"<{forged}>"))
    assert arrival.ticket_id != ticket.pk


def test_a_subject_tag_counts_only_for_who_takes_part(world, inbox):
    ticket = make_ticket(world.support, world.customer)
    subject = f"Re: chain [#{ticket.pk}]"
    theirs = arrive(inbox, make_mail(subject=subject))
    stranger = arrive(inbox, make_mail(subject=subject, sender="eve@evil.example"))
    assert theirs.ticket_id == ticket.pk
    assert stranger.ticket_id != ticket.pk


def test_references_to_their_own_earlier_mail_join_only_for_the_same_customer(inbox):
    first = arrive(inbox, make_mail(message_id="first@customer.example"))
    again = arrive(inbox, make_mail("and another thing", References="<first@customer.example>"))
    stranger = arrive(
        inbox, make_mail("me too", sender="eve@evil.example", References="<first@customer.example>")
    )
    assert again.ticket_id == first.ticket_id
    assert stranger.ticket_id != first.ticket_id


def test_our_own_mail_coming_back_is_ignored(world, inbox):
    ticket = make_ticket(world.support, world.customer)
    ours = own_message_id(make_message(ticket, agent=world.ana, state="sent").key, "desk.example")
    arrival = arrive(inbox, make_mail(sender=inbox.address, message_id=ours))
    assert (arrival.state, arrival.reason) == ("ignored", "Our own mail came back")


def test_mail_that_only_claims_our_address_is_held_back(inbox):
    assert arrive(inbox, make_mail(sender=inbox.address)).state == "suspended"


def test_a_blocked_sender_is_held_back_and_filed_when_released(world, inbox):
    BlockedSender.objects.create(pattern="@customer.example")
    arrival = arrive(inbox, make_mail())
    assert (arrival.state, arrival.reason) == ("suspended", "Blocked sender")
    Arrival.objects.filter(pk=arrival.pk).update(state="waiting", released_by_id=world.ana.pk, attempts=0)
    assert intake.process(arrival.pk) == "done"


def test_a_storm_from_one_sender_is_held_back(world):
    inbox = make_inbox(world.support, "storm@desk.example", storm_limit=3)
    states = [arrive(inbox, make_mail(f"mail {n}")).state for n in range(5)]
    assert states == ["done"] * 3 + ["suspended"] * 2


def test_an_automatic_reply_goes_to_its_ticket_or_is_held_back(world, inbox):
    ticket = make_ticket(world.support, world.customer)
    to = reply_address(inbox.address, ticket.pk)
    filed = arrive(inbox, make_mail("I am away", to=to, Auto_Submitted="auto-replied"))
    lost = arrive(inbox, make_mail("I am away!", Auto_Submitted="auto-replied"))
    assert (filed.state, filed.ticket_id) == ("done", ticket.pk)
    assert lost.state == "suspended"


def test_spam_by_header_is_held_back(inbox):
    assert arrive(inbox, make_mail(X_Spam_Flag="YES")).state == "suspended"


def test_intake_costs_few_statements(inbox, django_assert_max_num_queries):
    arrive(inbox, make_mail())
    intake.accept([NewArrival(inbox.pk, "test:q", make_mail("again", sender="new@customer.example"))])
    with django_assert_max_num_queries(16):
        intake.drain_once()
