"""The API of authority: asking, deciding, escalating and budgets, with the rights of the token's owner and no others'."""

import pytest

from careline.accounts.contracts import Scope
from careline.authority.actions.ask_decision import ask_decision
from careline.authority.actions.plan_budget import plan_budget
from careline.authority.models import Decision
from careline.authority.queries import escalation_of
from careline.authority.queries.budgets import this_month
from careline.testing.api import ApiCaller
from careline.testing.world import make_ticket
from careline.tickets.actions.keep_out import keep_out

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(world, ticket, limit):
    limit()
    limit(role="team_lead", most=10_000)
    callers = {}

    def of(name):
        return callers.setdefault(name, ApiCaller(getattr(world, name)))

    return of


def ask(call, ticket, amount=8000, by="ana", **more):
    given = {"kind": "refund", "amount": amount, "currency": "EUR", "reason": "It came broken"} | more
    return call(by).post(f"/tickets/{ticket.pk}/decisions", given)


def test_within_limits_it_is_granted_at_once(call, ticket, world):
    may = call("ana").get(f"/tickets/{ticket.pk}/authority?kind=refund&amount=4000&currency=EUR").json()
    assert may == {
        "verdict": "allowed",
        "reason": "This is within your limits.",
        "approver_ids": [],
        "level": 0,
    }
    answer = ask(call, ticket, 4000)
    assert (answer.status_code, answer.json()["state"], answer.json()["granted"]) == (201, "granted", 4000)
    assert answer.json()["decided_by_id"] == world.ana.pk


def test_beyond_limits_it_waits_for_the_lead_who_grants_less(call, ticket, world):
    may = call("ana").get(f"/tickets/{ticket.pk}/authority?kind=refund&amount=8000&currency=EUR").json()
    assert (may["verdict"], may["approver_ids"], may["level"]) == ("needs_approval", [world.lead.pk], 1)
    made = ask(call, ticket).json()
    assert (made["state"], made["approver_ids"], made["granted"]) == ("waiting", [world.lead.pk], None)
    waiting = call("lead").get("/decisions?whose=to_take").json()["items"]
    assert [one["id"] for one in waiting] == [made["id"]]
    done = call("lead").post(
        f"/decisions/{made['id']}/approval", {"amount": 6000, "words": "The rest was used"}
    )
    assert (done.status_code, done.json()["state"], done.json()["granted"]) == (200, "granted", 6000)
    assert call("ana").get(f"/decisions/{made['id']}").json()["answer"] == "The rest was used"
    assert call("ana").get(f"/tickets/{ticket.pk}/decisions").json()["items"] == [done.json()]


@pytest.mark.parametrize("do", ["approval", "refusal"])
@pytest.mark.parametrize(
    ("name", "status", "words"),
    [("ana", 422, "themselves"), ("ben", 422, "not asked"), ("light", 422, "not asked"), ("stranger", 422, "not asked"),
     ("auditor", 403, "")],
)  # fmt: skip
def test_nobody_decides_who_may_not_and_none_their_own(call, ticket, do, name, status, words):
    made = ask(call, ticket).json()
    answer = call(name).post(f"/decisions/{made['id']}/{do}", {"words": "I say so"})
    assert answer.status_code == status
    assert answer["content-type"] == "application/problem+json"
    assert words in answer.json()["detail"]
    assert Decision.objects.get().state == "waiting"


def test_beyond_the_deciders_own_limit_is_refused(call, ticket, world):
    made = ask(call, ticket, 20_000).json()
    assert made["approver_ids"] == [world.manager.pk]
    answer = call("lead").post(f"/decisions/{made['id']}/approval", {})
    assert (answer.status_code, answer.json()["code"]) == (422, "refused")


def test_a_refusal_takes_words_and_ones_own_request_is_taken_back(call, ticket):
    made = ask(call, ticket).json()
    assert call("lead").post(f"/decisions/{made['id']}/refusal", {"words": " "}).status_code == 422
    assert call("lead").post(f"/decisions/{made['id']}/withdrawal", {}).status_code == 422
    done = call("ana").call("POST", f"/decisions/{made['id']}/withdrawal")
    assert (done.status_code, done.json()["state"]) == (200, "withdrawn")
    again = ask(call, ticket).json()
    refused = call("lead").post(f"/decisions/{again['id']}/refusal", {"words": "The wall did it"})
    assert (refused.json()["state"], refused.json()["answer"]) == ("refused", "The wall did it")


@pytest.mark.parametrize(
    "given",
    [{"amount": 0}, {"amount": 1.5}, {"currency": "eur"}, {"kind": "nonsense"}, {"reason": ""}, {"more": 1}, {"amount": None}],
)  # fmt: skip
def test_what_makes_no_sense_is_a_problem(call, ticket, given):
    answer = ask(call, ticket, **given)
    assert (answer.status_code, answer["content-type"]) == (422, "application/problem+json")
    assert not Decision.objects.exists()


def test_the_list_comes_in_pages_and_is_narrowed(call, ticket, world):
    for n in range(52):
        ask_decision(
            make_ticket(world.support, world.customer), "refund", by=world.ana if n % 2 else world.ben, amount=8000,
            currency="EUR", reason="Late",
        )  # fmt: skip
    first = call("ana").get("/decisions").json()
    second = call("ana").get(f"/decisions?cursor={first['next_cursor']}").json()
    assert (len(first["items"]), len(second["items"]), second["next_cursor"]) == (50, 2, None)
    asked = call("ana").get("/decisions?whose=asked&state=waiting").json()["items"]
    assert {one["asked_by_id"] for one in asked} == {world.ana.pk} and len(asked) == 26
    assert call("ana").get("/decisions?state=granted").json()["items"] == []
    assert call("ana").get("/decisions?status=granted").status_code == 422


def test_who_is_kept_out_of_the_ticket_finds_no_decision(call, ticket, world):
    made = ask(call, ticket).json()
    keep_out(ticket, world.lead, reason="It is about him", by=world.manager)
    assert call("lead").get("/decisions").json()["items"] == []
    for path in (f"/decisions/{made['id']}", f"/tickets/{ticket.pk}/decisions", f"/tickets/{ticket.pk}/escalations",
                 f"/tickets/{ticket.pk}/ladder", f"/tickets/{ticket.pk}/authority?kind=refund"):  # fmt: skip
        assert call("lead").get(path).status_code == 404, path
    for path in (f"/decisions/{made['id']}/approval", f"/tickets/{ticket.pk}/decisions"):
        given = {"kind": "data", "reason": "x"} if path.endswith("s") else {}
        assert call("lead").post(path, given).status_code == 404, path


def test_a_ticket_is_escalated_with_a_note_and_given_back(call, ticket, world):
    steps = call("ana").get(f"/tickets/{ticket.pk}/ladder").json()["items"]
    assert [(one["level"], one["who"], one["said"]) for one in steps] == [
        (1, "lead", "The team’s lead"), (2, "manager", "The managers"),
    ]  # fmt: skip
    given = {"level": 1, "reason": "A lawyer writes", "note": "Two repairs failed."}
    made = call("ana").post(f"/tickets/{ticket.pk}/escalations", given)
    assert (made.status_code, made.json()["level"], made.json()["by_id"]) == (201, 1, world.ana.pk)
    assert call("ana").post(f"/tickets/{ticket.pk}/escalations", given).status_code == 422
    assert call("light").post(f"/tickets/{ticket.pk}/escalations", given | {"level": 2}).status_code == 403
    listed = call("ana").get(f"/tickets/{ticket.pk}/escalations").json()["items"]
    assert [(one["reason"], one["note"], one["ended_at"]) for one in listed] == [
        ("A lawyer writes", "Two repairs failed.", None)
    ]
    back = call("lead").post(f"/tickets/{ticket.pk}/de-escalation", {"reason": "Settled"})
    assert (back.status_code, escalation_of(ticket)) == (204, None)
    assert call("lead").post(f"/tickets/{ticket.pk}/de-escalation", {"reason": "Again"}).status_code == 422


def test_budgets_are_read_by_who_looks_after_them(call, world):
    plan_budget(world.support, this_month(), most=10_000, currency="EUR", owner=world.lead, by=world.manager)
    shown = {
        "team_id": world.support.pk, "month": this_month().isoformat(), "most": 10_000, "used": 0, "left": 10_000,
        "currency": "EUR", "owner_id": world.lead.pk,
    }  # fmt: skip
    for name in ("owner", "manager", "lead", "auditor"):
        assert call(name).get("/budgets").json()["items"] == [shown], name
    assert call("ana").get("/budgets").json()["items"] == []


def test_a_token_without_the_scope_changes_nothing(world, ticket):
    caller = ApiCaller(world.ana, [Scope.READ_TICKETS])
    assert caller.post(f"/tickets/{ticket.pk}/decisions", {"kind": "data", "reason": "x"}).status_code == 403
    assert caller.get(f"/tickets/{ticket.pk}/decisions").status_code == 200


def test_a_long_ladder_of_statements_is_not_needed(call, ticket, world, django_assert_max_num_queries):
    for _n in range(8):
        ask_decision(
            make_ticket(world.support, world.customer),
            "refund",
            by=world.ana,
            amount=8000,
            currency="EUR",
            reason="x",
        )
    call("ana").get("/decisions")
    with django_assert_max_num_queries(9):
        assert len(call("ana").get("/decisions").json()["items"]) == 8
