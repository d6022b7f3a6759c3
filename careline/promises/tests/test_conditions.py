"""Views and rules can ask what is promised: how it stands, and by when."""

from datetime import timedelta

import pytest
from django.utils import timezone

from careline.promises.actions.end_promise import keep_promise
from careline.promises.actions.make_promise import make_promise
from careline.promises.actions.settle_due import settle_due
from careline.promises.actions.watch_promises import watch_promises
from careline.promises.models import Promise
from careline.rules.contracts import Act
from careline.rules.tests.conftest import asking, make_rule
from careline.rules.tests.conftest import work as run_rules
from careline.rules.tests.test_running import take_in
from careline.testing.world import make_ticket
from careline.tickets.models import Ticket
from careline.tickets.queries.conditions import check_conditions, clause_of, facts_of, judge

pytestmark = pytest.mark.django_db


def promise(ticket, by, hours=48.0, words="We will call you."):
    return make_promise(
        ticket, words, timezone.now() + timedelta(hours=hours), by=by, waits_for_sending=False
    )


@pytest.fixture
def four(world):
    """One where nothing was promised, one in time, one broken, one kept."""
    made = {name: make_ticket(world.support, world.customer) for name in ("none", "open", "broken", "ended")}
    promise(made["open"], world.ana)
    promise(made["broken"], world.ana, hours=0.001)
    promise(made["broken"], world.ana, words="We will write to you.")
    keep_promise(promise(made["ended"], world.ana).pk, by=world.ana)
    Promise.objects.filter(due_at__lt=timezone.now() + timedelta(hours=1)).update(due_at=timezone.now())
    watch_promises()
    settle_due(made["broken"].pk)
    return made


def found(world, four, field, op, value=None):
    """The names of the tickets that fit, found by the database and judged in memory alike."""
    asked = {"groups": [{"match": "all", "conditions": [{"field": field, "op": op, "value": value}]}]}
    conditions, now = check_conditions(asked, world.ana), timezone.now()
    clause = clause_of(conditions, world.ana, now=now)
    rows = Ticket.objects.raw(f"SELECT t.* FROM tickets_ticket t WHERE {clause.sql}", clause.values)
    by_database = {one.pk for one in rows}
    known = facts_of([one.pk for one in four.values()])
    assert {pk for pk, facts in known.items() if judge(conditions, facts, at=now).holds} == by_database
    return {name for name, one in four.items() if one.pk in by_database}


@pytest.mark.parametrize("state", ["none", "open", "broken", "ended"])
def test_how_it_stands_can_be_asked(world, four, state):
    assert found(world, four, "promise_state", "is", [state]) == {state}
    assert found(world, four, "promise_state", "is_not", [state]) == {*four} - {state}


def test_by_when_something_is_promised_can_be_asked(world, four):
    assert found(world, four, "promised_by", "filled") == {"open", "broken"}
    assert found(world, four, "promised_by", "empty") == {"none", "ended"}
    assert found(world, four, "promised_by", "overdue") == {"broken"}
    assert found(world, four, "promised_by", "next", {"n": 3, "unit": "days"}) == {"open"}


def test_a_rule_acts_on_tickets_to_whose_customer_we_broke_our_word(world, four):
    make_rule(world.owner, Act("priority", "urgent"), when=asking(("promise_state", "is", ["broken"])))
    for ticket in four.values():
        take_in(world, answers=ticket)
    run_rules()
    assert {name for name, one in four.items() if Ticket.objects.get(pk=one.pk).priority == 4} == {"broken"}
