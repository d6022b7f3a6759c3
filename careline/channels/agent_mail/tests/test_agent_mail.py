"""Agents are told of what concerns them, and may answer by mail: with their token, from their address, with their rights."""

from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from careline.channels.agent_mail import accept
from careline.channels.agent_mail.letters import notice_letter
from careline.channels.agent_mail.tasks import NotNow, send_notice, tell_agent
from careline.channels.configured import forget_inboxes
from careline.channels.email.message_ids import agent_reply_address, notice_id, recognise_agent_reply_address
from careline.channels.models import Inbox, NoticePreference
from careline.channels.tasks import notify_followers, notify_writer
from careline.channels.tests.test_intake import arrive
from careline.core.jobs import react
from careline.core.models import Event
from careline.testing.inboxes import make_inbox, make_mail
from careline.testing.smtp_peer import smtp_peer
from careline.testing.world import make_ticket
from careline.tickets.actions.assign import assign
from careline.tickets.actions.note import note
from careline.tickets.actions.offer_draft import offer_draft
from careline.tickets.actions.save_draft import save_draft
from careline.tickets.actions.set_reminder import set_reminder
from careline.tickets.actions.tell_due import tell_due
from careline.tickets.actions.watch import watch
from careline.tickets.contracts import (
    Address,
    Authentication,
    DraftContent,
    InboundFile,
    InboundMessage,
    Machine,
)
from careline.tickets.models import Draft, Message, Reminder, Ticket


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


def test_a_new_message_is_told_to_the_assignee_and_the_watchers(world, inbox, ticket):
    watch(ticket, by=world.ben)
    mail = make_mail("Any news?", In_Reply_To="<x>", subject=f"Re: [#{ticket.pk}]")
    arrive(inbox, mail)
    (args,) = jobs("notify_followers")
    notify_followers(**args)
    told = {one["agent_id"]: one["why"] for one in jobs("send_notice")}
    assert told == {world.ana.pk: "mine", world.ben.pk: "watched"}


def test_a_new_ticket_that_nobody_has_costs_no_job(inbox):
    arrive(inbox, make_mail())
    assert not jobs("notify_followers")


def test_being_assigned_is_told_but_not_to_who_did_it(world, ticket):
    assign(ticket, to=world.ben, by=world.lead)
    react(event_id=Event.objects.filter(name="ticket.assigned").latest("pk").pk)
    assert [one["agent_id"] for one in jobs("send_notice")] == [world.ben.pk]
    ticket.refresh_from_db()
    assign(ticket, to=world.lead, by=world.lead)
    react(event_id=Event.objects.filter(name="ticket.assigned").latest("pk").pk)
    assert len(jobs("send_notice")) == 1


def test_a_mention_is_told(world, ticket):
    note(ticket, f'<p><span data-mention="{world.ben.pk}">@Ben</span> look</p>', by=world.ana)
    react(event_id=Event.objects.filter(name="note.added").latest("pk").pk)
    assert [(one["agent_id"], one["why"]) for one in jobs("send_notice")] == [(world.ben.pk, "mentioned")]


def test_a_colleague_to_whom_a_draft_is_handed_is_told_and_nobody_else(world, ticket):
    save_draft(DraftContent(kind="reply", html="<p>Half</p>"), ticket=ticket, by=world.ana, version=0)
    offer_draft(ticket, kind="reply", by=world.ana)
    offer_draft(ticket, kind="reply", by=world.ana, to=world.ben)
    for event in Event.objects.filter(name="draft.offered"):
        react(event.pk)
    assert [(one["agent_id"], one["why"]) for one in jobs("send_notice")] == [(world.ben.pk, "handed")]


def test_the_writer_is_told_of_what_did_not_arrive(world, ticket):
    accept(answer(ticket, world.ana), 1)
    notify_writer(ticket_id=ticket.pk, message_id=said(ticket).get().pk, event_id=7)
    assert jobs("send_notice")[-1]["why"] == "undelivered"


def test_who_wanted_to_be_reminded_is_mailed_with_the_words_of_the_reminder(world, ticket):
    set_reminder(ticket, timezone.now() + timedelta(hours=1), by=world.ana, note="Has the part come?")
    Reminder.objects.update(due_at=timezone.now())
    tell_due()
    event = Event.objects.get(name="reminder.due")
    react(event.pk)
    (sent,) = jobs("send_notice")
    assert (sent["agent_id"], sent["why"]) == (world.ana.pk, "reminded")
    with smtp_peer() as peer:
        Inbox.objects.update(outgoing=peer.settings)
        send_notice(**sent)
    made = peer.mails[0].parsed
    text = made.get_content() if not made.is_multipart() else made.get_body(("plain",)).get_content()
    assert made["Subject"] == f"[#{ticket.pk}] Has the part come?" and "wanted to be reminded" in text


def test_who_wants_no_mail_gets_none(world, inbox, ticket):
    watch(ticket, by=world.ben)
    NoticePreference.objects.create(agent=world.ana, level="none")
    NoticePreference.objects.create(agent=world.ben, level="assigned")
    arrive(inbox, make_mail("Any news?", subject=f"Re: [#{ticket.pk}]"))
    for args in jobs("notify_followers"):
        notify_followers(**args)
    assert jobs("send_notice") == []


def test_a_notice_says_why_and_can_be_answered(world, inbox, ticket):
    with smtp_peer() as peer:
        Inbox.objects.update(outgoing=peer.settings)
        message = ticket.messages.get()
        given = {
            "agent_id": world.ana.pk,
            "ticket_id": ticket.pk,
            "message_id": message.pk,
            "why": "mine",
            "event_id": 3,
        }
        send_notice(**given)
        send_notice(**given)
    first, second = peer.mails
    assert first.content == second.content and first.rcpt_to == ["ana@desk.example"]
    made = first.parsed
    assert made["Auto-Submitted"] == "auto-generated" and "/notices" in made["List-Unsubscribe"]
    text = made.get_content() if not made.is_multipart() else made.get_body(("plain",)).get_content()
    assert "There is a new message in your ticket." in text and "It came off yesterday" in text
    assert f"/tickets/{ticket.pk}" in text
    assert recognise_agent_reply_address(made["Reply-To"]).agent_id == world.ana.pk
    quoted = "".join(f"> {line}\r\n" for line in text.splitlines())
    raw = make_mail(
        f"Ready on Friday.\r\n\r\n{quoted}", sender="ana@desk.example", to=made["Reply-To"],
        In_Reply_To=made["Message-ID"],
    )  # fmt: skip
    assert arrive(inbox, raw).state == "done"
    assert said(ticket).get().text == "Ready on Friday."


def test_a_busy_mail_server_makes_the_notice_wait(world, inbox, ticket):
    with smtp_peer() as peer:
        Inbox.objects.update(outgoing=peer.settings)
        peer.faults.data.append("451 busy")
        with pytest.raises(NotNow):
            tell_agent(agent_id=world.ana.pk, ticket_id=ticket.pk, reason="You may not.")
        tell_agent(agent_id=world.ana.pk, ticket_id=ticket.pk, reason="You may not.")
    assert "You may not." in peer.mails[0].parsed.get_content()


def test_a_notice_speaks_the_agents_language(world, inbox, ticket):
    world.ana.language = "de"
    letter = notice_letter(world.ana, inbox, ticket_id=ticket.pk, message=None, why="reminded", event_id=1)
    assert "Sie wollten an dieses Ticket erinnert werden." in letter.text and letter.language == "de"
