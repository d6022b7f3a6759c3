"""Who is told of what, and why; never of one's own act, never of what one may not see, never twice of one thing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from careline.channels.health import record_failure
from careline.channels.tests.test_intake import arrive
from careline.customers.actions.export_customer import ask_export, write_export
from careline.notices.models import Notice, Preference
from careline.notices.tasks import tell_later
from careline.notices.tests.conftest import events, jobs_to_tell, told, work
from careline.notices.wishes import forget_wishes
from careline.testing.inboxes import make_inbox, make_mail
from careline.testing.world import make_message, make_ticket
from careline.tickets.actions.add_task import add_task
from careline.tickets.actions.assign import assign
from careline.tickets.actions.note import note
from careline.tickets.actions.offer_draft import offer_draft
from careline.tickets.actions.record_delivery import record_delivery
from careline.tickets.actions.reply import reply
from careline.tickets.actions.save_draft import save_draft
from careline.tickets.actions.set_reminder import set_reminder
from careline.tickets.actions.solve import solve
from careline.tickets.actions.tell_due import tell_due
from careline.tickets.actions.watch import watch
from careline.tickets.contracts import DraftContent, Outgoing
from careline.tickets.models import Reminder, Task, Ticket

pytestmark = pytest.mark.django_db


def test_being_assigned_is_told_but_not_to_who_did_it(world, ticket):
    assign(ticket, to=world.ben, by=world.lead)
    work()
    assert told(world.ben) == ["assigned"] and told(world.lead) == []
    ticket.refresh_from_db()
    assign(ticket, to=world.lead, by=world.lead)
    work()
    assert told(world.lead) == []


def test_a_mention_in_a_watched_ticket_of_ones_own_is_one_notice_with_the_strongest_reason(world, ticket):
    watch(ticket, by=world.ana)
    note(ticket, f'<p><span data-mention="{world.ana.pk}">@Ana</span> look</p>', by=world.ben)
    work()
    assert told(world.ana) == ["mentioned"]


@pytest.mark.django_db(transaction=True)
def test_all_events_of_one_act_are_one_thing(world, ticket):
    watch(ticket, by=world.ben)
    reply(ticket, Outgoing("<p>Done.</p>", undo_seconds=0, then_status=5), by=world.ana)
    work()
    assert told(world.ben) == ["watched"]
    assert {*events("ticket.status_changed").values_list("actor_id", flat=True)} == {world.ana.pk}


def test_a_customers_answer_is_told_to_whose_ticket_it_is_and_to_the_watchers(world, ticket):
    inbox = make_inbox(world.support)
    Ticket.objects.filter(pk=ticket.pk).update(inbox_id=inbox.pk)
    watch(ticket, by=world.ben)
    arrive(inbox, make_mail("Any news?", subject=f"Re: [#{ticket.pk}]"))
    work()
    assert (told(world.ana), told(world.ben), told(world.lead)) == (["mine"], ["watched"], [])


def test_a_change_of_a_watched_ticket_is_told(world, ticket):
    watch(ticket, by=world.ben)
    solve(ticket, by=world.ana)
    work()
    assert told(world.ben) == ["changed"]


def test_nobody_hears_of_a_ticket_that_they_may_not_see(world):
    hidden = make_ticket(world.complaints, world.customer, assignee=world.cleo)
    note(hidden, f'<p><span data-mention="{world.ana.pk}">@Ana</span> look</p>', by=world.cleo)
    work()
    assert told(world.ana) == []


def test_who_left_hears_nothing(world, ticket):
    Ticket.objects.filter(pk=ticket.pk).update(assignee=world.gone)
    note(ticket, "<p>For whom?</p>", by=world.ben)
    work()
    assert not Notice.objects.exists()


def test_the_writer_is_told_once_of_a_message_that_is_unsure_and_then_bounces(world, ticket):
    message = make_message(ticket, agent=world.ana, state="sending")
    for state in ("unsure", "bounced"):
        record_delivery(message.pk, state=state, detail="550 nobody here")
        work()
    assert told(world.ana) == ["undelivered"]


@pytest.mark.django_db(transaction=True)
def test_a_handed_draft_a_task_and_what_is_due_are_told(world, ticket):
    save_draft(DraftContent(kind="reply", html="<p>Half</p>"), ticket=ticket, by=world.ana, version=0)
    offer_draft(ticket, kind="reply", by=world.ana, to=world.ben)
    add_task(ticket, "Order the part", by=world.ana, owner=world.ben)
    set_reminder(ticket, timezone.now() + timedelta(hours=1), by=world.ben)
    Task.objects.update(due_at=timezone.now())
    Reminder.objects.update(due_at=timezone.now())
    assert tell_due() == 2
    work()
    assert sorted(told(world.ben)) == ["handed", "reminded", "task", "task_due"]


def test_a_mailbox_that_does_not_work_is_told_to_admins_alone_and_once_an_hour(world):
    inbox = make_inbox(world.support)
    record_failure(inbox.pk, "password refused")
    work()
    assert told(world.owner) == ["inbox"] and told(world.manager) == []


def test_a_new_ticket_is_told_to_who_chose_to_hear_of_each_of_their_team(world):
    forget_wishes()
    inbox = make_inbox(world.support)
    arrive(inbox, make_mail())
    assert not Notice.objects.exists() and not jobs_to_tell()
    forget_wishes()
    for agent in (world.ben, world.stranger):
        Preference.objects.create(agent=agent, chosen={"team": ["desk"]})
    arrive(inbox, make_mail("Another thing", subject="Bell"))
    work()
    assert told(world.ben) == ["team"] and told(world.stranger) == []


def test_an_event_told_of_again_makes_no_second_notice(world, ticket):
    note(ticket, "<p>For you</p>", by=world.ben)
    work()
    for _again in range(3):
        tell_later(events("note.added").get().pk)
    assert told(world.ana) == ["noted"]


def test_who_wants_to_hear_of_a_kind_nowhere_gets_no_notice(world, ticket):
    Preference.objects.create(agent=world.ana, chosen={"noted": []})
    note(ticket, "<p>For you</p>", by=world.ben)
    work()
    assert told(world.ana) == []


def test_who_asked_for_an_export_is_told_when_it_is_ready_and_led_to_it(client, world):
    write_export(ask_export(world.customer, by=world.manager).pk)
    work()
    assert told(world.manager) == ["exported"] and told(world.owner) == []
    client.force_login(world.manager)
    notice = Notice.objects.get()
    opened = client.post(f"/notices/{notice.pk}/read/", {"open": "1"})
    assert opened["Location"] == f"/customers/{world.customer.pk}/data/"
    assert "Download" in client.get(opened["Location"]).content.decode()


def test_who_lost_the_right_to_read_it_is_not_told_of_an_export(world):
    export = ask_export(world.customer, by=world.manager)
    type(world.manager).objects.filter(pk=world.manager.pk).update(role="agent")
    write_export(export.pk)
    work()
    assert told(world.manager) == []
