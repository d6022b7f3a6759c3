"""The record of a run says who decided what on which version; it is read, and taken along, by whoever may see the run."""

import csv
import io

import pytest

from careline.core.models import Event
from careline.playbooks.actions.decide_outcome import decide_outcome
from careline.playbooks.actions.do_step import do_step
from careline.playbooks.actions.give_facts import give_facts
from careline.playbooks.actions.start_run import start_run, stop_run
from careline.playbooks.contracts import Deed, Upload
from careline.playbooks.tests.conftest import SMALL
from careline.testing.world import make_ticket


@pytest.fixture
def run(world, make_playbook, ticket):
    """Followed by three people to its end, with a fact corrected on the way."""
    make_playbook(SMALL.replace("evidence: text", "evidence: any"))
    run = start_run(ticket, "small", by=world.ana)
    do_step(run.pk, "hello", Deed(), by=world.ana)
    give_facts(run.pk, {"wish": "money", "paid": "no", "number": "A-17"}, by=world.ana)
    give_facts(run.pk, {"paid": "yes"}, by=world.ben)
    decide_outcome(run.pk, by=world.manager, reason="They paid", amount=4000)
    do_step(run.pk, "pay", Deed(evidence="=Paid", files=(Upload("r.txt", b"receipt"),)), by=world.lead)
    run.refresh_from_db()
    return run


@pytest.fixture
def get(client):
    def as_(person, path):
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client.get(path)

    return as_


def test_it_tells_everything_in_order_with_who_did_it_and_the_version(world, run, get):
    told = get(world.ana, f"/playbook-runs/{run.pk}/record.json").json()
    assert (told["playbook"], told["version"], told["state"], told["outcome"]) == (
        "small",
        1,
        "finished",
        "refund",
    )
    entries = [(one["kind"], one["key"], one["by"]) for one in told["entries"]]
    assert entries[0] == ("started", "small", "Ana Agent")
    assert entries[1] == ("step", "hello", "Ana Agent")
    assert {*entries[2:5]} == {("fact", key, "Ana Agent") for key in ("wish", "paid", "number")}
    assert entries[5:9] == [
        ("outcome", "sorry", "Ana Agent"), ("fact", "paid", "Ben Agent"), ("outcome", "refund", "Ben Agent"),
        ("asked", "refund", "Mia Manager"),
    ]  # fmt: skip
    assert entries[9:] == [
        ("decided", "refund", "Mia Manager"), ("step", "pay", "Lou Lead"), ("finished", "refund", ""),
    ]  # fmt: skip
    assert told["entries"][6]["more"] == {"value": True, "source": "look_up", "before": False}
    assert told["entries"][7]["more"] == {"row": 1, "law": ["Directive 2011/83/EU, Article 9 (EU)"]}
    assert told["entries"][9]["more"]["amount"] == 4000
    assert told["entries"][10]["more"]["files"][0]["name"] == "r.txt"
    assert told["document"].startswith("playbook: small")


def test_the_page_tells_it_in_words(world, run, get):
    page = get(world.ana, f"/playbook-runs/{run.pk}/record/").content.decode()
    for words in (
        "What do they want?",
        "before: No",
        "They paid",
        "Pay back",
        "40.00 EUR",
        "Lou Lead",
        "r.txt",
        "Version 1",
    ):
        assert words in page


def test_it_is_for_those_who_see_the_run(world, make_playbook, get):
    make_playbook()
    hidden = make_ticket(world.complaints, world.customer)
    run = start_run(hidden, "small", by=world.cleo)
    for path in ("record/", "record.json"):
        assert get(world.stranger, f"/playbook-runs/{run.pk}/{path}").status_code == 404
        assert get(world.cleo, f"/playbook-runs/{run.pk}/{path}").status_code == 200


def test_the_page_asks_few_statements(world, run, get, django_assert_max_num_queries):
    get(world.ana, f"/playbook-runs/{run.pk}/record/")
    with django_assert_max_num_queries(18):
        get(world.ana, f"/playbook-runs/{run.pk}/record/")


class TestOfAPlaybook:
    def test_leads_see_how_it_was_followed_and_what_came_of_it(self, world, run, get):
        other = start_run(make_ticket(world.support, world.customer), "small", by=world.ben)
        stop_run(other.pk, "About something else", by=world.ben)
        page = get(world.lead, f"/settings/playbooks/{run.playbook_id}/runs/").content.decode()
        assert "2 runs on tickets that you may see" in page
        assert "followed to the end: 1, stopped: 1" in page
        assert "About something else" in page and f"#{run.ticket_id}" in page
        assert get(world.ana, f"/settings/playbooks/{run.playbook_id}/runs/").status_code == 403

    def test_runs_on_tickets_that_one_may_not_see_are_left_out(self, world, run, get):
        start_run(make_ticket(world.complaints, world.customer, subject="Hush"), "small", by=world.cleo)
        page = get(world.lead, f"/settings/playbooks/{run.playbook_id}/runs/").content.decode()
        assert "1 run on tickets" in page and "Hush" not in page

    def test_all_are_taken_along_as_a_file_that_runs_nothing_and_that_is_written_down(
        self, world, run, get, client
    ):
        get(world.lead, "/settings/playbooks/")
        path = f"/settings/playbooks/{run.playbook_id}/runs/file/"
        assert client.get(path).status_code == 405
        text = b"".join(client.post(path).streaming_content).decode()
        head, row = csv.reader(io.StringIO(text))
        told = dict(zip(head, row, strict=True))
        assert (told["ticket"], told["version"], told["outcome"]) == (str(run.ticket_id), "1", "refund")
        assert "paid=True (Ben Agent)" in told["facts"]
        assert "4000 by Mia Manager" in told["decisions"]
        assert "pay=done (Lou Lead" in told["steps"]
        assert Event.objects.get(name="playbook.runs_exported").data["count"] == 1
        get(world.ana, "/")
        assert client.post(path).status_code == 403
