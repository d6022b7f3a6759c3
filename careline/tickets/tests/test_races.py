"""Two people, or a person and a mail, at the same moment: nothing lost, nothing twice, no circle, no crash."""

import random
import time
from contextlib import suppress

import pytest

from careline.core.transactions import atomic_despite_deadlocks
from careline.testing.mail import make_inbound, make_policy
from careline.testing.racing import race
from careline.testing.world import World, make_customer, make_message, make_ticket, make_world
from careline.tickets.actions.link import link
from careline.tickets.actions.merge import merge
from careline.tickets.actions.note import note
from careline.tickets.actions.receive import receive
from careline.tickets.actions.record_bounce import record_bounce
from careline.tickets.actions.record_delivery import record_delivery
from careline.tickets.actions.reply import reply
from careline.tickets.actions.save_draft import save_draft
from careline.tickets.actions.send_automatic import send_automatic
from careline.tickets.actions.unmerge import unmerge
from careline.tickets.contracts import (
    Address,
    BouncedRecipient,
    Crossed,
    DraftContent,
    Grade,
    NotVisible,
    Outgoing,
    Received,
    Refused,
    Thread,
)
from careline.tickets.models import Draft, Merge, Message, MessageSearch, Status, Ticket
from careline.tickets.queries.access import access_ticket

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def small() -> World:
    return make_world()


@pytest.fixture
def three(small: World) -> tuple[Ticket, Ticket, Ticket]:
    return tuple(make_ticket(small.support, make_customer(), subject=f"No. {n}") for n in range(3))


@atomic_despite_deadlocks  # as the intake tries an arrival again
def mail_for(ticket: Ticket, world: World, **fields) -> Received:
    """A mail that proves by its token that it belongs to this ticket."""
    return receive(
        make_inbound(**fields), policy=make_policy(world.support), thread=Thread(ticket.pk, "reply_token"),
        grade=Grade.VERIFIED,
    )  # fmt: skip


def check_that_all_is_well() -> None:
    """No message stands under a pointer, no pointer leads in a circle, and search and counts agree with the rows."""
    for ticket in Ticket.objects.all():
        said = ticket.messages.count()
        assert ticket.message_count == said, ticket
        if ticket.merged_into_id is not None:
            assert said == 0 and ticket.status == Status.CLOSED, ticket
            way, steps = ticket, 0
            while way.merged_into_id is not None:
                way, steps = Ticket.objects.get(pk=way.merged_into_id), steps + 1
                assert steps < 10, "a circle"
    places = {m.pk: m.ticket_id for m in Message.objects.all()}
    assert places == dict(MessageSearch.objects.values_list("message_id", "ticket_id"))


def test_of_two_who_answer_at_the_same_moment_the_second_is_shown_the_first(small: World, three) -> None:
    ticket = three[0]
    seen = ticket.messages.get().pk
    got = race(
        lambda: reply(ticket, Outgoing("<p>One</p>", seen_message_id=seen), by=small.ana),
        lambda: reply(ticket, Outgoing("<p>Two</p>", seen_message_id=seen), by=small.ben),
        behind=Ticket.objects.filter(pk=ticket.pk),
    )
    assert sorted(type(one).__name__ for one in got) == ["Crossed", "Message"]
    crossed = next(one for one in got if isinstance(one, Crossed))
    assert crossed.message_id == Message.objects.get(author="agent").pk


@pytest.mark.parametrize("rows", [0, 1, 2])
def test_two_merges_into_each_other_leave_one_ticket(small: World, three, rows: int) -> None:
    a, b, _ = three
    behind = Ticket.objects.filter(pk__in=[a.pk, b.pk]).order_by("pk")[:rows] if rows else None
    got = race(lambda: merge(a, into=b, by=small.ana), lambda: merge(b, into=a, by=small.ben), behind=behind)
    assert sorted(type(one).__name__ for one in got) == ["Merge", "Refused"]
    check_that_all_is_well()
    assert sorted(Ticket.objects.filter(pk__in=[a.pk, b.pk]).values_list("message_count", flat=True)) == [
        0,
        2,
    ]


def test_two_merges_in_a_row_at_once_end_in_one_ticket_or_a_refusal(small: World, three) -> None:
    for a, b, c in (three, three[::-1]):
        undo_all(small)
        got = race(
            lambda a=a, b=b: merge(a, into=b, by=small.ana),
            lambda b=b, c=c: merge(b, into=c, by=small.ben),
            behind=Ticket.objects.filter(pk=b.pk),
        )
        assert isinstance(got[1], Merge)
        assert isinstance(got[0], Merge | Refused)
        check_that_all_is_well()
        assert access_ticket(small.ana, b.pk) == c
        assert access_ticket(small.ana, a.pk) == (c if isinstance(got[0], Merge) else a)


def undo_all(world: World) -> None:
    for done in Merge.objects.filter(undone_at=None).order_by("-pk"):
        unmerge(done.pk, by=world.ana)


def test_a_mail_that_arrives_during_the_merge_is_in_the_remaining_ticket(small: World, three) -> None:
    a, b, _ = three
    for source, target in ((a, b), (b, a)):
        undo_all(small)
        before = Message.objects.count()
        got = race(
            lambda source=source, target=target: merge(source, into=target, by=small.ana),
            lambda source=source: mail_for(source, small, text="While you were merging"),
            behind=Ticket.objects.filter(pk=source.pk),
        )
        assert isinstance(got[0], Merge) and isinstance(got[1], Received), got
        check_that_all_is_well()
        assert Message.objects.count() == before + 1
        assert Message.objects.get(pk=got[1].message_id).ticket_id == target.pk


def test_a_mail_for_a_pointer_and_the_undoing_of_the_merge_do_not_block_each_other(
    small: World, three
) -> None:
    a, b, _ = three
    for source, target in ((a, b), (b, a)):
        undo_all(small)
        done = merge(source, into=target, by=small.ana)
        got = race(
            lambda source=source: mail_for(source, small),
            lambda done=done: unmerge(done.pk, by=small.ana),
            behind=Ticket.objects.filter(pk=a.pk),
        )
        assert isinstance(got[0], Received) and isinstance(got[1], Ticket), got
        check_that_all_is_well()


def test_a_reply_during_the_merge_is_sent_from_where_it_was_or_refused(small: World, three) -> None:
    a, b, _ = three
    outgoing = Outgoing(html="<p>Soon!</p>", to=(Address("carla@customer.example"),))
    got = race(
        lambda: merge(a, into=b, by=small.ana), lambda: reply(a, outgoing, by=small.ben),
        behind=Ticket.objects.filter(pk=a.pk),
    )  # fmt: skip
    assert isinstance(got[0], Merge)
    check_that_all_is_well()
    if isinstance(got[1], Refused):
        assert str(b.pk) in str(got[1]) and not Message.objects.filter(agent=small.ben).exists()
    else:
        assert Message.objects.get(agent=small.ben).ticket_id == b.pk


def test_a_draft_kept_during_the_merge_is_in_the_remaining_ticket(small: World, three) -> None:
    a, b, _ = three
    content = DraftContent(kind="reply", html="<p>Half a sent</p>")
    got = race(
        lambda: merge(a, into=b, by=small.ana), lambda: save_draft(content, ticket=a, by=small.ben, version=0),
        behind=Ticket.objects.filter(pk=a.pk),
    )  # fmt: skip
    assert isinstance(got[0], Merge) and isinstance(got[1], Draft), got
    assert Draft.objects.get(agent=small.ben).ticket_id == b.pk


def test_news_of_a_delivery_during_the_merge_is_kept(small: World, three) -> None:
    a, b, _ = three
    said = make_message(a, agent=small.ana, state="sending")
    got = race(
        lambda: merge(a, into=b, by=small.ana), lambda: record_delivery(said.pk, state="sent"),
        behind=Ticket.objects.filter(pk=a.pk),
    )  # fmt: skip
    assert isinstance(got[0], Merge) and got[1] is True, got
    said.refresh_from_db()
    assert (said.state, said.ticket_id) == ("sent", b.pk)


def test_an_automatic_mail_during_the_merge_is_said_in_the_remaining_ticket(small: World, three) -> None:
    a, b, _ = three
    to = (Address("carla@customer.example"),)
    got = race(
        lambda: merge(a, into=b, by=small.ana),
        lambda: send_automatic(a.pk, "<p>We got it</p>", to=to, subject="Re: it"),
        behind=Ticket.objects.filter(pk=a.pk),
    )
    assert isinstance(got[0], Merge) and isinstance(got[1], Message), got
    check_that_all_is_well()
    assert Message.objects.get(pk=got[1].pk).ticket_id == b.pk


def test_a_busy_minute_leaves_everything_in_its_place(small: World, three) -> None:
    """Four hands do at random all that moves messages, for two seconds, and until enough was said; only plain refusals may come back."""
    sent = [make_message(t, agent=small.ana, state="sending").pk for t in three]
    until, said = time.monotonic() + 2, []

    def hand(seed: int) -> None:
        dice = random.Random(seed)
        while time.monotonic() < until or len(said) <= 20:
            one, other = dice.sample(three, 2)
            call = dice.choice([
                lambda one=one, other=other: merge(one, into=other, by=small.ana),
                lambda: unmerge(dice.choice([0, *Merge.objects.values_list("pk", flat=True)]), by=small.ana),
                lambda one=one: said.append(mail_for(one, small, sender=f"c{seed}@x.example", name="Cy").message_id),
                lambda one=one: said.append(note(one, "<p>Hm</p>", by=small.ben).pk),
                lambda one=one, other=other: link(one, other, kind="related", by=small.ben),
                lambda: record_delivery(dice.choice(sent), state=dice.choice(["sent", "retrying", "delivered"])),
                lambda: record_bounce(dice.choice(sent), [BouncedRecipient(f"{dice.random()}@x.example", "5.1.1", "", True)]),
            ])  # fmt: skip
            with suppress(Refused, NotVisible):
                call()

    got = race(*(lambda n=n: hand(n) for n in range(4)), at_most=30)
    assert got == [None] * 4
    check_that_all_is_well()
    assert len(said) > 20 and {*said} <= {*Message.objects.values_list("pk", flat=True)}
