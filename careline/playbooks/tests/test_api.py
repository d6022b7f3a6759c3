"""Playbooks and their runs over the API, to read."""

import pytest

from careline.accounts.contracts import Scope
from careline.playbooks.actions.decide_outcome import decide_outcome
from careline.playbooks.actions.do_step import do_step
from careline.playbooks.actions.give_facts import give_facts
from careline.playbooks.actions.start_run import start_run
from careline.playbooks.contracts import Deed, Upload
from careline.playbooks.tests.conftest import SMALL
from careline.testing.api import ApiCaller
from careline.testing.world import make_ticket


@pytest.fixture
def ask():
    def get(person, path, scope=Scope.READ_TICKETS):
        return ApiCaller(person, [scope]).get(path)

    return get


def test_what_can_be_followed_is_listed_with_its_document(world, make_playbook, ask):
    make_playbook()
    items = ask(world.ana, "/playbooks").json()["items"]
    assert [(one["key"], one["version"], one["title"]["de"]) for one in items] == [
        ("small", 1, "Ein kleines")
    ]
    assert ask(world.ana, "/playbooks/small").json()["text"] == SMALL
    assert ask(world.ana, "/playbooks/large").status_code == 404


def test_a_restricted_one_is_for_its_role(world, make_playbook, ask):
    make_playbook(SMALL.replace("applies:\n", "restricted_to: team_lead\napplies:\n", 1))
    assert ask(world.ana, "/playbooks").json()["items"] == []
    assert ask(world.ana, "/playbooks/small").status_code == 404
    assert ask(world.lead, "/playbooks/small").status_code == 200


def test_a_run_is_told_with_its_facts_and_steps(world, make_playbook, ask, ticket):
    make_playbook()
    run = start_run(ticket, "small", by=world.ana)
    do_step(run.pk, "hello", Deed(), by=world.ana)
    give_facts(run.pk, {"wish": "money", "paid": "yes", "number": "7"}, by=world.ana)
    decide_outcome(run.pk, by=world.manager, reason="They paid", amount=5000)
    do_step(run.pk, "pay", Deed(evidence="Transfer 44", files=(Upload("slip.txt", b"44"),)), by=world.lead)
    (told,) = ask(world.ben, f"/tickets/{ticket.pk}/playbook-runs").json()["items"]
    assert (told["playbook"], told["state"], told["outcome"]) == ("small", "finished", "refund")
    assert {one["key"]: one["value"] for one in told["facts"]} == {
        "wish": "money",
        "paid": True,
        "number": "7",
    }
    (asked,) = told["decisions"]
    assert (asked["outcome"], asked["state"], asked["granted_minor"], asked["decided_by_id"]) == (
        "refund", "granted", 5000, world.manager.pk,
    )  # fmt: skip
    assert [(one["step"], one["evidence"], one["by_id"]) for one in told["steps"]] == [
        ("hello", "", world.ana.pk), ("pay", "Transfer 44", world.lead.pk),
    ]  # fmt: skip

    assert told["steps"][1]["files"] == [{"name": "slip.txt", "size": 2, "content_type": "text/plain"}]


def test_nobody_reads_the_runs_of_a_ticket_they_may_not_see(world, make_playbook, ask):
    make_playbook()
    hidden = make_ticket(world.complaints, world.customer)
    start_run(hidden, "small", by=world.cleo)
    assert ask(world.stranger, f"/tickets/{hidden.pk}/playbook-runs").status_code == 404


def test_a_token_without_the_scope_reads_nothing(world, make_playbook, ask):
    make_playbook()
    assert ask(world.ana, "/playbooks", scope=Scope.READ_STAFF).status_code == 403


def test_solving_without_the_playbook_that_is_required_is_a_problem_with_its_reason(
    world, make_playbook, ticket
):
    make_playbook(SMALL.replace("applies:\n", "required_for: [question]\napplies:\n", 1))
    answer = ApiCaller(world.ana).patch(f"/tickets/{ticket.pk}", {"status": "solved"})
    assert answer.status_code == 422
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert "A small one" in answer.json()["detail"]
