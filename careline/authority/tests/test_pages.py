"""The pages of authority: for every role, with a bounded number of queries, closed to strangers, safe by GET."""

import pytest
from django.test import Client
from django.utils.html import strip_tags

from careline.authority.actions.ask_decision import ask_decision
from careline.authority.actions.plan_budget import plan_budget
from careline.authority.models import Budget, Decision, DecisionKind, Guard, LadderStep, Limit
from careline.authority.queries import escalation_of
from careline.authority.queries.budgets import this_month
from careline.testing.world import make_ticket
from careline.tickets.actions.keep_out import keep_out

pytestmark = pytest.mark.django_db
PART = {"HTTP_HX_REQUEST": "true"}
EVERYBODY = ("owner", "manager", "lead", "ana", "light", "auditor")
SETTINGS = (
    "/settings/limits/",
    "/settings/limits/rules/new/",
    "/settings/ladders/",
    "/settings/ladders/{team}/",
)


def logged_in(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def decision(world, ticket, limit):
    limit(most=1000)
    limit(role="team_lead", most=None)
    plan_budget(world.support, this_month(), most=10_000, currency="EUR", owner=world.lead, by=world.manager)
    return ask_decision(ticket, "refund", by=world.ana, amount=8000, currency="EUR", reason="It came broken")


def places(world, decision):
    return {"team": world.support.pk, "ticket": decision.ticket_id, "decision": decision.pk}


@pytest.mark.parametrize("role", EVERYBODY)
def test_who_sees_the_ticket_sees_its_decisions(world, decision, role):
    client = logged_in(getattr(world, role))
    panel = client.get(f"/tickets/{decision.ticket_id}/authority/").content.decode()
    assert "Refund: 80.00 EUR" in panel
    assert "It is more than the limit of 10.00 EUR." in panel
    case = client.get(f"/decisions/{decision.pk}/").content.decode()
    assert "It came broken" in case
    assert ('value="grant"' in case) == (role in ("owner", "manager", "lead"))
    assert client.get("/decisions/").status_code == 200


@pytest.mark.parametrize("role", ["ana", "lead", "light", "stranger"])
def test_what_is_decided_in_a_private_team_is_nobody_elses(world, kinds, role):
    hidden = make_ticket(world.complaints, world.customer)
    decision = ask_decision(hidden, "refund", by=world.cleo, amount=8000, currency="EUR", reason="Secret")
    client = logged_in(getattr(world, role))
    for address in (
        f"/tickets/{hidden.pk}/authority/",
        f"/decisions/{decision.pk}/",
        f"/tickets/{hidden.pk}/escalation/",
    ):
        assert client.get(address).status_code == 404
    assert client.post(f"/decisions/{decision.pk}/", {"do": "grant"}).status_code == 404
    assert "Secret" not in client.get("/decisions/").content.decode()


@pytest.mark.parametrize("page", SETTINGS)
@pytest.mark.parametrize("role", [*EVERYBODY, "stranger"])
def test_settings_are_for_those_who_look_after_limits(world, decision, page, role):
    answer = logged_in(getattr(world, role)).get(page.format(**places(world, decision)))
    assert answer.status_code == (200 if role in ("owner", "manager") else 403)


@pytest.mark.parametrize(
    ("role", "status"), [("owner", 200), ("lead", 200), ("auditor", 200), ("ana", 403), ("stranger", 403)]
)
def test_budgets_are_read_by_who_looks_after_them(world, decision, role, status):
    assert logged_in(getattr(world, role)).get("/budgets/").status_code == status


@pytest.mark.parametrize(
    "address",
    [
        "/decisions/",
        "/budgets/",
        "/settings/limits/",
        "/decisions/{decision}/",
        "/tickets/{ticket}/authority/",
    ],
)
def test_nobody_looks_in_without_log_in(world, decision, address):
    assert Client().get(address.format(**places(world, decision))).status_code == 302


@pytest.mark.parametrize(
    ("address", "most"),
    [("/decisions/", 14), ("/decisions/{decision}/", 26), ("/tickets/{ticket}/authority/", 14), ("/settings/limits/", 16),
     ("/settings/ladders/", 14), ("/budgets/", 16)],
)  # fmt: skip
def test_pages_ask_a_bounded_number_of_questions(
    world, decision, address, most, django_assert_max_num_queries
):
    client = logged_in(world.manager)
    client.get("/decisions/")
    for n in range(12):
        other = make_ticket(world.support, world.customer)
        ask_decision(other, "refund", by=world.ben, amount=8000, currency="EUR", reason=f"Again {n}")
    with django_assert_max_num_queries(most):
        assert client.get(address.format(**places(world, decision))).status_code == 200


def test_the_rail_counts_what_waits_for_me_and_comes_with_the_bell(world, decision):
    place, count = '<span id="count-authority-decisions"></span>', ">1</span>"
    assert place in logged_in(world.lead).get("/views/mine/").content.decode()
    for name, waits in (("lead", True), ("ana", False), ("manager", False)):
        bell = logged_in(getattr(world, name)).get("/notices/bell/").content.decode()
        assert 'id="count-authority-decisions"' in bell
        assert (count in bell) == waits, name
    page = logged_in(world.lead).get("/decisions/").content.decode()
    assert "Refund: 80.00 EUR" in page
    assert "Nothing waits for you" in logged_in(world.ana).get("/decisions/").content.decode()


def test_a_decision_is_asked_for_beside_the_ticket(world, ticket, limit):
    limit()
    client = logged_in(world.ana)
    answer = client.post(
        f"/tickets/{ticket.pk}/authority/decision/",
        {"kind": "refund", "amount": "12,50", "reason": "Late"},
        **PART,
    )
    assert "Refund: 12.50 EUR" in answer.content.decode()
    assert Decision.objects.get().state == "granted"
    refused = client.post(
        f"/tickets/{ticket.pk}/authority/decision/",
        {"kind": "refund", "amount": "x", "reason": "Late"},
        **PART,
    )
    assert (refused.status_code, "not an amount" in refused.content.decode()) == (422, True)


def test_a_decision_is_taken_on_its_page(world, decision):
    client = logged_in(world.lead)
    wrong = client.post(f"/decisions/{decision.pk}/", {"do": "grant", "amount": "90 EUR"})
    assert (wrong.status_code, "up to what was asked" in wrong.content.decode()) == (422, True)
    done = client.post(f"/decisions/{decision.pk}/", {"do": "grant", "amount": "50", "words": "Half is fair"})
    assert done.status_code == 302
    decision.refresh_from_db()
    assert decision.granted_minor == 5000


def test_the_matrix_is_saved_in_one_go(world, kinds):
    client = logged_in(world.manager)
    said = {
        "refund-role-agent-has": "1",
        "refund-role-agent-amount": "50 EUR",
        "refund-role-agent-count": "5",
        "refund-role-agent-period": "week",
    }
    person = {"person": world.ana.pk, "person-kind": "goodwill", "person-amount": "20 EUR"}
    assert client.post("/settings/limits/", said | person).status_code == 302
    assert Limit.objects.filter(
        role="agent", most_minor=5000, currency="EUR", most_count=5, period="week"
    ).exists()
    assert Limit.objects.filter(agent=world.ana, most_minor=2000, kind__key="goodwill").exists()
    assert client.post("/settings/limits/", {"refund-role-agent-amount": ""}).status_code == 302
    assert not Limit.objects.filter(role="agent").exists()


def test_kinds_guards_ladders_and_budgets_are_saved(world, kinds):
    client = logged_in(world.manager)
    client.post("/settings/limits/kinds/", {"name": "Free shipping", "has_amount": "1"})
    assert DecisionKind.objects.get(key="free-shipping").has_amount
    client.post("/settings/limits/kinds/", {"archive": "free-shipping"})
    assert DecisionKind.objects.get(key="free-shipping").is_archived
    group = {
        "group": "0",
        "g0-match": "all",
        "g0-c": "0",
        "g0c0-field": "priority",
        "g0c0-op": "is",
        "g0c0-value": "urgent",
    }
    client.post("/settings/limits/rules/new/", {"name": "Urgent", "role": "team_lead", "kind": ""} | group)
    guard = Guard.objects.get()
    assert client.get(f"/settings/limits/rules/{guard.pk}/").status_code == 200
    client.post(f"/settings/limits/rules/{guard.pk}/removal/")
    assert not Guard.objects.exists()
    client.post(
        f"/settings/ladders/{world.support.pk}/",
        {"who-1": "lead", "hours-1": "2", "who-3": f"team:{world.workshop.pk}", "hours-3": "4"},
    )
    assert [*LadderStep.objects.values_list("level", "who")] == [
        (1, "lead"),
        (2, f"team:{world.workshop.pk}"),
    ]
    client.post(
        "/budgets/", {"team": world.support.pk, "owner": world.lead.pk, "amount": "500 EUR", "month": "this"}
    )
    assert Budget.objects.get().most_minor == 50_000


def test_a_ticket_is_escalated_on_a_page_of_its_own(world, ticket):
    client = logged_in(world.ana)
    assert "The team’s lead" in client.get(f"/tickets/{ticket.pk}/escalation/").content.decode()
    assert client.post(f"/tickets/{ticket.pk}/escalation/", {"level": "1", "reason": ""}).status_code == 422
    assert (
        client.post(f"/tickets/{ticket.pk}/escalation/", {"level": "1", "reason": "Too hard"}).status_code
        == 302
    )
    panel = client.get(f"/tickets/{ticket.pk}/authority/").content.decode()
    assert "Escalated to level 1 by Ana Agent because Too hard" in panel
    client.post(f"/tickets/{ticket.pk}/escalation/back/", {"reason": "Understood now"}, **PART)
    assert escalation_of(ticket) is None


@pytest.mark.parametrize(
    "address",
    [
        "/tickets/{ticket}/authority/decision/",
        "/tickets/{ticket}/authority/withdrawal/",
        "/tickets/{ticket}/escalation/back/",
    ],
)
def test_nothing_changes_by_looking(world, decision, address):
    assert logged_in(world.ana).get(address.format(**places(world, decision))).status_code == 405


def test_the_conversation_tells_what_was_asked_and_decided(world, decision):
    page = logged_in(world.ana).get(f"/tickets/{decision.ticket_id}/history/").content.decode()
    assert "asked Lou Lead to decide: Refund: 80.00 EUR" in strip_tags(page)


def test_a_lead_keeps_a_colleague_out_and_lets_them_in(world, ticket):
    lead, ana = logged_in(world.lead), logged_in(world.ana)
    panel = lead.post(
        f"/tickets/{ticket.pk}/apart/", {"agent": world.ana.pk, "reason": "It is about her"}, **PART
    ).content.decode()
    assert "It is about her" in panel
    assert ana.get(f"/tickets/{ticket.pk}/").status_code == 404
    assert (
        ana.post(f"/tickets/{ticket.pk}/apart/", {"agent": world.ana.pk, "let_in": "1"}, **PART).status_code
        == 404
    )
    assert (
        lead.post(f"/tickets/{ticket.pk}/apart/", {"agent": world.ana.pk, "let_in": "1"}, **PART).status_code
        == 200
    )
    assert ana.get(f"/tickets/{ticket.pk}/").status_code == 200
    assert "Kept out" not in ana.get(f"/tickets/{ticket.pk}/authority/").content.decode()
    assert (
        ana.post(f"/tickets/{ticket.pk}/apart/", {"agent": world.ben.pk, "reason": "x"}, **PART).status_code
        == 422
    )


def test_decisions_of_a_ticket_are_not_there_for_who_is_kept_out(world, decision):
    keep_out(decision.ticket, world.lead, reason="About him", by=world.manager)
    client = logged_in(world.lead)
    assert client.get(f"/decisions/{decision.pk}/").status_code == 404
    assert "Refund: 80.00 EUR" not in client.get("/decisions/").content.decode()
    other = ask_decision(decision.ticket, "data", by=world.ana, reason="A copy")
    assert world.lead.pk not in other.approver_ids
