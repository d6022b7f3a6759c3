"""An outcome that goes by limits is gone on with only once it is granted, whichever door one comes by."""

import pytest

from careline.accounts.models import Membership
from careline.authority.actions.set_limits import LimitDetails, set_limit
from careline.authority.models import Decision, DecisionKind
from careline.playbooks.actions.do_step import do_step
from careline.playbooks.actions.give_facts import give_facts
from careline.playbooks.actions.start_run import start_run, stop_run
from careline.playbooks.contracts import Deed
from careline.playbooks.models import OutcomeDecision, StepDone
from careline.playbooks.tests.conftest import SMALL
from careline.testing.world import make_ticket

HTMX = {"HX-Request": "true"}
PAID = {"wish": "money", "paid": "yes", "number": "A-17"}


@pytest.fixture
def refunds(world):
    """Agents give back 30 euros alone, team leads 500; Lou leads Support."""
    kind, _new = DecisionKind.objects.get_or_create(key="refund", defaults={"has_amount": True})
    for role, most in (("agent", 3000), ("team_lead", 50_000)):
        set_limit(kind, LimitDetails(most, "EUR", None, "month"), role=role, by=world.owner)
    Membership.objects.filter(team=world.support, agent=world.lead).update(is_lead=True)
    return kind


@pytest.fixture
def run(world, make_playbook, ticket, refunds):
    """A run whose facts lead to a refund of at most 50 euros."""
    make_playbook()
    run = start_run(ticket, "small", by=world.ana)
    do_step(run.pk, "hello", Deed(), by=world.ana)
    give_facts(run.pk, PAID, by=world.ana)
    run.refresh_from_db()
    return run


@pytest.fixture
def post(client):
    def send(person, path, **data):
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client.post(path, data, headers=HTMX)

    return send


def ask(post, person, run, amount="50.00", reason="They paid twice"):
    return post(person, f"/playbook-runs/{run.pk}/decision/", amount=amount, reason=reason)


def test_no_step_after_the_outcome_is_done_before_it_is_decided_not_even_by_a_higher_role(world, run, post):
    for person in (world.ana, world.lead, world.manager, world.owner):
        answer = post(person, f"/playbook-runs/{run.pk}/steps/pay/", answer="done", evidence="x", turn="0")
        assert answer.status_code == 422
        assert "Nobody has decided on the outcome yet" in answer.content.decode()
    assert [*StepDone.objects.values_list("step", flat=True)] == ["hello"]


def test_within_ones_limits_one_decides_and_the_run_goes_on(world, run, post):
    page = ask(post, world.ana, run, amount="30,00").content.decode()
    run.refresh_from_db()
    assert run.step == "pay"
    assert "Decided by Ana Agent: 30.00 EUR" in page
    decision = Decision.objects.get()
    assert (decision.state, decision.granted_minor, decision.reason) == ("granted", 3000, "They paid twice")


def test_beyond_them_it_becomes_a_request_with_its_case_and_the_run_waits(world, run, post):
    page = ask(post, world.ana, run).content.decode()
    decision = Decision.objects.get()
    assert (decision.state, decision.amount_minor, decision.approver_ids) == (
        "waiting",
        5000,
        [world.lead.pk],
    )
    assert "This waits for a decision" in page and "Lou Lead" in page and f"/decisions/{decision.pk}/" in page
    run.refresh_from_db()
    assert (run.state, run.step) == ("running", "await-decision")
    assert ask(post, world.ben, run).status_code == 422
    answer = post(world.ana, f"/playbook-runs/{run.pk}/steps/pay/", answer="done", evidence="x", turn="0")
    assert answer.status_code == 422


def test_granted_the_run_goes_on_with_what_was_granted(world, run, post, client):
    ask(post, world.ana, run)
    post(
        world.lead, f"/decisions/{Decision.objects.get().pk}/", do="grant", amount="40.00 EUR", words="Enough"
    )
    run.refresh_from_db()
    assert run.step == "pay"
    asked = OutcomeDecision.objects.get()
    assert (asked.state, asked.granted_minor, asked.decided_by) == ("granted", 4000, world.lead)
    page = client.get(f"/tickets/{run.ticket_id}/playbooks/", headers=HTMX).content.decode()
    assert "Decided by Lou Lead: 40.00 EUR" in page
    answer = post(world.lead, f"/playbook-runs/{run.pk}/steps/pay/", answer="done", evidence="Paid", turn="0")
    assert answer.status_code == 200
    run.refresh_from_db()
    assert run.state == "finished"


def test_refused_it_says_so_with_the_reason_and_less_can_be_asked_for(world, run, post, client):
    ask(post, world.ana, run)
    post(world.lead, f"/decisions/{Decision.objects.get().pk}/", do="refuse", words="The bell still rings")
    run.refresh_from_db()
    assert (run.state, run.step) == ("running", "await-decision")
    page = client.get(f"/tickets/{run.ticket_id}/playbooks/", headers=HTMX).content.decode()
    assert "Refused by Lou Lead" in page and "The bell still rings" in page
    ask(post, world.ana, run, amount="20.00")
    run.refresh_from_db()
    assert run.step == "pay"


def test_nobody_gives_more_than_the_playbook_allows(world, run, post):
    answer = ask(post, world.owner, run, amount="50.01")
    assert answer.status_code == 422
    assert "at most 50.00 EUR" in answer.content.decode()
    assert ask(post, world.owner, run, amount="").status_code == 422
    assert ask(post, world.owner, run, amount="-5").status_code == 422
    assert not Decision.objects.exists()


def test_a_reason_is_asked_for(world, run, post):
    assert ask(post, world.ana, run, amount="20", reason=" ").status_code == 422
    assert not OutcomeDecision.objects.exists()


def test_another_outcome_needs_none_and_ones_own_request_is_taken_back(world, run, post):
    ask(post, world.ana, run)
    give_facts(run.pk, {"paid": "no"}, by=world.ana)
    run.refresh_from_db()
    assert (run.step, run.outcome) == ("explain", "sorry")
    assert Decision.objects.get().state == "withdrawn"
    assert OutcomeDecision.objects.get().state == "withdrawn"


def test_granted_too_late_it_changes_nothing_of_where_the_run_stands(world, run, post):
    ask(post, world.ana, run)
    give_facts(run.pk, {"paid": "no"}, by=world.ben)
    post(world.lead, f"/decisions/{Decision.objects.get().pk}/", do="grant", amount="50.00 EUR")
    run.refresh_from_db()
    assert run.step == "explain"
    assert OutcomeDecision.objects.get().state == "granted"


def test_stopping_takes_ones_request_back(world, run, post):
    ask(post, world.ana, run)
    stop_run(run.pk, "They called", by=world.ana)
    assert Decision.objects.get().state == "withdrawn"


def test_an_outcome_with_nothing_left_to_do_is_no_end_before_it_is_decided(
    world, make_playbook, ticket, refunds, post
):
    text = SMALL.replace("limit: 50, first: pay", "limit: 50, first: end").replace(
        "if_yes: end", "if_yes: pay"
    )
    make_playbook(text)
    run = start_run(ticket, "small", by=world.ana)
    do_step(run.pk, "hello", Deed(), by=world.ana)
    give_facts(run.pk, PAID, by=world.ana)
    run.refresh_from_db()
    assert (run.state, run.step) == ("running", "await-decision")
    ask(post, world.ana, run, amount="20")
    run.refresh_from_db()
    assert run.state == "finished"


def test_a_kind_of_decision_of_ones_own_is_named_in_the_document(world, make_playbook, ticket, post):
    """Who may decide without money at stake: by the limits of that kind, which only leads have."""
    kind, _new = DecisionKind.objects.get_or_create(key="data", defaults={"has_amount": False})
    set_limit(kind, LimitDetails(None, "", None, "month"), role="team_lead", by=world.owner)
    Membership.objects.filter(team=world.support, agent=world.lead).update(is_lead=True)
    make_playbook(SMALL.replace("kind: refusal,", "kind: refusal, authority: data,"))
    run = start_run(ticket, "small", by=world.ana)
    do_step(run.pk, "hello", Deed(), by=world.ana)
    give_facts(run.pk, {**PAID, "paid": "no"}, by=world.ana)
    assert (
        post(world.ana, f"/playbook-runs/{run.pk}/steps/explain/", answer="yes", turn="0").status_code == 422
    )
    ask(post, world.ana, run, amount="")
    run.refresh_from_db()
    assert run.step == "await-decision"
    post(world.lead, f"/decisions/{Decision.objects.get().pk}/", do="grant")
    run.refresh_from_db()
    assert run.step == "explain"


def test_who_may_not_act_or_not_see_the_ticket_decides_nothing(world, run, post, make_playbook):
    assert ask(post, world.light, run).status_code == 422
    hidden = make_ticket(world.complaints, world.customer)
    other = start_run(hidden, "small", by=world.cleo)
    assert ask(post, world.stranger, other).status_code == 404
    assert not Decision.objects.exists()
