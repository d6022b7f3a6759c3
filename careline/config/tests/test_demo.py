"""The demo company: believable, in the past, and silent towards the outside."""

from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from careline.accounts.contracts import NotPossible
from careline.accounts.models import Agent, Team
from careline.config.demo.play import play
from careline.config.demo.story import load
from careline.core.models import Event
from careline.notices.models import Notice, Sending
from careline.notices.queries.centre import count_unread
from careline.tickets.models import (
    Interval,
    Link,
    Macro,
    Message,
    Proposal,
    Reaction,
    Reminder,
    SavedView,
    SideConversation,
    SideMessage,
    Status,
    Task,
    Ticket,
    TimeEntry,
)
from careline.tickets.queries.questions import count, question_of

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def owner():
    return play(load(), password=PASSWORD, progress=lambda done, total: None)


def test_a_living_desk_of_all_kinds_and_ages(owner, client):
    assert (Ticket.objects.count(), Team.objects.count(), Agent.objects.count()) == (40, 2, 5)
    assert Proposal.objects.get(state="waiting").agent.replies_need_approval
    assert Macro.objects.count() == len(load().macros)
    assert set(Ticket.objects.values_list("status", flat=True)) == set(Status.values)
    ages = [timezone.now() - t.created_at for t in Ticket.objects.all()]
    assert min(ages).total_seconds() < 3600
    assert max(ages).days > 30
    assert owner.check_password(PASSWORD)


def test_each_of_its_saved_views_finds_something(owner):
    sizes = {
        view.name: count(view.agent or owner, question_of(view.agent or owner, view))
        for view in SavedView.objects.select_related("agent")
    }
    assert len(sizes) == len(load().views) == 5 and "0" not in sizes.values(), sizes


def test_nothing_of_it_is_ever_sent(owner):
    waiting = ProcrastinateJob.objects.filter(status="todo").values_list("task_name", flat=True)
    assert not {*waiting} & {"careline.react", "careline.tell", "careline.push_notices"}
    assert not Sending.objects.exists()
    waiting = Message.objects.filter(state__in=["held", "queued", "sending", "retrying"])
    assert not waiting.exists() and not SideMessage.objects.filter(state="held").exists()


def test_its_people_have_notices_of_the_last_days_some_of_them_read(owner):
    notices = Notice.objects.all()
    assert notices.filter(read_at=None).exists() and notices.exclude(read_at=None).exists()
    assert min(one.created_at for one in notices) < timezone.now() - timedelta(hours=20)
    assert count_unread(Agent.objects.get(name__startswith="Ana")) > 0


def test_its_history_lies_in_the_past_in_order(owner):
    for ticket in Ticket.objects.all():
        said = list(ticket.messages.order_by("id").values_list("created_at", flat=True))
        assert said == sorted(said)
        assert ticket.created_at == said[0]
    assert not Event.objects.filter(subject__startswith="ticket:", at__gt=timezone.now()).exists()
    assert not Interval.objects.filter(ended_at__lt=Ticket.objects.earliest("created_at").created_at).exists()


def test_it_never_comes_into_a_house_that_is_lived_in(owner):
    with pytest.raises(NotPossible):
        play(load(), password=PASSWORD, progress=lambda done, total: None)


def test_third_parties_are_asked_beside_two_tickets(owner):
    told = {one.subject: one for one in SideConversation.objects.all()}
    plugs = told["Plugs for the LD-40, second series"]
    assert len(told) == 2 and [one.is_ours for one in plugs.messages.order_by("pk")] == [
        True,
        False,
        True,
        False,
    ]
    assert plugs.last_message_at < timezone.now() and plugs.started_at < plugs.last_message_at
    assert Message.objects.filter(text__contains="they are on us").count() == 0


def test_colleagues_have_worked_in_it(owner, client):
    assert Ticket.objects.filter(snoozed_until__gt=timezone.now()).count() == 3
    assert Task.objects.filter(done_at=None).count() >= 4 and Task.objects.exclude(done_at=None).exists()
    assert Reminder.objects.count() == 2 and Reaction.objects.exists()
    assert TimeEntry.objects.filter(corrections=1).exists() and TimeEntry.objects.count() >= 4
    assert set(Link.objects.values_list("kind", flat=True)) == {"incident", "related"}
    assert {view.scope for view in SavedView.objects.all()} == {"personal", "team", "company"}
    client.force_login(Agent.objects.get(name__startswith="Jonas"))
    view = SavedView.objects.get(agent__isnull=False)
    page = client.get(f"/views/{view.key}/").text
    assert "Battery" in page and "Promised" not in page
    shown = client.get(f"/views/{view.key}/?wide=1", headers={"HX-Request": "true"}).text
    assert "Promised for" in shown


def test_its_rules_ran_on_some_tickets_and_say_why(owner):
    ran = Event.objects.filter(name="rule.ran")
    assert {one.data["name_of_rule"] for one in ran} == {
        "Brakes are a matter of safety",
        "Money back is for Orders",
    }
    assert all(one.data["because"] and one.data["did"] for one in ran)
    assert all(one.at < timezone.now() - timedelta(minutes=30) for one in ran), "in the past, as the story is"
