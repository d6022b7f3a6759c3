"""Views and rules can ask how a playbook stands."""

from datetime import UTC, datetime

import pytest

from careline.playbooks.actions.start_run import start_run, stop_run
from careline.testing.world import make_ticket
from careline.tickets.models import Ticket
from careline.tickets.queries.conditions import check_conditions, clause_of, facts_of, judge


def asked(field, value, op="is"):
    return {
        "match": "all",
        "groups": [{"match": "all", "conditions": [{"field": field, "op": op, "value": [value]}]}],
    }


@pytest.fixture
def three(world, make_playbook, ticket):
    """One where it runs, one where it was stopped, one without."""
    make_playbook()
    stopped, without = (make_ticket(world.support, world.customer) for _n in range(2))
    start_run(ticket, "small", by=world.ana)
    stop_run(start_run(stopped, "small", by=world.ana).pk, "No", by=world.ana)
    return {"running": ticket, "stopped": stopped, "none": without}


@pytest.mark.parametrize("state", ["running", "stopped", "none"])
def test_how_it_stands_is_judged_in_memory_as_the_database_finds_it(world, three, state):
    conditions = check_conditions(asked("playbook_state", state), world.ana)
    now = datetime.now(UTC)
    held = {
        pk
        for pk, facts in facts_of([one.pk for one in three.values()]).items()
        if judge(conditions, facts, at=now).holds
    }
    assert held == {three[state].pk}
    clause = clause_of(conditions, world.ana)
    rows = Ticket.objects.raw(f"SELECT * FROM tickets_ticket t WHERE {clause.sql}", clause.values)
    assert {one.pk for one in rows} == held


def test_which_one_it_is_can_be_asked(world, three):
    conditions = check_conditions(asked("playbook", "small"), world.ana)
    now = datetime.now(UTC)
    facts = facts_of([one.pk for one in three.values()])
    assert {pk for pk, one in facts.items() if judge(conditions, one, at=now).holds} == {
        three["running"].pk,
        three["stopped"].pk,
    }
