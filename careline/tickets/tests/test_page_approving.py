"""The pages of approval: what waits is seen by colleagues, decided by who may, and told to its writer."""

import pytest
from django.test import Client

from careline.accounts.models import Agent
from careline.testing.world import World, make_message, make_ticket
from careline.tickets.actions.approve import approve
from careline.tickets.actions.attach_file import attach_file
from careline.tickets.actions.reply import reply
from careline.tickets.contracts import Outgoing
from careline.tickets.models import Draft, Message, Proposal, Ticket

PART = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def ticket(world: World) -> Ticket:
    Agent.objects.filter(pk=world.ana.pk).update(replies_need_approval=True)
    world.ana.refresh_from_db()
    return make_ticket(world.support, world.customer)


@pytest.fixture
def waiting(world: World, ticket: Ticket) -> Proposal:
    made = reply(
        ticket, Outgoing("<p>Oil it daily</p>", seen_message_id=ticket.messages.get().pk), by=world.ana
    )
    assert isinstance(made, Proposal)
    return made


def logged_in(person: Agent) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(person: Agent, ticket: Ticket) -> str:
    return logged_in(person).get(f"/tickets/{ticket.pk}/").content.decode()


def test_a_trainee_sends_for_approval_and_everybody_sees_that_it_waits(world: World, ticket: Ticket) -> None:
    ana = logged_in(world.ana)
    assert "Send for approval" in page(world.ana, ticket) and "Have it approved first" in page(
        world.ben, ticket
    )
    sent = {
        "html": "<p>Oil it</p>",
        "to": "carla@customer.example",
        "based_on": ticket.messages.get().pk,
        "then": "solved",
    }
    answer = ana.post(f"/tickets/{ticket.pk}/reply/", sent, **PART).content.decode()
    assert "waits for somebody’s approval" in answer and "Take it back" in answer
    seen = page(world.ben, ticket)
    assert "Oil it" in seen and "then Solved" in seen and "Not sent yet" in seen
    assert "Edit and approve" not in seen and "Edit and approve" in page(world.lead, ticket)
    assert not Message.objects.filter(author="agent").exists()


def test_anybody_can_ask_for_approval_on_purpose(world: World, ticket: Ticket) -> None:
    sent = {
        "html": "<p>Oil it</p>",
        "to": "carla@customer.example",
        "based_on": ticket.messages.get().pk,
        "asks_approval": "1",
    }
    logged_in(world.ben).post(f"/tickets/{ticket.pk}/reply/", sent, **PART)
    assert Proposal.objects.get().agent == world.ben


def test_approved_with_other_words_the_thread_says_who_and_what_was_changed(
    world: World, ticket: Ticket, waiting: Proposal
) -> None:
    lead = logged_in(world.lead)
    editing = lead.get(f"/proposals/{waiting.pk}/approval/", **PART).content.decode()
    assert "Oil it daily" in editing and "in the name of Ana Agent" in editing
    said = {"html": "<p>Oil it weekly</p>"}
    answer = lead.post(f"/proposals/{waiting.pk}/approval/", said, **PART).content.decode()
    assert "approved by Lou Lead" in answer and "what was changed" in answer and 'id="dialogs"' in answer
    changes = logged_in(world.ana).get(f"/proposals/{waiting.pk}/changes/", **PART).content.decode()
    assert "<del>daily</del>" in changes and "<ins>weekly</ins>" in changes
    assert "edited and approved the reply of <b>Ana Agent</b>" in page(world.ana, ticket)


def test_what_the_customer_wrote_meanwhile_is_shown_first(
    world: World, ticket: Ticket, waiting: Proposal
) -> None:
    newer = make_message(ticket, text="Never mind, it is mended")
    lead = logged_in(world.lead)
    assert "Carla Customer wrote after this was written" in page(world.lead, ticket)
    told = lead.post(f"/proposals/{waiting.pk}/approval/", **PART)
    assert told.status_code == 200 and "Approve anyway" in told.content.decode()
    edited = lead.post(f"/proposals/{waiting.pk}/approval/", {"html": "<p>Glad to hear</p>"}, **PART)
    assert edited.status_code == 422 and f'name="anyway" value="{newer.pk}"' in edited.content.decode()
    assert not Message.objects.filter(author="agent").exists()
    lead.post(f"/proposals/{waiting.pk}/approval/", {"anyway": newer.pk}, **PART)
    assert Message.objects.get(author="agent").text == "Oil it daily"


def test_returned_the_writer_sees_why_and_has_the_words_in_the_composer(
    world: World, ticket: Ticket, waiting: Proposal
) -> None:
    lead = logged_in(world.lead)
    assert "What should be different" in lead.get(f"/proposals/{waiting.pk}/return/", **PART).content.decode()
    empty = lead.post(f"/proposals/{waiting.pk}/return/", {"comment": " "}, **PART)
    assert empty.status_code == 422 and waiting.state == "waiting"
    lead.post(f"/proposals/{waiting.pk}/return/", {"comment": "Not so <b>often</b>"}, **PART)
    seen = page(world.ana, ticket)
    assert "Not so &lt;b&gt;often" in seen and "Oil it daily" in seen and "Returned to you" in seen
    assert "Not so" not in page(world.ben, ticket)


def test_the_writer_takes_it_back_into_the_composer(world: World, ticket: Ticket, waiting: Proposal) -> None:
    answer = logged_in(world.ana).post(f"/proposals/{waiting.pk}/withdrawal/", **PART).content.decode()
    assert "Taken back" in answer and "Oil it daily" in answer and f"proposal-{waiting.pk}" not in answer
    assert Draft.objects.get().agent == world.ana


def test_files_are_opened_by_colleagues_of_the_ticket_only(world: World) -> None:
    Agent.objects.filter(pk=world.cleo.pk).update(replies_need_approval=True)
    cleo = Agent.objects.get(pk=world.cleo.pk)
    secret = make_ticket(world.complaints, world.customer)
    key = attach_file(secret, kind="reply", name="plan.txt", content=b"plan", by=cleo).key
    made = reply(secret, Outgoing("Look", file_keys=(key,)), by=cleo)
    assert "plan.txt" in page(world.manager, secret)
    assert logged_in(world.manager).get(f"/attachments/{key}/").content == b"plan"
    for path in (f"/attachments/{key}/", f"/draft-files/{key}/"):
        assert logged_in(world.stranger).get(path).status_code == 404
    stranger = logged_in(world.stranger)
    for path in ("withdrawal", "changes", "approval", "return"):
        answer = (stranger.get if path == "changes" else stranger.post)(
            f"/proposals/{made.pk}/{path}/", **PART
        )
        assert answer.status_code in (404, 422), path
    assert Proposal.objects.get().state == "waiting"


@pytest.mark.parametrize("who", ["ben", "light", "auditor", "ana"])
def test_who_may_not_approve_is_refused(world: World, ticket: Ticket, waiting: Proposal, who: str) -> None:
    person = logged_in(getattr(world, who))
    for path in ("approval", "return"):
        assert person.post(f"/proposals/{waiting.pk}/{path}/", {"comment": "x"}, **PART).status_code == 422
        assert person.get(f"/proposals/{waiting.pk}/{path}/").status_code == 403
    waiting.refresh_from_db()
    assert waiting.state == "waiting"


def test_the_view_is_in_the_menu_of_who_may_approve(world: World, ticket: Ticket, waiting: Proposal) -> None:
    view = logged_in(world.lead).get("/views/to-approve/").content.decode()
    assert f"/tickets/{ticket.pk}/" in view and "To approve" in view
    assert "To approve" not in logged_in(world.ben).get("/views/all-open/").content.decode()
    assert logged_in(world.ben).get("/views/to-approve/").status_code == 404


def test_a_ticket_page_asks_no_more_where_nothing_waits(
    world: World, ticket: Ticket, django_assert_max_num_queries
) -> None:
    lead = logged_in(world.lead)
    lead.get(f"/tickets/{ticket.pk}/", **PART)
    with django_assert_max_num_queries(12):
        lead.get(f"/tickets/{ticket.pk}/", **PART)


def test_the_customer_never_learns_of_it(world: World, ticket: Ticket, waiting: Proposal) -> None:
    from careline.tickets.queries.delivery import outbound

    letter = outbound(approve(waiting.pk, by=world.lead))
    assert letter.author_name == "Ana Agent" and "Lou" not in f"{letter.html}{letter.text}{letter.subject}"
