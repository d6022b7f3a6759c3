"""Who is asked is reminded before the deadline; a cover takes over from who is absent, the next level from who is silent."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from careline.authority.actions.ask_decision import ask_decision
from careline.authority.actions.pass_on import pass_on_late
from careline.authority.actions.remind import remind_due
from careline.authority.actions.take_decision import grant_decision, refuse_decision
from careline.authority.queries import decisions_to_take
from careline.authority.services import mind_deadlines
from careline.core.models import Event
from careline.notices.models import Notice
from careline.notices.tests.conftest import work as tell
from careline.workforce.actions.plan_absence import AbsenceDetails, plan_absence

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(world, ticket, limit):
    limit()
    limit(role="team_lead", most=10_000)
    return ask_decision(ticket, "refund", by=world.ana, amount=8000, currency="EUR", reason="It came broken")


def later(hours):
    return timezone.now() + timedelta(hours=hours)


def notices(person, kind="decision_near"):
    tell()
    return Notice.objects.filter(agent=person, kind=kind)


def test_who_was_asked_is_told_at_once_and_reminded_once_before_the_deadline(world, waiting):
    assert notices(world.lead, "decision").count() == 1
    assert remind_due(at=later(2.9)) == 0
    assert (remind_due(at=later(3.1)), remind_due(at=later(3.2))) == (1, 0)
    assert notices(world.lead).get().about_id == waiting.pk
    assert Event.objects.get(name="decision.reminded").data["tell"] == [world.lead.pk]
    client = Client()
    client.force_login(world.ana)
    page = client.get(f"/tickets/{waiting.ticket_id}/history/").content.decode()
    assert "Lou Lead were reminded to decide: Refund: 80.00 EUR" in page


def test_what_is_decided_is_reminded_of_no_more_and_its_reminder_is_settled(world, waiting):
    remind_due(at=later(3.1))
    assert notices(world.lead).filter(read_at=None).count() == 1
    grant_decision(waiting, by=world.lead)
    assert notices(world.lead).filter(read_at=None).count() == 0
    assert (mind_deadlines(), remind_due(at=later(9)), pass_on_late(at=later(9))) == (0, 0, 0)


def test_whoever_became_absent_is_stood_in_for_by_their_cover(world, waiting, limit):
    limit(role="manager", most=None)
    gone = AbsenceDetails(timezone.now() - timedelta(minutes=1), later(100), cover_id=world.manager.pk)
    plan_absence(world.lead, gone, by=world.owner)
    remind_due(at=later(3.1))
    waiting.refresh_from_db()
    assert waiting.approver_ids == [world.lead.pk, world.manager.pk]
    assert (notices(world.lead).count(), notices(world.manager).count()) == (0, 1)
    assert [*decisions_to_take(world.manager)] == [waiting]


def test_the_next_level_is_asked_and_reminded_in_its_turn(world, waiting):
    remind_due(at=later(3.1))
    assert pass_on_late(at=later(4.1)) == 1
    waiting.refresh_from_db()
    assert (waiting.approver_ids, waiting.level) == ([world.lead.pk, world.manager.pk], 2)
    assert notices(world.manager, "decision").count() == 1
    assert waiting.remind_at is not None and waiting.remind_at < waiting.deadline_at
    assert remind_due(at=later(8)) == 1
    pass_on_late(at=later(99))
    waiting.refresh_from_db()
    assert (waiting.deadline_at, waiting.remind_at) == (None, None)
    refuse_decision(waiting, by=world.lead, words="The wall did it")
