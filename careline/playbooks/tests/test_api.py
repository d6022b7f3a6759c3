"""Playbooks and their runs over the API: read, and followed with the guards of the panel."""

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


class TestFollowing:
    @pytest.fixture
    def ana(self, world, make_playbook):
        make_playbook(SMALL.replace("    optional: true\n", ""))
        return ApiCaller(world.ana)

    @pytest.fixture
    def run(self, ana, ticket):
        return ana.post(f"/tickets/{ticket.pk}/playbook-runs", {"playbook": "small"}).json()

    def test_one_is_followed_to_its_end_over_a_decision(self, world, ana, run, ticket):
        assert (run["state"], run["next"]["step"], run["next"]["kind"]) == ("running", "hello", "say")
        asked = ana.post(f"/playbook-runs/{run['id']}/steps/hello", {}).json()["next"]
        assert [one["key"] for one in asked["facts"]] == ["wish", "paid", "channel", "number"]
        assert asked["facts"][2]["known"] == "email"
        given = {"wish": "money", "paid": True, "channel": "email", "number": "7"}
        told = ana.post(f"/playbook-runs/{run['id']}/facts", {"facts": given}).json()
        assert (told["step"], told["outcome"], told["next"]) == ("await-decision", "refund", None)
        told = ana.post(
            f"/playbook-runs/{run['id']}/decision", {"reason": "They paid", "amount_minor": 5000}
        ).json()
        assert [one["state"] for one in told["decisions"]] == ["waiting"]
        settled = ApiCaller(world.manager).post(
            f"/decisions/{told['decisions'][0]['decision_id']}/approval", {}
        )
        assert settled.status_code == 200, settled.content
        lead = ApiCaller(world.lead)
        step = lead.get(f"/playbook-runs/{run['id']}").json()["next"]
        assert (step["step"], step["role"], step["evidence"]) == ("pay", "team_lead", "text")
        refused = lead.post(f"/playbook-runs/{run['id']}/steps/pay", {})
        assert (refused.status_code, refused.json()["code"]) == (422, "refused")
        assert "needs evidence" in refused.json()["detail"]
        done = lead.post(f"/playbook-runs/{run['id']}/steps/pay", {"evidence": "Transfer 44"}).json()
        assert (done["state"], done["outcome"], done["next"]) == ("finished", "refund", None)
        ticket.refresh_from_db()
        assert "refund" in ticket.tags

    def test_who_comes_second_is_told_and_nothing_is_written(self, ana, run):
        ana.post(f"/playbook-runs/{run['id']}/steps/hello", {})
        late = ana.post(f"/playbook-runs/{run['id']}/steps/hello", {})
        assert (late.status_code, late.json()["code"]) == (409, "moved_on")
        ana.post(f"/playbook-runs/{run['id']}/facts", {"facts": {"wish": "new"}})
        crossed = ana.post(f"/playbook-runs/{run['id']}/facts", {"facts": {"wish": "money"}})
        assert crossed.status_code == 422
        put_right = {"facts": {"wish": "money"}, "seen": {"wish": "new"}}
        told = ana.post(f"/playbook-runs/{run['id']}/facts", put_right).json()
        assert told["facts"][0]["value"] == "money"

    def test_a_step_for_a_higher_role_is_refused(self, world, ana, run):
        ana.post(f"/playbook-runs/{run['id']}/steps/hello", {})
        ana.post(
            f"/playbook-runs/{run['id']}/facts",
            {"facts": {"wish": "money", "paid": True, "channel": "form", "number": "7"}},
        )
        decide_outcome(run["id"], by=world.manager, reason="They paid", amount=5000)
        refused = ana.post(f"/playbook-runs/{run['id']}/steps/pay", {"evidence": "Transfer 44"})
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")

    def test_amounts_come_and_go_in_minor_units(self, world, make_playbook, ticket):
        make_playbook(
            SMALL.replace("    kind: text\n", "    kind: money\n").replace("limit: 50,", "limit: number,")
        )
        run = start_run(ticket, "small", by=world.ana)
        do_step(run.pk, "hello", Deed(), by=world.ana)
        ana = ApiCaller(world.ana)
        ana.post(f"/playbook-runs/{run.pk}/facts", {"facts": {"wish": "money", "paid": True, "number": 4990}})
        facts = {one["key"]: one["value"] for one in ana.get(f"/playbook-runs/{run.pk}").json()["facts"]}
        assert facts["number"] == 4990

    def test_what_makes_no_sense_is_a_problem(self, ana, run, ticket):
        again = ana.post(f"/tickets/{ticket.pk}/playbook-runs", {"playbook": "small"})
        assert (again.status_code, "already" in again.json()["detail"]) == (422, True)
        none = ana.post(f"/tickets/{ticket.pk}/playbook-runs", {"playbook": "large"})
        assert none.status_code == 422
        bad = ana.post(f"/playbook-runs/{run['id']}/facts", {"facts": {"wish": "gold"}})
        assert "Choose one of" in bad.json()["detail"]
        stopped = ana.post(f"/playbook-runs/{run['id']}/stop", {"reason": "They called"}).json()
        assert (stopped["state"], stopped["reason"], stopped["next"]) == ("stopped", "They called", None)

    def test_it_is_nobodys_who_may_not_see_the_ticket_or_may_only_read(self, world, ana, run, ticket):
        hidden = make_ticket(world.complaints, world.customer)
        secret = start_run(hidden, "small", by=world.cleo)
        stranger = ApiCaller(world.stranger)
        ways = {
            "facts": {"facts": {"wish": "new"}}, "steps/hello": {}, "stop": {"reason": "x"},
            "decision": {"reason": "x"},
        }  # fmt: skip
        for way, body in ways.items():
            assert stranger.post(f"/playbook-runs/{secret.pk}/{way}", body).status_code == 404
            reader = ApiCaller(world.ana, [Scope.READ_TICKETS])
            assert reader.post(f"/playbook-runs/{run['id']}/{way}", body).status_code == 403
            assert ApiCaller(world.light).post(f"/playbook-runs/{run['id']}/{way}", body).status_code == 403
        assert stranger.post(f"/tickets/{hidden.pk}/playbook-runs", {"playbook": "small"}).status_code == 404
        assert stranger.get(f"/playbook-runs/{secret.pk}").status_code == 404
