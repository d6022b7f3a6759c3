"""Replies that need somebody's approval: nothing goes out without it, and no word is lost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from careline.accounts.contracts import Forbidden
from careline.accounts.models import Agent
from careline.core.models import Event
from careline.testing.api import ApiCaller
from careline.testing.world import World, make_message, make_ticket
from careline.tickets.actions.approve import approve
from careline.tickets.actions.attach_file import attach_file
from careline.tickets.actions.bulk_act import act
from careline.tickets.actions.bulk_start import start_bulk
from careline.tickets.actions.bulk_undo import undo_bulk
from careline.tickets.actions.bulk_work import work_off
from careline.tickets.actions.erase_tickets import erase_tickets
from careline.tickets.actions.forward import forward
from careline.tickets.actions.merge import merge
from careline.tickets.actions.move_team import move_team
from careline.tickets.actions.outbound import outbound
from careline.tickets.actions.reply import reply
from careline.tickets.actions.return_proposal import return_proposal, withdraw_proposal
from careline.tickets.actions.save_draft import save_draft
from careline.tickets.actions.unmerge import unmerge
from careline.tickets.contracts import (
    Address,
    BulkOrder,
    Crossed,
    DraftContent,
    NotVisible,
    Outgoing,
    Refused,
    Selection,
)
from careline.tickets.models import Draft, Message, Proposal, ProposalFile, Status, Ticket
from careline.tickets.queries.counts import counts
from careline.tickets.queries.queue import queue

FRIEND = (Address("smith@forge.example", "Smith"),)


@pytest.fixture
def trainee(world: World) -> Agent:
    Agent.objects.filter(pk=world.ana.pk).update(replies_need_approval=True)
    world.ana.refresh_from_db()
    return world.ana


@pytest.fixture
def ticket(world: World) -> Ticket:
    return make_ticket(world.support, world.customer)


def events_of(ticket: Ticket) -> list[str]:
    return [
        *Event.objects.filter(subject=f"ticket:{ticket.pk}").order_by("id").values_list("name", flat=True)
    ]


def proposed(ticket: Ticket, by: Agent, words: str = "<p>Oil it</p>", **more) -> Proposal:
    made = reply(ticket, Outgoing(words, **more), by=by)
    assert isinstance(made, Proposal)
    return made


def to_approve(agent: Agent) -> tuple[int, list[int]]:
    """What the view's figure says, and the tickets that it shows."""
    return counts(agent)["to_approve"], [row.number for row in queue(agent, "to_approve").rows]


def test_what_a_trainee_says_waits_and_the_customer_was_not_answered(
    world: World, trainee: Agent, ticket: Ticket
) -> None:
    waiting = proposed(ticket, trainee, then_status=Status.SOLVED)
    ticket.refresh_from_db()
    assert Message.objects.filter(ticket=ticket, author="agent").count() == 0
    assert ticket.status == Status.NEW and ticket.first_answered_at is None and ticket.message_count == 1
    assert ticket.assignee == trainee and waiting.to == [["carla@customer.example", "Carla Customer"]]
    assert events_of(ticket) == ["reply.proposed", "ticket.assigned"]


def test_approved_it_goes_out_in_the_writers_name_with_the_status_that_was_chosen(
    world: World, trainee: Agent, ticket: Ticket
) -> None:
    waiting = proposed(ticket, trainee, then_status=Status.SOLVED)
    message = approve(waiting.pk, by=world.lead)
    ticket.refresh_from_db()
    waiting.refresh_from_db()
    assert message.agent == trainee and message.from_name == "Ana Agent" and message.state == "queued"
    assert (message.text, message.subject) == ("Oil it", "Re: My chain came off")
    assert ticket.status == Status.SOLVED and ticket.first_answered_at
    assert waiting.message == message and waiting.decided_by == world.lead and not waiting.was_edited
    said = Event.objects.get(name="message.added")
    assert said.cause.name == "reply.approved" and said.cause.actor_id == world.lead.pk


def test_it_is_approved_once(world: World, trainee: Agent, ticket: Ticket) -> None:
    waiting = proposed(ticket, trainee)
    approve(waiting.pk, by=world.lead)
    for decide in (
        lambda: approve(waiting.pk, by=world.manager),
        lambda: return_proposal(waiting.pk, by=world.lead, comment="No"),
        lambda: withdraw_proposal(waiting.pk, by=trainee),
    ):
        with pytest.raises(Refused):
            decide()
    assert Message.objects.filter(author="agent").count() == 1


def test_nobody_approves_their_own_nor_without_the_right_nor_what_they_can_not_see(
    world: World, trainee: Agent, ticket: Ticket
) -> None:
    own = proposed(ticket, world.lead, asks_approval=True)
    other = proposed(ticket, trainee)
    for who, which in ((world.lead, own), (world.ben, other), (trainee, other), (world.auditor, other)):
        with pytest.raises(Forbidden):
            approve(which.pk, by=who)
        with pytest.raises(Forbidden):
            return_proposal(which.pk, by=who, comment="Hm")
    with pytest.raises(Forbidden):
        withdraw_proposal(other.pk, by=world.lead)
    secret = make_ticket(world.complaints, world.customer)
    hidden = proposed(secret, world.cleo, asks_approval=True)
    with pytest.raises(NotVisible):
        approve(hidden.pk, by=world.lead)
    Agent.objects.filter(pk=world.lead.pk).update(replies_need_approval=True)
    with pytest.raises(Forbidden):
        approve(other.pk, by=Agent.objects.get(pk=world.lead.pk))
    assert not Message.objects.filter(author="agent").exists()


def test_the_approver_may_edit_and_both_versions_are_kept(
    world: World, trainee: Agent, ticket: Ticket
) -> None:
    waiting = proposed(ticket, trainee)
    message = approve(waiting.pk, by=world.lead, html="<p>Please oil it</p><script>x</script>")
    waiting.refresh_from_db()
    assert message.html == "<p>Please oil it</p>" and waiting.html == "<p>Oil it</p>" and waiting.was_edited
    assert Event.objects.get(name="reply.approved").data["edited"] is True


def test_returned_it_is_the_writers_draft_before_what_they_wrote_since(
    world: World, trainee: Agent, ticket: Ticket
) -> None:
    waiting = proposed(ticket, trainee, cc=FRIEND)
    save_draft(DraftContent("reply", "<p>And a new chain</p>"), ticket=ticket, by=trainee, version=0)
    with pytest.raises(Refused):
        return_proposal(waiting.pk, by=world.lead, comment="  ")
    draft = return_proposal(waiting.pk, by=world.lead, comment="Say please")
    draft.refresh_from_db()
    assert draft.html == "<p>Oil it</p><p>And a new chain</p>" and draft.agent == trainee
    assert draft.cc == [["smith@forge.example", "Smith"]] and draft.returned.comment == "Say please"
    reply(ticket, Outgoing("<p>And a new chain</p>", draft_version=1), by=trainee)
    assert Draft.objects.filter(pk=draft.pk).exists(), "a window that had not seen the words lost them"


def test_withdrawn_it_is_a_draft_again(world: World, trainee: Agent, ticket: Ticket) -> None:
    waiting = proposed(ticket, trainee)
    draft = withdraw_proposal(waiting.pk, by=trainee)
    assert draft is not None and draft.html == "<p>Oil it</p>" and to_approve(world.lead) == (0, [])
    assert events_of(ticket)[-1] == "reply.withdrawn"


def test_files_and_images_come_along_both_ways(world: World, trainee: Agent, ticket: Ticket) -> None:
    def attach(name: str) -> str:
        png = b"\x89PNG\r\n\x1a\n" + name.encode()
        return attach_file(ticket, kind="reply", name=name, content=png, by=trainee, is_inline=True).key

    key, other = attach("chain.png"), attach("list.png")
    html = f'<p>Look <img src="/draft-files/{key}/"></p>'
    waiting = proposed(ticket, trainee, html, file_keys=(key, other))
    assert not Draft.objects.exists() and waiting.files.count() == 2
    draft = withdraw_proposal(waiting.pk, by=trainee)
    again = tuple(file.key for file in draft.files.order_by("pk"))
    assert f"/draft-files/{again[0]}/" in draft.html
    waiting = proposed(ticket, trainee, draft.html, file_keys=again)
    message = approve(waiting.pk, by=world.lead)
    inline, plain = message.attachments.order_by("pk")
    assert f"cid:{inline.content_id}" in message.html and (inline.name, plain.name) == (
        "chain.png",
        "list.png",
    )
    assert not ProposalFile.objects.exists() and not waiting.was_edited


def test_somebody_elses_words_since_are_shown_before_it_goes_out(
    world: World, trainee: Agent, ticket: Ticket
) -> None:
    seen = ticket.messages.get().pk
    waiting = proposed(ticket, trainee, seen_message_id=seen)
    newer = make_message(ticket, text="It is mended")
    with pytest.raises(Crossed) as crossed:
        approve(waiting.pk, by=world.lead)
    assert crossed.value.message_id == newer.pk
    approve(waiting.pk, by=world.lead, seen_message_id=newer.pk)
    assert Message.objects.filter(author="agent").count() == 1


def test_a_reply_that_waits_crosses_nobodys_answer(world: World, trainee: Agent, ticket: Ticket) -> None:
    seen = ticket.messages.get().pk
    proposed(ticket, trainee)
    assert isinstance(reply(ticket, Outgoing("Hi", seen_message_id=seen), by=world.ben), Message)


def test_forwards_and_first_messages_wait_too(world: World, trainee: Agent, ticket: Ticket) -> None:
    passed_on = forward(ticket, Outgoing("Look", to=FRIEND), by=trainee)
    first = outbound(Outgoing("Hi", to=FRIEND, subject="Chain"), by=trainee, team_id=world.support.pk)
    assert isinstance(passed_on, Proposal) and isinstance(first, Proposal)
    opened = Ticket.objects.get(pk=first.ticket_id)
    assert opened.status == Status.OPEN and opened.message_count == 0
    assert approve(passed_on.pk, by=world.lead).is_forward
    ticket.refresh_from_db()
    assert ticket.status == Status.NEW and ticket.first_answered_at is None
    assert approve(first.pk, by=world.lead).subject == "Chain"
    opened.refresh_from_db()
    assert opened.status == Status.PENDING


def test_a_first_message_that_came_back_is_sent_as_no_answer(world: World, trainee: Agent) -> None:
    first = outbound(Outgoing("Hi", to=FRIEND, subject="Chain"), by=trainee, team_id=world.support.pk)
    draft = return_proposal(first.pk, by=world.lead, comment="Who are you?")
    assert (draft.kind, draft.ticket_id, draft.subject) == ("reply", first.ticket_id, "Chain")


def test_a_scheduled_one_is_held_until_its_time(world: World, trainee: Agent, ticket: Ticket) -> None:
    at = timezone.now() + timedelta(hours=3)
    message = approve(proposed(ticket, trainee, send_at=at).pk, by=world.lead)
    assert message.state == "held" and message.send_at == at and message.is_scheduled


def test_the_view_shows_what_waits_but_for_ones_own(world: World, trainee: Agent, ticket: Ticket) -> None:
    proposed(ticket, trainee)
    own = make_ticket(world.support, world.customer)
    proposed(own, world.lead, asks_approval=True)
    secret = make_ticket(world.complaints, world.customer)
    proposed(secret, world.cleo, asks_approval=True)
    assert to_approve(world.lead) == (1, [ticket.pk])
    assert to_approve(world.manager) == (3, [ticket.pk, own.pk, secret.pk])
    assert "to_approve" not in counts(world.ben) and not queue(world.ben, "to_approve").rows


def test_the_figure_follows_the_ticket_to_another_team_and_through_a_merge(
    world: World, trainee: Agent, ticket: Ticket
) -> None:
    waiting = proposed(ticket, trainee)
    move_team(ticket, world.complaints.pk, by=world.manager)
    assert to_approve(world.lead) == (0, []) and to_approve(world.manager) == (1, [ticket.pk])
    target = make_ticket(world.support, world.customer)
    done = merge(Ticket.objects.get(pk=ticket.pk), into=target, by=world.manager)
    assert to_approve(world.lead) == (1, [target.pk])
    unmerge(done.pk, by=world.manager)
    assert to_approve(world.lead) == (0, []) and to_approve(world.manager) == (1, [ticket.pk])
    merge(Ticket.objects.get(pk=ticket.pk), into=target, by=world.manager)
    assert approve(waiting.pk, by=world.lead).ticket == target


def test_answers_to_many_wait_one_by_one_and_are_taken_back_with_the_order(
    world: World, trainee: Agent, ticket: Ticket
) -> None:
    other = make_ticket(world.support, world.customer)
    order = BulkOrder(html="<p>Hello {{customer.first_name}}</p>", sends=True)
    begun = start_bulk(Selection((ticket.pk, other.pk)), order, by=trainee)
    work_off(begun.pk, act=act, seconds=30)
    assert {(item.state, item.reason) for item in begun.items.all()} == {
        ("changed", "The answer waits for somebody’s approval.")
    }
    assert to_approve(world.lead)[0] == 2 and not Message.objects.filter(author="agent").exists()
    work_off(undo_bulk(begun.pk, by=trainee).pk, act=act, seconds=30)
    assert to_approve(world.lead) == (0, []) and not Draft.objects.exists()


def test_an_erased_ticket_has_nothing_left_to_approve(world: World, trainee: Agent, ticket: Ticket) -> None:
    key = attach_file(ticket, kind="reply", name="plan.txt", content=b"plan", by=trainee).key
    waiting = proposed(ticket, trainee, file_keys=(key,))
    file_id = waiting.files.get().file_id
    assert file_id in erase_tickets([ticket.pk])
    waiting.refresh_from_db()
    assert (waiting.state, waiting.html, waiting.to) == ("withdrawn", "", []) and not waiting.files.exists()
    assert to_approve(world.lead) == (0, [])


def test_what_would_be_refused_is_refused_when_it_is_written(
    world: World, trainee: Agent, ticket: Ticket
) -> None:
    for outgoing in (Outgoing(" "), Outgoing("Hi", to=(Address("nobody"),)), Outgoing("Hi", then_status=1)):
        with pytest.raises(Refused):
            reply(ticket, outgoing, by=trainee)
    assert not Proposal.objects.exists()


def test_by_the_api_it_waits_is_approved_and_tells_of_it(
    world: World, trainee: Agent, ticket: Ticket
) -> None:
    writer, lead = ApiCaller(trainee), ApiCaller(world.lead)
    answer = writer.post(f"/tickets/{ticket.pk}/replies", {"text": "Oil it"})
    assert answer.status_code == 202 and answer.json()["state"] == "waiting"
    waiting = answer.json()["id"]
    assert [one["id"] for one in lead.get(f"/tickets/{ticket.pk}/proposals").json()["items"]] == [waiting]
    assert lead.get("/views/to_approve/tickets").json()["items"][0]["id"] == ticket.pk
    assert writer.post(f"/proposals/{waiting}/approval", {}).status_code == 403
    sent = lead.post(f"/proposals/{waiting}/approval", {"text": "Oil it, please"})
    assert sent.status_code == 200 and sent.json()["approved_by_id"] == world.lead.pk
    listed = writer.get(f"/tickets/{ticket.pk}/messages").json()["items"][-1]
    assert (listed["text"], listed["agent_id"]) == ("Oil it, please", trainee.pk)
    told = writer.get(f"/proposals/{waiting}").json()
    assert (told["state"], told["was_edited"], told["message_id"]) == ("approved", True, listed["id"])
    assert lead.post(f"/proposals/{waiting}/return", {"comment": "x"}).status_code == 422
    second = writer.post(f"/tickets/{ticket.pk}/replies", {"text": "One more"}).json()["id"]
    assert lead.post(f"/proposals/{second}/return", {"comment": "No"}).json()["comment"] == "No"
    third = writer.post(f"/tickets/{ticket.pk}/replies", {"text": "Or this"}).json()["id"]
    assert writer.post(f"/proposals/{third}/withdrawal", {}).json()["state"] == "withdrawn"
