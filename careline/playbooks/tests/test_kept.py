"""Playbooks in the configuration file, and what their runs hold about customers."""

import pytest
import yaml

from careline.core import blueprint
from careline.customers.slots import Scope
from careline.playbooks import holdings
from careline.playbooks.actions.decide_outcome import decide_outcome
from careline.playbooks.actions.do_step import do_step
from careline.playbooks.actions.give_facts import give_facts
from careline.playbooks.actions.save_version import withdraw
from careline.playbooks.actions.start_run import start_run
from careline.playbooks.contracts import Deed
from careline.playbooks.models import FactGiven, Playbook, StepDone
from careline.playbooks.tests.conftest import SMALL


def bring(by, **item):
    return blueprint.apply(yaml.safe_dump({"playbooks": [item]}), by=by, actor=by.actor)


def test_what_was_exported_changes_nothing_where_it_is_applied_again(world, make_playbook):
    make_playbook()
    text = blueprint.export()
    assert "playbook: small" in text
    assert blueprint.apply(text, by=world.owner, actor=world.owner.actor).is_empty


def test_a_playbook_comes_with_the_file_and_a_change_makes_a_version(world):
    bring(world.owner, key="small", document=SMALL)
    changed = SMALL.replace("Say sorry", "Say hello")
    bring(world.owner, key="small", document=changed)
    row = Playbook.objects.get()
    assert (row.published.number, row.published.text) == (2, changed)


def test_one_with_errors_is_refused_and_nothing_is_changed(world):
    with pytest.raises(blueprint.BlueprintError, match="errors"):
        bring(world.owner, key="small", document=SMALL.replace("then: again", "then: nowhere"))
    assert not Playbook.objects.exists()


def test_one_that_is_not_followed_stays_so(world, make_playbook):
    withdraw(make_playbook(), by=world.owner)
    assert "published: false" in blueprint.export()


def test_what_was_found_out_is_erased_with_the_customers_words_and_that_it_was_done_stays(
    world, make_playbook, ticket
):
    make_playbook()
    run = start_run(ticket, "small", by=world.ana)
    do_step(run.pk, "hello", Deed(), by=world.ana)
    give_facts(run.pk, {"wish": "money", "paid": "yes", "number": "SECRET-1"}, by=world.ana)
    decide_outcome(run.pk, by=world.manager, reason="They paid", amount=5000)
    do_step(run.pk, "pay", Deed(evidence="SECRET-2"), by=world.lead)
    scope = Scope(ticket_ids=(ticket.pk,))
    assert holdings.count(scope) == 1
    holdings.erase(scope)
    assert not FactGiven.objects.exclude(value=None).exists()
    assert [*StepDone.objects.order_by("pk").values_list("step", "evidence")] == [("hello", ""), ("pay", "")]
