"""Two tickets become one, for ever, and can be told apart again."""

import pytest

from careline.accounts.contracts import Forbidden
from careline.core.models import Event
from careline.testing.mail import make_inbound, make_policy
from careline.testing.world import World, make_customer, make_message, make_ticket
from careline.tickets.actions.merge import merge
from careline.tickets.actions.receive import receive
from careline.tickets.actions.save_draft import DraftConflict, save_draft
from careline.tickets.actions.set_status import set_status
from careline.tickets.actions.unmerge import unmerge
from careline.tickets.actions.watch import watch
from careline.tickets.contracts import DraftContent, Grade, NotVisible, Refused, Thread
from careline.tickets.models import Draft, Interval, MessageSearch, Status, Ticket
from careline.tickets.queries.access import access_ticket
from careline.tickets.queries.counts import counts
from careline.tickets.queries.threading import is_participant


@pytest.fixture
def pair(world: World) -> tuple[Ticket, Ticket]:
    other = make_customer("Otto", email="otto@other.example")
    return make_ticket(world.support, other, subject="Same"), make_ticket(world.support, world.customer)


def columns(ticket: Ticket) -> dict:
    row = Ticket.objects.filter(pk=ticket.pk).values().get()
    return {k: v for k, v in row.items() if k not in {"version", "updated_at"}}


def test_what_was_said_moves_and_both_requesters_stay(world: World, pair) -> None:
    source, target = pair
    watch(source, by=world.ben)
    Draft.objects.create(ticket=source, agent=world.ben, kind="reply", html="x")
    merge(source, into=target, by=world.ana)
    target.refresh_from_db()
    assert target.message_count == 2 == target.messages.count()
    assert {*MessageSearch.objects.values_list("ticket_id", flat=True)} == {target.pk}
    assert is_participant(target.pk, "otto@other.example") and is_participant(
        target.pk, "carla@customer.example"
    )
    assert target.watchers.get().agent == world.ben and target.drafts.get().agent == world.ben
    assert access_ticket(world.ana, source.pk) == target
    assert [*Event.objects.order_by("id").values_list("name", flat=True)][-2:] == [
        "ticket.merged",
        "ticket.absorbed",
    ]
    assert counts(world.ana)["all_open"] == 1 and counts(world.ana)["solved"] == 0


def test_who_was_writing_in_both_keeps_both_texts(world: World, pair) -> None:
    source, target = pair
    for ticket, words in ((source, "<p>There</p>"), (target, "<p>Here</p>")):
        content = DraftContent(kind="reply", html=words)
        save_draft(content, ticket=ticket, by=world.ben, version=0)
    merge(source, into=target, by=world.ana)
    draft = Draft.objects.get()
    assert draft.ticket == target and "Here" in draft.html and "There" in draft.html
    with pytest.raises(DraftConflict):
        save_draft(content, ticket=target, by=world.ben, version=1)


def test_a_ticket_merged_meanwhile_does_not_take_the_other_one_along(client, world: World, pair) -> None:
    source, target = pair
    third = make_ticket(world.support, world.customer)
    merge(source, into=target, by=world.ana)
    client.force_login(world.ben)
    answer = client.post(f"/tickets/{source.pk}/merge/", {"into": third.pk}, headers={"HX-Request": "true"})
    assert answer.status_code == 422 and f"#{target.pk}" in answer.content.decode()
    assert access_ticket(world.ana, target.pk) == target


def test_later_mail_to_the_old_one_lands_on_the_remaining_one(world: World, pair) -> None:
    source, target = pair
    merge(source, into=target, by=world.ana)
    got = receive(
        make_inbound(sender="otto@other.example"), policy=make_policy(world.support),
        thread=Thread(source.pk, "subject_tag"), grade=Grade.PLAUSIBLE,
    )  # fmt: skip
    assert got.ticket_id == target.pk


def test_a_merge_undone_leaves_both_as_they_were(world: World, pair) -> None:
    source, target = pair
    make_message(target, text="More")
    make_message(source, text="Hm", agent=world.ana, is_public=False)
    before = columns(source), columns(target), counts(world.ana)
    done = merge(source, into=target, by=world.ana)
    unmerge(done.pk, by=world.ana)
    after = columns(source), columns(target), counts(world.ana)
    assert before == after
    assert {*MessageSearch.objects.filter(ticket_id=source.pk).values_list("message_id", flat=True)} == {
        *source.messages.values_list("pk", flat=True)
    }
    assert Interval.objects.filter(ticket=source, ended_at=None).count() == 3


def test_what_arrived_after_the_merge_stays(world: World, pair) -> None:
    source, target = pair
    done = merge(source, into=target, by=world.ana)
    make_message(Ticket.objects.get(pk=target.pk), text="later")
    unmerge(done.pk, by=world.ana)
    assert target.messages.count() == 2 and source.messages.count() == 1


def test_merges_follow_each_other_and_are_undone_backwards(world: World, pair) -> None:
    source, target = pair
    third = make_ticket(world.support, world.customer)
    first = merge(source, into=target, by=world.ana)
    second = merge(target, into=third, by=world.ana)
    assert access_ticket(world.ana, source.pk) == third
    assert is_participant(third.pk, "otto@other.example")
    with pytest.raises(Refused):
        unmerge(first.pk, by=world.ana)
    unmerge(second.pk, by=world.ana)
    unmerge(first.pk, by=world.ana)
    with pytest.raises(Refused):
        unmerge(first.pk, by=world.ana)
    assert [t.messages.count() for t in (source, target, third)] == [1, 1, 1]


def test_a_solved_target_is_open_again_where_the_source_was_work(world: World, pair) -> None:
    source, target = pair
    set_status(target, Status.SOLVED, by=world.ana)
    merge(source, into=target, by=world.ana)
    target.refresh_from_db()
    assert target.status == Status.OPEN


def test_what_cannot_be_merged_is_refused(world: World, pair) -> None:
    source, target = pair
    set_status(target, Status.CLOSED, by=world.ana)
    for into in (source, target):
        with pytest.raises(Refused):
            merge(source, into=into, by=world.ana)
    with pytest.raises(Forbidden):
        merge(source, into=target, by=world.light)
    hidden = make_ticket(world.complaints, world.customer)
    for one, other in ((source, hidden), (hidden, source)):
        with pytest.raises(NotVisible):
            merge(one, into=other, by=world.ana)


def test_a_merged_ticket_takes_no_change(world: World, pair) -> None:
    source, target = pair
    done = merge(source, into=target, by=world.ana)
    with pytest.raises(Refused):
        set_status(source, Status.OPEN, by=world.ana)
    Ticket.objects.filter(pk=target.pk).update(team=world.complaints)
    with pytest.raises(NotVisible):
        unmerge(done.pk, by=world.ana)
