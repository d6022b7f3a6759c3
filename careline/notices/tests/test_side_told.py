"""What third parties answer is told to who asked and to who follows the ticket, and leads to the side conversation."""

from datetime import timedelta

import pytest
from django.utils import timezone

from careline.notices.letters import mail_of
from careline.notices.models import Notice
from careline.notices.tests.conftest import told, work
from careline.notices.words import Known, say
from careline.testing.world import make_ticket
from careline.tickets.actions.claim_for_delivery import claim_for_delivery
from careline.tickets.actions.record_delivery import record_delivery
from careline.tickets.actions.watch import watch
from careline.tickets.contracts import Machine
from careline.tickets.models import SideMessage
from careline.tickets.tests.sides import answered, begin

pytestmark = pytest.mark.django_db


def test_an_answer_is_told_to_who_asked_whose_ticket_it_is_and_who_watches(world, ticket):
    watch(ticket, by=world.light)
    side = begin(ticket, world.ben).conversation
    work()
    answered(side, "I am away.", machine=Machine.AUTO_REPLY)
    work()
    people = (world.ana, world.ben, world.light, world.lead)
    assert [told(one) for one in people] == [[], [], [], []], "a machine's answer is no news"
    answered(side)
    work()
    assert [told(one) for one in people] == [["side"], ["side"], ["side"], []]
    notice = Notice.objects.get(agent=world.ana)
    assert say(notice, Known()).href == f"/side-conversations/{side.pk}/"
    mail = mail_of(notice, world.ana)
    assert "Zinnober is in stock." in mail.lines and f"/side-conversations/{side.pk}/" in mail.links[0][1]
    assert mail.ticket_id is None and not any("answer the customer" in line for line in mail.lines)


def test_who_may_no_longer_see_the_ticket_hears_nothing(world):
    ticket = make_ticket(world.complaints, world.customer)
    side = begin(ticket, world.cleo).conversation
    SideMessage.objects.update(agent=world.ana)
    answered(side)
    work()
    assert told(world.ana) == []


def test_the_writer_is_told_of_what_did_not_arrive(world, ticket):
    message = begin(ticket, world.ben)
    SideMessage.objects.filter(pk=message.pk).update(state="sending")
    record_delivery(message.pk, state="failed", detail="550 nobody here")
    work()
    assert told(world.ben) == ["undelivered"] and told(world.ana) == []
    assert say(Notice.objects.get(), Known()).href == f"/side-conversations/{message.conversation_id}/"


def test_a_writer_hears_that_theirs_was_held_back_since_they_answered_meanwhile(world, ticket):
    message = begin(ticket, world.ben, send_at=timezone.now() + timedelta(hours=1))
    answered(message.conversation)
    work()
    SideMessage.objects.filter(pk=message.pk).update(send_at=timezone.now() - timedelta(seconds=1))
    claim_for_delivery(message.pk)
    work()
    assert sorted(told(world.ben)) == ["side", "undelivered"]
    assert say(Notice.objects.get(kind="undelivered"), Known()).href.startswith("/side-conversations/")
