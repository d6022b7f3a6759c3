"""What becomes of a message from outside."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from careline.core.models import Event
from careline.customers.models import Customer
from careline.testing.mail import make_inbound, make_policy
from careline.testing.world import World, make_ticket
from careline.tickets.actions.receive import receive
from careline.tickets.contracts import Grade, InboundFile, InboundMessage, Machine, Received, Thread
from careline.tickets.models import Interval, Link, Message, MessageSearch, Status, Ticket, TicketDelta


def take_in(
    world: World, message: InboundMessage, *, found_by: str = "", ticket: Ticket | None = None, **given
) -> Received:
    grade = given.pop("grade", Grade.PLAUSIBLE)
    thread = Thread(ticket.pk, found_by or "message_id") if ticket else None
    with transaction.atomic():
        return receive(
            message, policy=make_policy(world.support, **given), thread=thread, grade=grade, arrival_id=7
        )


def facts(ticket_id: int) -> list[str]:
    return [
        *Event.objects.filter(subject=f"ticket:{ticket_id}").order_by("id").values_list("name", flat=True)
    ]


def test_a_first_message_makes_a_ticket_with_all_that_belongs_to_it(world: World) -> None:
    got = take_in(world, make_inbound())
    ticket = Ticket.objects.get(pk=got.ticket_id)
    message = ticket.messages.get()
    assert got.is_new_ticket and message.pk == got.message_id
    assert ticket.customer == world.customer and ticket.team == world.support and ticket.status == Status.NEW
    assert ticket.message_count == 1 and ticket.snippet == "The chain came off. What now?"
    assert (
        message.grade == "plausible" and message.arrival_id == 7 and message.to == [["help@desk.example", ""]]
    )
    assert facts(ticket.pk) == ["ticket.created", "message.received"]
    assert [*Event.objects.filter(pk__in=got.event_ids).order_by("id").values_list("pk", flat=True)] == [
        *got.event_ids
    ]
    created = Event.objects.get(pk=got.event_ids[0])
    assert created.data["message_id"] == message.pk and created.data["team_id"] == world.support.pk
    assert created.topics == [f"ticket:{ticket.pk}", f"team:{world.support.pk}"]
    assert Interval.objects.filter(ticket=ticket, ended_at=None, cause_id=created.pk).count() == 3
    assert [*TicketDelta.objects.values_list("team_id", "status", "assignee_id", "n")] == [
        (world.support.pk, 1, 0, 1)
    ]
    assert MessageSearch.objects.get(message_id=message.pk).team_id == world.support.pk
    assert Customer.objects.get(pk=world.customer.pk).team_ids == [world.support.pk]


def test_a_new_sender_becomes_a_customer_once(world: World) -> None:
    take_in(world, make_inbound(sender="New@Else.example", name="Nina"))
    take_in(world, make_inbound(sender="new@else.example", name="Somebody"))
    assert Customer.objects.get(identities__normalised="new@else.example").name == "Nina"


def test_mail_without_a_sender_is_filed_under_somebody_of_its_own(world: World) -> None:
    one = take_in(world, make_inbound(sender="", name=""))
    two = take_in(world, make_inbound(sender="", name=""))
    assert (
        Ticket.objects.get(pk=one.ticket_id).customer_id != Ticket.objects.get(pk=two.ticket_id).customer_id
    )


def test_files_become_attachments(world: World) -> None:
    got = take_in(
        world, make_inbound(files=(InboundFile("a\x00b.txt", "text/plain", b"hello", content_id="x@y"),))
    )
    attachment = Message.objects.get(pk=got.message_id).attachments.get()
    assert (attachment.name, attachment.size, attachment.content_id) == ("ab.txt", 5, "x@y")


def test_a_reply_lands_in_its_ticket_and_pending_becomes_open(world: World) -> None:
    ticket = make_ticket(world.support, world.customer, status=Status.PENDING, assignee=world.ana)
    got = take_in(world, make_inbound("It happened again"), ticket=ticket)
    ticket.refresh_from_db()
    assert got.ticket_id == ticket.pk and not got.is_new_ticket
    assert (
        ticket.status == Status.OPEN and ticket.message_count == 2 and ticket.snippet == "It happened again"
    )
    assert facts(ticket.pk) == ["message.received", "ticket.status_changed"]
    was, now = Interval.objects.filter(ticket=ticket, kind="status").order_by("started_at", "id")
    assert was.ended_at == now.started_at and now.value == Status.OPEN and now.cause_id == got.event_ids[-1]
    moved = {*TicketDelta.objects.values_list("status", "assignee_id", "n")}
    assert {(3, world.ana.pk, -1), (2, world.ana.pk, 1)} <= moved


@pytest.mark.parametrize("found_by", ["subject_tag", "external_id"])
def test_a_stranger_cannot_get_in_by_guessing(world: World, found_by: str) -> None:
    ticket = make_ticket(world.support, world.customer, status=Status.SOLVED)
    got = take_in(world, make_inbound(sender="eve@evil.example"), ticket=ticket, found_by=found_by)
    ticket.refresh_from_db()
    assert got.is_new_ticket and ticket.status == Status.SOLVED and ticket.message_count == 1


def test_a_forged_sender_does_not_get_in_by_a_subject_tag(world: World) -> None:
    ticket = make_ticket(world.support, world.customer)
    got = take_in(world, make_inbound(), ticket=ticket, found_by="subject_tag", grade=Grade.UNVERIFIED)
    assert got.is_new_ticket


def test_a_participant_gets_in_by_a_subject_tag(world: World) -> None:
    ticket = make_ticket(world.support, world.customer)
    assert take_in(world, make_inbound(), ticket=ticket, found_by="subject_tag").ticket_id == ticket.pk


def test_who_shows_our_signature_gets_in_whoever_they_are(world: World) -> None:
    ticket = make_ticket(world.support, world.customer)
    got = take_in(
        world, make_inbound(sender="colleague@customer.example"), ticket=ticket, found_by="reply_token"
    )
    message = Message.objects.get(pk=got.message_id)
    assert got.ticket_id == ticket.pk and message.customer_id != world.customer.pk
    ticket.refresh_from_db()
    assert ticket.customer == world.customer


def test_an_agents_address_in_from_does_not_speak_as_the_agent(world: World) -> None:
    ticket = make_ticket(world.support, world.customer)
    got = take_in(world, make_inbound(sender=world.ana.email), ticket=ticket)
    message = Message.objects.get(pk=got.message_id)
    assert message.author == "customer" and message.agent is None


def solved(world: World, *, days_ago: int, status: Status = Status.SOLVED) -> Ticket:
    ticket = make_ticket(world.support, world.customer, status=status)
    Ticket.objects.filter(pk=ticket.pk).update(solved_at=timezone.now() - timedelta(days=days_ago))
    return ticket


@pytest.mark.parametrize(
    ("policy", "days_ago", "reopens"),
    [("reopen", 400, True), ("new", 0, False), ("reopen_within", 3, True), ("reopen_within", 30, False)],
)
def test_late_replies_follow_the_policy(world: World, policy: str, days_ago: int, reopens: bool) -> None:
    ticket = solved(world, days_ago=days_ago)
    got = take_in(world, make_inbound("It broke again"), ticket=ticket, follow_up=policy)
    ticket.refresh_from_db()
    assert (ticket.status == Status.OPEN and ticket.solved_at is None) == reopens
    assert got.is_new_ticket != reopens
    assert Link.objects.filter(source=ticket, target_id=got.ticket_id, kind="follow_up").exists() != reopens
    if not reopens:
        assert facts(got.ticket_id)[-1] == "ticket.linked" == facts(ticket.pk)[-1]


def test_a_closed_ticket_stays_closed(world: World) -> None:
    ticket = solved(world, days_ago=0, status=Status.CLOSED)
    got = take_in(world, make_inbound("It broke again"), ticket=ticket, follow_up="reopen")
    assert got.is_new_ticket and Ticket.objects.get(pk=ticket.pk).status == Status.CLOSED


def test_thanks_do_not_reopen_and_the_ticket_says_why(world: World) -> None:
    ticket = solved(world, days_ago=0)
    got = take_in(world, make_inbound("Super, vielen Dank!"), ticket=ticket)
    ticket.refresh_from_db()
    assert got.ticket_id == ticket.pk and ticket.status == Status.SOLVED and ticket.message_count == 2
    assert facts(ticket.pk) == ["message.received", "ticket.reply_ignored"]
    assert Event.objects.get(name="ticket.reply_ignored").data["reason"] == "thanks"


def test_thanks_reopen_where_the_inbox_wants_it(world: World) -> None:
    ticket = solved(world, days_ago=0)
    take_in(world, make_inbound("Thank you!"), ticket=ticket, thanks_reopens=True)
    assert Ticket.objects.get(pk=ticket.pk).status == Status.OPEN


def test_a_machine_wakes_nobody(world: World) -> None:
    ticket = make_ticket(world.support, world.customer, status=Status.PENDING)
    before = Ticket.objects.get(pk=ticket.pk)
    take_in(world, make_inbound("I am on holiday", machine=Machine.AUTO_REPLY), ticket=ticket)
    ticket.refresh_from_db()
    assert ticket.status == Status.PENDING and ticket.last_customer_at == before.last_customer_at
    assert facts(ticket.pk) == ["message.received", "ticket.reply_ignored"]


def test_mail_to_a_merged_ticket_lands_on_the_remaining_one(world: World) -> None:
    first, second, third = (make_ticket(world.support, world.customer) for _ in range(3))
    Ticket.objects.filter(pk=first.pk).update(merged_into=second)
    Ticket.objects.filter(pk=second.pk).update(merged_into=third)
    assert take_in(world, make_inbound(), ticket=first, found_by="subject_tag").ticket_id == third.pk


def test_a_message_without_words_and_with_nul_is_taken_in(world: World) -> None:
    got = take_in(world, make_inbound("", subject="", html="\x00", message_id="x\x00y"))
    assert Message.objects.get(pk=got.message_id).external_id == "xy"


def test_chinese_is_found_by_pairs(world: World) -> None:
    got = take_in(world, make_inbound("自行车坏了", language="zh"))
    assert MessageSearch.objects.filter(message_id=got.message_id, tsv="行车").exists()


def test_inline_handlers_learn_the_real_ids(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    table = {"ticket.created": {"x": lambda fact, recorded: seen.append((fact, recorded))}}
    monkeypatch.setattr("careline.tickets.models.received.inline_handlers", lambda: table)
    got = take_in(world, make_inbound())
    [(fact, recorded)] = seen
    assert (fact.ticket_id, fact.message_id, recorded.id) == (got.ticket_id, got.message_id, got.event_ids[0])


def test_one_job_is_deferred_where_a_handler_listens(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    listens = {"message.received"}
    monkeypatch.setattr("careline.tickets.models.received.queued_handlers", lambda name: listens & {name})
    got = take_in(world, make_inbound())
    job = ProcrastinateJob.objects.get()
    assert job.args == {"event_id": got.event_ids[1]} and job.lock == f"ticket:{got.ticket_id}"
    assert job.task_name == "careline.react" and job.queue_name == "events"


def test_nothing_remains_when_the_caller_fails(world: World) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        take_in(world, make_inbound(sender="x@y.example"))
        raise ZeroDivisionError
    assert (
        not Ticket.objects.exists() and not Customer.objects.filter(identities__value="x@y.example").exists()
    )
