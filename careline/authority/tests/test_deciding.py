"""Within limits it is decided at once; beyond them others are asked, and never who asked."""

import pytest

from careline.accounts.contracts import Forbidden
from careline.authority.actions.ask_decision import ask_decision, withdraw_decision
from careline.authority.actions.set_limits import save_guard
from careline.authority.actions.take_decision import grant_decision, refuse_decision
from careline.authority.contracts import AuthorityRefused, Verdict
from careline.authority.models import Decision
from careline.authority.queries import decisions_to_take, may_decide
from careline.core.models import Event
from careline.notices.handlers import on_event
from careline.notices.models import Notice
from careline.testing.world import make_ticket
from careline.tickets.contracts import NotVisible
from careline.tickets.models import Message
from careline.tickets.queries.conditions import Condition, Conditions, Group

pytestmark = pytest.mark.django_db


def ask(ticket, by, kind="refund", amount=4000, currency="EUR", reason="The bell never worked"):
    return ask_decision(ticket, kind, by=by, amount=amount, currency=currency, reason=reason)


@pytest.mark.parametrize(
    ("amount", "currency", "verdict"),
    [
        (5000, "EUR", Verdict.ALLOWED),
        (5001, "EUR", Verdict.NEEDS_APPROVAL),
        (100, "USD", Verdict.NEEDS_APPROVAL),
        (0, "EUR", Verdict.REFUSED),
    ],
)
def test_an_amount_is_held_against_the_limit_of_the_role(world, ticket, limit, amount, currency, verdict):
    limit()
    answer = may_decide(world.ana, "refund", amount=amount, currency=currency, ticket=ticket)
    assert answer.verdict is verdict
    assert bool(answer.approvers) == (verdict is Verdict.NEEDS_APPROVAL)


def test_another_currency_is_said_to_be_the_reason(world, ticket, limit):
    limit()
    answer = may_decide(world.ana, "refund", amount=100, currency="USD", ticket=ticket)
    assert "another currency: 50.00 EUR" in answer.reason


def test_without_a_limit_a_role_asks_and_the_top_decides(world, ticket):
    assert (
        may_decide(world.ana, "refund", amount=1, currency="EUR", ticket=ticket).verdict
        is Verdict.NEEDS_APPROVAL
    )
    assert (
        may_decide(world.lead, "refund", amount=1, currency="EUR", ticket=ticket).verdict
        is Verdict.NEEDS_APPROVAL
    )
    assert may_decide(world.manager, "refund", amount=10**9, currency="EUR", ticket=ticket).is_allowed
    assert (
        may_decide(world.light, "refund", amount=1, currency="EUR", ticket=ticket).verdict is Verdict.REFUSED
    )
    assert (
        may_decide(world.ana, "nonsense", amount=1, currency="EUR", ticket=ticket).verdict is Verdict.REFUSED
    )


def test_a_persons_own_limit_counts_in_place_of_the_roles(world, ticket, limit):
    limit()
    limit(most=10_000, agent=world.ana)
    assert may_decide(world.ana, "refund", amount=9000, currency="EUR", ticket=ticket).is_allowed
    assert not may_decide(world.ben, "refund", amount=9000, currency="EUR", ticket=ticket).is_allowed


def test_what_was_granted_on_the_ticket_before_counts(world, ticket, limit):
    limit()
    ask(ticket, world.ana, amount=3000)
    assert may_decide(world.ana, "refund", amount=2000, currency="EUR", ticket=ticket).is_allowed
    answer = may_decide(world.ana, "refund", amount=2001, currency="EUR", ticket=ticket)
    assert "With the 30.00 EUR granted here before" in answer.reason


def test_a_count_per_period_is_held(world, ticket, limit):
    limit(count=2, period="day")
    for _n in range(2):
        assert ask(make_ticket(world.support, world.customer), world.ana).state == "granted"
    third = ask(ticket, world.ana)
    assert third.state == "waiting"
    assert "2 a day are within the limit, and there were 2" in third.why
    Decision.objects.filter(state="granted").update(asked_at="2020-01-01T00:00:00Z")
    assert ask(make_ticket(world.support, world.customer), world.ana).state == "granted"


def test_a_guard_asks_for_a_role_whatever_the_amount(world, ticket, limit):
    limit()
    limit(role="team_lead")
    urgent = Conditions("all", (Group("all", (Condition("priority", "is", ["urgent"]),)),))
    save_guard("Urgent ones", urgent, least_role="team_lead", by=world.owner)
    assert may_decide(world.ana, "refund", amount=1, currency="EUR", ticket=ticket).is_allowed
    ticket.priority = 4
    ticket.save(update_fields=["priority"])
    answer = may_decide(world.ana, "refund", amount=1, currency="EUR", ticket=ticket)
    assert "“Urgent ones” needs the role Team lead" in answer.reason
    assert answer.approvers == (world.lead.pk,)


def test_within_limits_it_is_decided_at_once_and_written_into_the_ticket(world, ticket, limit):
    limit()
    decision = ask(ticket, world.ana)
    assert (decision.state, decision.granted_minor, decision.decided_by) == ("granted", 4000, world.ana)
    note = Message.objects.filter(ticket=ticket, is_public=False).get()
    assert "Refund: 40.00 EUR decided: The bell never worked" in note.text
    assert Event.objects.get(name="decision.granted").data["at_once"] is True


def test_beyond_limits_the_lead_is_asked_and_grants_less(world, ticket, limit):
    limit()
    limit(role="team_lead", most=10_000)
    decision = ask(ticket, world.ana, amount=8000)
    assert (decision.state, decision.approver_ids, decision.level) == ("waiting", [world.lead.pk], 1)
    assert decision.deadline_at is not None
    assert [*decisions_to_take(world.lead)] == [decision]
    assert not decisions_to_take(world.ana)
    with pytest.raises(AuthorityRefused, match="why it is less"):
        grant_decision(decision, by=world.lead, amount=6000)
    grant_decision(decision, by=world.lead, amount=6000, words="The rest was used")
    decision.refresh_from_db()
    assert (decision.state, decision.granted_minor, decision.amount_minor) == ("granted", 6000, 8000)
    assert (
        "60.00 EUR granted, as Ana Agent asked: The rest was used"
        in Message.objects.filter(ticket=ticket).last().text
    )
    with pytest.raises(AuthorityRefused, match="decided already"):
        refuse_decision(decision, by=world.manager, words="Too late")


def test_a_lead_whose_limit_does_not_reach_is_passed_over(world, ticket, limit):
    limit()
    limit(role="team_lead", most=6000)
    decision = ask(ticket, world.ana, amount=8000)
    assert decision.approver_ids == [world.manager.pk]
    with pytest.raises(AuthorityRefused, match="not asked"):
        grant_decision(decision, by=world.lead)


def test_nobody_decides_their_own_request(world, ticket, limit):
    limit(role="manager")
    decision = ask(ticket, world.manager, amount=8000)
    assert decision.approver_ids == [world.owner.pk]
    with pytest.raises(AuthorityRefused, match="themselves"):
        grant_decision(decision, by=world.manager)


def test_a_refusal_says_why_and_one_request_waits_at_a_time(world, ticket, limit):
    limit(role="team_lead", most=None)
    decision = ask(ticket, world.ana)
    with pytest.raises(AuthorityRefused, match="waits on this ticket already"):
        ask(ticket, world.ben)
    with pytest.raises(AuthorityRefused, match="Say why"):
        refuse_decision(decision, by=world.lead, words=" ")
    refuse_decision(decision, by=world.lead, words="It was used for a year")
    decision.refresh_from_db()
    assert (decision.state, decision.granted_minor) == ("refused", None)


def test_a_request_is_taken_back_by_who_asked_only(world, ticket):
    decision = ask(ticket, world.ana)
    with pytest.raises(AuthorityRefused):
        withdraw_decision(decision, by=world.ben)
    withdraw_decision(decision, by=world.ana)
    decision.refresh_from_db()
    assert decision.state == "withdrawn"


def test_strangers_and_readers_ask_for_nothing(world, kinds):
    ticket = make_ticket(world.complaints, world.customer)
    with pytest.raises(NotVisible):
        ask(ticket, world.ana)
    with pytest.raises(Forbidden):
        ask(ticket, world.auditor)
    assert not Decision.objects.exists()


def test_those_asked_and_who_asked_are_told_once_each(world, ticket, limit):
    limit(role="team_lead", most=None)
    decision = ask(ticket, world.ana)
    tell("decision.asked")
    assert [*Notice.objects.filter(kind="decision").values_list("agent", "about_id")] == [
        (world.lead.pk, decision.pk)
    ]
    grant_decision(decision, by=world.lead)
    assert not Notice.objects.filter(kind="decision", read_at=None).exists()
    tell("decision.granted")
    assert [*Notice.objects.filter(kind="decided").values_list("agent", flat=True)] == [world.ana.pk]


def tell(name):
    from careline.core.events import Actor, Recorded, rebuild

    row = Event.objects.get(name=name)
    on_event(rebuild(name, row.data), Recorded(row.pk, Actor(row.actor_kind, row.actor_id), row.cause_id))
