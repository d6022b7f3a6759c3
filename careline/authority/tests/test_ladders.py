"""Tickets and decisions go up a ladder: level by level, each step once, and back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from careline.authority.actions.ask_decision import ask_decision
from careline.authority.actions.escalate import de_escalate, escalate, escalate_by_rule
from careline.authority.actions.pass_on import pass_on_late
from careline.authority.actions.save_ladder import save_ladder
from careline.authority.actions.take_decision import grant_decision
from careline.authority.contracts import USUAL_LADDER, AuthorityRefused, Step
from careline.authority.models import Decision
from careline.authority.queries import escalation_of, steps_of
from careline.core.models import Event
from careline.testing.world import make_agent
from careline.tickets.actions.assign import assign
from careline.tickets.models import Message
from careline.workforce.actions.plan_absence import AbsenceDetails, plan_absence
from careline.workforce.actions.save_skill import create_skill, set_skill

pytestmark = pytest.mark.django_db


def late(decision):
    Decision.objects.filter(pk=decision.pk).update(deadline_at=timezone.now() - timedelta(minutes=1))


def test_a_team_without_a_ladder_has_the_usual_one(world, ticket):
    assert steps_of(world.support.pk) == USUAL_LADDER


def test_a_decision_that_waits_too_long_goes_to_the_next_level_once(world, ticket, limit):
    limit(role="team_lead", most=None)
    limit(role="manager", most=None)
    decision = ask_decision(ticket, "refund", by=world.ana, amount=100, currency="EUR", reason="Broken")
    assert pass_on_late() == 0
    late(decision)
    assert (pass_on_late(), pass_on_late()) == (1, 0)
    decision.refresh_from_db()
    assert (decision.level, decision.approver_ids) == (2, [world.lead.pk, world.manager.pk])
    assert Event.objects.get(name="decision.passed_on").data["tell"] == [world.manager.pk]
    late(decision)
    assert pass_on_late() == 1
    decision.refresh_from_db()
    assert (decision.level, decision.deadline_at) == (3, None)
    assert world.owner.pk in decision.approver_ids
    assert pass_on_late() == 0
    grant_decision(decision, by=world.lead)


def test_the_cover_of_who_is_absent_is_asked_within_their_own_limits(world, ticket, limit):
    limit(role="team_lead", most=None)
    second = make_agent("Sue Second", role="team_lead", teams=[world.support])
    now = timezone.now()
    plan_absence(world.lead, AbsenceDetails(now, now + timedelta(days=3), cover_id=second.pk), by=world.lead)
    decision = ask_decision(ticket, "refund", by=world.ana, amount=100, currency="EUR", reason="Broken")
    assert decision.approver_ids == [second.pk]


def test_a_ticket_goes_up_with_reason_and_note_and_back(world, ticket):
    assign(ticket, to=world.ana, by=world.ana)
    escalate(ticket, 1, reason="They ask for the boss", words="Called twice\n<b>Angry</b>", by=world.ana)
    ticket.refresh_from_db()
    assert ticket.assignee == world.lead
    found = escalation_of(ticket)
    assert (found.level, found.by, found.reason) == (1, world.ana, "They ask for the boss")
    assert Message.objects.get(ticket=ticket, is_public=False).text == "Called twice\n<b>Angry</b>"
    assert Event.objects.get(name="ticket.escalated").data["tell"] == [world.lead.pk]
    with pytest.raises(AuthorityRefused, match="no such level above"):
        escalate(ticket, 1, reason="Again", by=world.ana)
    escalate(ticket, 2, reason="Still", by=world.lead)
    ticket.refresh_from_db()
    assert ticket.assignee == world.manager
    de_escalate(ticket, reason="Solved by phone", by=world.manager)
    ticket.refresh_from_db()
    assert (ticket.assignee, escalation_of(ticket)) == (world.ana, None)
    with pytest.raises(AuthorityRefused):
        de_escalate(ticket, reason="Twice", by=world.manager)


def test_a_level_of_another_team_moves_the_ticket_there_and_back(world, ticket):
    save_ladder(world.support, [Step(1, f"team:{world.complaints.pk}", "Complaints")], by=world.manager)
    escalate(ticket, 1, reason="A complaint", words="Please", by=world.ana)
    ticket.refresh_from_db()
    assert (ticket.team, ticket.assignee) == (world.complaints, None)
    de_escalate(ticket, reason="No complaint", by=world.cleo)
    ticket.refresh_from_db()
    assert ticket.team == world.support


def test_a_level_of_a_skill_goes_to_who_has_it(world, ticket):
    skill = create_skill("Law", kind="other", by=world.manager)
    set_skill(world.ben, skill, level=3, expires_on=None, by=world.manager)
    save_ladder(world.support, [Step(1, f"skill:{skill.pk}")], by=world.manager)
    escalate(ticket, 1, reason="A lawyer writes", by=world.ana)
    ticket.refresh_from_db()
    assert ticket.assignee == world.ben


def test_a_rule_takes_a_ticket_up_level_by_level_and_stops_at_the_top(world, ticket):
    assert [escalate_by_rule(ticket.pk, reason="Late by a day") for _n in range(3)] == [1, 2, 2]
    assert escalation_of(ticket).by is None
    assert Event.objects.filter(name="ticket.escalated").count() == 2


def test_a_level_nobody_stands_on_is_refused(world, ticket):
    save_ladder(world.support, [Step(1, f"agent:{world.ana.pk}")], by=world.manager)
    with pytest.raises(AuthorityRefused, match="Nobody on this level"):
        escalate(ticket, 1, reason="Help", by=world.ana)


@pytest.mark.parametrize("who", ["agent:0", "nonsense", "team:999999", "skill:1", ""])
def test_a_ladder_of_nobody_is_refused(world, ticket, who):
    with pytest.raises(AuthorityRefused):
        save_ladder(world.support, [Step(1, who)], by=world.manager)
