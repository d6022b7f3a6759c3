"""What the company decides about feedback, in the configuration file: there and back, tried, and refused with its line."""

import pytest

from careline.core import blueprint
from careline.core.models import Event
from careline.feedback.actions.save_settings import Settings, save_settings
from careline.feedback.models import FeedbackSettings
from careline.feedback.queries.settings import feedback_settings

OTHER = Settings(False, 45, 1, 20, False, 5, 30, 60, "CHF", ("Bikes", "Repairs"), ("Haste", "Rain"))


def apply(text, world, **more):
    return blueprint.apply(text, by=world.owner, actor=world.owner.actor, **more)


def test_what_is_exported_is_applied_elsewhere_the_same(world):
    save_settings(OTHER, by=world.owner)
    text = blueprint.export()
    FeedbackSettings.objects.all().delete()
    outcome = apply(text, world)
    row = feedback_settings()
    assert (row.cool_down_minutes, row.currency, row.categories) == (45, "CHF", ["Bikes", "Repairs"])
    assert blueprint.export() == text and apply(text, world).is_empty
    assert {line.partition(":")[0] for line in outcome.changed} == {"feedback"}


def test_a_dry_run_changes_nothing(world):
    before = Event.objects.count()
    outcome = apply("feedback:\n  respond_days: 30\n", world, is_dry_run=True)
    assert any("10 → 30" in line for line in outcome.changed)
    assert feedback_settings().respond_days == 10 and Event.objects.count() == before


@pytest.mark.parametrize("said", ["respond_days: 9999", "categories: 3", "currency: E1R", "causes: []"])
def test_what_cannot_be_is_refused(world, said):
    with pytest.raises(blueprint.BlueprintError):
        apply(f"feedback:\n  {said}\n", world)
    assert feedback_settings().respond_days == 10
