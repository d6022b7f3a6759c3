"""Agents are told of what concerns them, and may answer by mail: with their token, from their address, with their rights."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from careline.accounts.models import Agent
from careline.channels.actions.mail_agent import mail_agent
from careline.channels.agent_mail import accept
from careline.channels.agent_mail.tasks import NotNow, tell_agent
from careline.channels.configured import forget_inboxes
from careline.channels.contracts import Mailed, StaffMail
from careline.channels.email.message_ids import agent_reply_address, notice_id, recognise_agent_reply_address
from careline.channels.models import Inbox
from careline.channels.tests.test_intake import arrive
from careline.testing.inboxes import make_inbox, make_mail
from careline.testing.smtp_peer import smtp_peer
from careline.testing.world import make_ticket
from careline.tickets.actions.save_draft import save_draft
from careline.tickets.contracts import (
    Address,
    Authentication,
    DraftContent,
    InboundFile,
    InboundMessage,
    Machine,
)
from careline.tickets.models import Draft, Message, Proposal, Ticket


@pytest.fixture
def inbox(world):
    forget_inboxes()
    return make_inbox(world.support)


@pytest.fixture
def ticket(world, inbox):
    made = make_ticket(world.support, world.customer, assignee=world.ana)
    Ticket.objects.filter(pk=made.pk).update(inbox_id=inbox.pk)
    made.refresh_from_db()
    return made


def token(ticket, agent):
    return agent_reply_address("help@desk.example", ticket_id=ticket.pk, agent_id=agent.pk)


def answer(ticket, agent, text="It will be ready on Friday.", *, sender=None, **fields):
    return InboundMessage(
        Address(sender or agent.email, agent.name),
        **{"to": (Address(token(ticket, agent)),), "text": text, "reply_text": text, **fields},
    )


def jobs(name):
    return [job.args for job in ProcrastinateJob.objects.filter(task_name=f"careline.{name}").order_by("pk")]


def said(ticket):
    return Message.objects.filter(ticket=ticket, author="agent").order_by("pk")


def test_an_agents_answer_becomes_a_public_reply(world, ticket):
    verdict = accept(answer(ticket, world.ana), 1)
    message = said(ticket).get()
    assert (verdict.state, verdict.message_id, verdict.ticket_id) == ("done", message.pk, ticket.pk)
    assert message.agent == world.ana and message.is_public and message.state == "queued"
    assert message.text == "It will be ready on Friday." and message.to[0][0] == "carla@customer.example"


def test_an_answer_that_needs_approval_waits_and_its_writer_is_told(world, ticket):
    Agent.objects.filter(pk=world.ana.pk).update(replies_need_approval=True)
    verdict = accept(answer(ticket, world.ana, files=(InboundFile("plan.txt", "text/plain", b"plan"),)), 1)
    waiting = Proposal.objects.get()
    assert (verdict.state, verdict.message_id, verdict.ticket_id) == ("done", None, ticket.pk)
    assert waiting.agent_id == world.ana.pk and waiting.files.get().name == "plan.txt"
    assert not said(ticket).exists() and "approval" in jobs("tell_agent")[0]["reason"]


def test_the_whole_way_from_the_wire(world, ticket):
    raw = make_mail("Ready on Friday.", sender="Ana <ANA@desk.example>", to=token(ticket, world.ana).upper())
    arrival = arrive(Inbox.objects.get(), raw)
    assert (arrival.state, arrival.ticket_id) == ("done", ticket.pk)
    assert said(ticket).get().text == "Ready on Friday." and Ticket.objects.count() == 1


def test_where_the_mailbox_takes_no_tags_the_notices_id_is_proof(world, ticket):
    proof = notice_id("desk.example", ticket_id=ticket.pk, agent_id=world.ana.pk, nonce=b"x")
    assert (
        accept(answer(ticket, world.ana, to=(Address("help@desk.example"),), in_reply_to=(proof,)), 1).state
        == "done"
    )
    assert said(ticket).count() == 1


@pytest.mark.parametrize("first", ["note:", "Note\n", "NOTIZ: ", "nota\n"])
def test_a_first_word_makes_it_an_internal_note(world, ticket, first):
    accept(answer(ticket, world.ana, f"{first} He is angry."), 1)
    message = said(ticket).get()
    assert not message.is_public and message.text == "He is angry." and message.state == ""


def test_a_sentence_that_begins_with_note_is_no_note(world, ticket):
    accept(answer(ticket, world.ana, "Note that we close at six."), 1)
    assert said(ticket).get().is_public


def test_a_spoofed_sender_is_held_back(world, ticket):
    for known in (
        Authentication(dmarc="fail"),
        Authentication(spf="fail"),
        Authentication(spf="softfail", dkim="fail"),
    ):
        assert accept(answer(ticket, world.ana, authentication=known), 1).state == "suspended"
    assert not said(ticket).exists()


def test_somebody_elses_mail_to_an_agents_address_is_held_back(world, ticket):
    assert accept(answer(ticket, world.ana, sender="evil@x.example"), 1).state == "suspended"
    assert accept(answer(ticket, world.ana, sender=world.ben.email), 1).state == "suspended"
    assert not said(ticket).exists()


def test_a_customers_answer_to_a_forwarded_notice_is_the_customers(world, ticket):
    proof = notice_id("desk.example", ticket_id=ticket.pk, agent_id=world.ana.pk, nonce=b"x")
    mail = answer(
        ticket, world.ana, sender="c@x.example", to=(Address("help@desk.example"),), references=(proof,)
    )
    assert accept(mail, 1) is None


def test_a_forged_token_is_no_token(world, ticket):
    local, domain = token(ticket, world.ana).split("@")
    forged = f"{local[:-1]}{'a' if local[-1] != 'a' else 'e'}@{domain}"
    assert accept(answer(ticket, world.ana, to=(Address(forged),)), 1) is None


def test_an_agent_who_left_says_nothing(world, ticket):
    address = agent_reply_address("help@desk.example", ticket_id=ticket.pk, agent_id=world.gone.pk)
    assert accept(answer(ticket, world.gone, to=(Address(address),)), 1).state == "suspended"
    assert not said(ticket).exists()


def test_a_light_agent_is_told_and_the_text_is_kept_as_a_note(world, ticket):
    assert accept(answer(ticket, world.light), 1).state == "done"
    message = said(ticket).get()
    assert not message.is_public and message.text == "It will be ready on Friday."
    assert jobs("tell_agent")[0]["agent_id"] == world.light.pk


def test_who_may_not_see_the_ticket_is_told_and_the_arrival_keeps_the_text(world, inbox):
    hidden = make_ticket(world.complaints, world.customer)
    verdict = accept(answer(hidden, world.ana), 1)
    assert verdict.state == "failed" and "Ana" in verdict.reason and not said(hidden).exists()
    assert jobs("tell_agent")


def test_who_may_neither_answer_nor_note_is_told(world, ticket):
    assert accept(answer(ticket, world.auditor), 1).state == "failed"
    assert not said(ticket).exists() and jobs("tell_agent")


def test_an_out_of_office_is_no_answer(world, ticket):
    assert accept(answer(ticket, world.ana, machine=Machine.AUTO_REPLY), 1).state == "ignored"
    assert not said(ticket).exists() and not jobs("tell_agent")


def test_a_draft_in_the_browser_survives_an_answer_by_mail(world, ticket):
    content = DraftContent(kind="reply", html="<p>half a sentence</p>")
    save_draft(content, ticket=ticket, by=world.ana, version=0)
    accept(answer(ticket, world.ana), 1)
    assert "half a sentence" in Draft.objects.get(ticket=ticket).html


def test_files_go_with_the_answer(world, ticket):
    accept(answer(ticket, world.ana, files=(InboundFile("bill.pdf", "application/pdf", b"%PDF-1.7"),)), 1)
    assert said(ticket).get().attachments.get().name == "bill.pdf"


def test_an_empty_answer_is_told(world, ticket):
    assert accept(answer(ticket, world.ana, ""), 1).state == "failed"
    assert jobs("tell_agent")


def test_a_mail_of_a_ticket_can_be_answered_and_is_the_same_mail_whenever_it_is_written(world, inbox, ticket):
    mail = StaffMail(
        "7:mine", "Squeaking saddle", ("Carla wrote in your ticket.", "", "It <came> off."), "https://x.example/choose",
        (("Open the ticket", "https://x.example/tickets/1"),), ticket.pk, inbox.pk, ticket.created_at,
    )  # fmt: skip
    with smtp_peer() as peer:
        Inbox.objects.update(outgoing=peer.settings)
        assert [mail_agent(mail, to=world.ana) for _twice in range(2)] == [Mailed.SENT, Mailed.SENT]
    first, second = peer.mails
    assert first.content == second.content and first.rcpt_to == ["ana@desk.example"]
    made = first.parsed
    assert (
        made["Auto-Submitted"] == "auto-generated"
        and made["List-Unsubscribe"] == "<https://x.example/choose>"
    )
    text, html = (made.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert "It <came> off." in text and "Open the ticket: https://x.example/tickets/1" in text
    assert "It &lt;came&gt; off." in html and 'href="https://x.example/tickets/1"' in html
    assert recognise_agent_reply_address(made["Reply-To"]).agent_id == world.ana.pk
    quoted = "".join(f"> {line}\r\n" for line in text.splitlines())
    raw = make_mail(
        f"Ready on Friday.\r\n\r\n{quoted}", sender="ana@desk.example", to=made["Reply-To"],
        In_Reply_To=made["Message-ID"],
    )  # fmt: skip
    assert arrive(inbox, raw).state == "done"
    assert said(ticket).get().text == "Ready on Friday."


def test_a_mail_of_no_ticket_takes_no_answer(world, inbox):
    with smtp_peer() as peer:
        Inbox.objects.update(outgoing=peer.settings)
        assert (
            mail_agent(StaffMail("d:1", "5 notices", ("One.",), "https://x.example/"), to=world.ana) == "sent"
        )
    assert peer.mails[0].parsed["Reply-To"] is None


def test_what_the_server_would_not_take_is_said_and_nothing_raised(world, inbox):
    mail = StaffMail("d:1", "5 notices", ("One.",), "https://x.example/")
    with smtp_peer() as peer:
        Inbox.objects.update(outgoing=peer.settings)
        peer.faults.data.extend(["451 busy", "554 no"])
        assert [mail_agent(mail, to=world.ana) for _twice in range(2)] == [Mailed.LATER, Mailed.REFUSED]
    Inbox.objects.all().delete()
    assert mail_agent(mail, to=world.ana) == Mailed.REFUSED


def test_a_busy_mail_server_makes_the_notice_wait(world, inbox, ticket):
    with smtp_peer() as peer:
        Inbox.objects.update(outgoing=peer.settings)
        peer.faults.data.append("451 busy")
        with pytest.raises(NotNow):
            tell_agent(agent_id=world.ana.pk, ticket_id=ticket.pk, reason="You may not.")
        tell_agent(agent_id=world.ana.pk, ticket_id=ticket.pk, reason="You may not.")
    assert "You may not." in peer.mails[0].parsed.get_body(("plain",)).get_content()
