"""What may be promised, in the configuration file: there and back, tried without changing anything, and refused in words."""

import pytest

from careline.core import blueprint
from careline.core.models import Event
from careline.promises.actions.save_rules import save_rules
from careline.promises.contracts import PromiseRules
from careline.promises.models import PromiseSettings
from careline.promises.queries.settings import promise_settings

RULES = PromiseRules(14, 90, ("full refund", "by Christmas"), forbids_certainty=True)


def apply(text, world, **more):
    return blueprint.apply(text, by=world.owner, actor=world.owner.actor, **more)


def rules_now() -> PromiseRules:
    row = promise_settings()
    return PromiseRules(row.most_days, row.least_minutes, tuple(row.never_words), row.forbids_certainty)


def test_what_is_exported_is_applied_elsewhere_the_same(world):
    save_rules(RULES, by=world.owner)
    text = blueprint.export()
    PromiseSettings.objects.all().delete()
    outcome = apply(text, world)
    assert rules_now() == RULES and blueprint.export() == text
    assert {line.partition(":")[0] for line in outcome.changed} == {"promises"}
    assert apply(text, world).is_empty


def test_a_dry_run_says_what_would_change_and_changes_nothing(world):
    before = Event.objects.count()
    outcome = apply("promises:\n  most_days: 7\n", world, is_dry_run=True)
    assert any(line.startswith("promises") and "30 → 7" in line for line in outcome.changed)
    assert rules_now() == PromiseRules() and Event.objects.count() == before


def test_what_the_file_leaves_out_stays(world):
    save_rules(RULES, by=world.owner)
    apply("promises:\n  least_minutes: 0\n", world)
    assert rules_now() == PromiseRules(14, 0, RULES.never_words, forbids_certainty=True)


@pytest.mark.parametrize("said", ["most_days: 0", "never_words: 3"])
def test_what_cannot_be_is_refused_with_its_line(world, said):
    with pytest.raises(blueprint.BlueprintError, match="line"):
        apply(f"promises:\n  {said}\n", world)
    assert rules_now() == PromiseRules()


def test_what_does_not_fit_together_is_refused_in_words(world):
    with pytest.raises(blueprint.BlueprintError, match="less than the most days"):
        apply("promises:\n  most_days: 1\n  least_minutes: 2000\n", world)
    assert rules_now() == PromiseRules()
