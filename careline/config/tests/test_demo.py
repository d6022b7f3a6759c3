"""The demo company: believable, in the past, and silent towards the outside."""

from collections import Counter
from datetime import timedelta
from statistics import median

import pytest
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from careline.accounts.contracts import NotPossible
from careline.accounts.models import Agent, Team
from careline.authority.models import Decision, Escalation
from careline.config.demo.play import play
from careline.config.demo.story import load
from careline.core.models import Event
from careline.feedback.models import Complaint
from careline.feedback.mood.contracts import Level
from careline.feedback.queries.moods import latest_mood
from careline.feedback.queries.signs import repeated
from careline.insight.contracts import Figure
from careline.insight.queries.figures import told_figures
from careline.notices.models import Notice, Sending
from careline.notices.queries.centre import count_unread
from careline.playbooks.models import Run
from careline.policies.models import Clock
from careline.promises.models import Promise
from careline.routing.models import Routed
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

pytestmark = [pytest.mark.django_db, pytest.mark.slow(seconds=40)]
PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    """The company, played once for all tests here, and gone after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield play(load(), password=PASSWORD, progress=lambda done, total: None)
        transaction.set_rollback(True)


@pytest.fixture
def owner(told, db):
    return told


def test_a_living_desk_of_all_kinds_and_ages(owner, client):
    assert Ticket.objects.filter(status__lt=Status.SOLVED).count() == 36
    assert (Team.objects.count(), Agent.objects.count()) == (2, 6)
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


def test_its_figures_have_a_past_of_thirteen_weeks(owner):
    solved = Ticket.objects.filter(solved_at__gt=timezone.now() - timedelta(weeks=13))
    weeks = {(timezone.now() - one.solved_at).days // 7 for one in solved}
    assert solved.count() > 120 and len(weeks) >= 12
    told = told_figures([one.pk for one in solved])
    first = [
        one for each in told.values() for one in each.seconds_of(Figure.FIRST_RESPONSE, is_business=True)
    ]
    assert len(first) > 120 and 0 < median(first) < 8 * 3600
    reopened = [one.figures.shares[Figure.REOPENED] for one in told.values()]
    assert 0 < sum(reopened) < len(reopened) / 5
    assert not solved.filter(created_at__gt=F("solved_at")).exists()


def test_clocks_run_stand_still_and_were_missed_and_most_were_kept(owner):
    states = Counter(Clock.objects.values_list("state", flat=True))
    assert states["running"] and states["paused"] and states["breached"]
    assert states["met"] > 8 * states["breached"] and not states["cancelled"]


def test_promises_come_near_are_late_and_were_kept(owner):
    promises = Promise.objects.all()
    assert Counter(one.state for one in promises) == {"open": 4, "broken": 1, "kept": 2}
    assert promises.filter(state="open", warned_at__isnull=False).count() == 2, "they come near"


def test_complaints_are_repeated_one_cause_is_systemic_and_one_is_kept_from_whom_it_is_about(owner):
    assert {one.stage for one in Complaint.objects.all()} >= {
        "received",
        "investigating",
        "responded",
        "closed",
    }
    again = Complaint.objects.get(summary__startswith="The refund was promised")
    before = {one.summary for one in repeated(owner, again)}
    assert "An invoice that was paid came back as a reminder" in before
    about = Complaint.objects.get(category="Staff")
    ticket = Ticket.objects.get(subject__startswith="How your colleague spoke")
    assert about not in Complaint.objects.visible_to(about.about)
    assert not Ticket.objects.visible_to(about.about).filter(pk=ticket.pk).exists()


def test_decisions_wait_were_granted_and_refused_and_a_ticket_was_escalated(owner):
    states = Counter(Decision.objects.values_list("state", flat=True))
    assert states["waiting"] == 2 and states["granted"] and states["refused"] == 1
    assert Escalation.objects.get().reason.startswith("A request under Article 15")


def test_who_is_absent_is_covered_and_an_upset_customer_shows_why(owner):
    ticket = Ticket.objects.get(subject__startswith="Third time")
    assert ticket.assignee.name.startswith("Ana"), "Emre is absent"
    mood = latest_mood(ticket.pk)
    assert mood.level == Level.FURIOUS and len(mood.evidence) > 3
    assert Run.objects.filter(state="running").count() == 2, "playbooks in the middle"
    assert Routed.objects.exists()
