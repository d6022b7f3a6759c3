"""Queues in the configuration file: out as they went in, names for ids, and a dry run that changes nothing."""

import pytest
from typer.testing import CliRunner

from careline.config.blueprint_commands import config
from careline.core import blueprint
from careline.core.models import Event
from careline.routing.actions.save_queue import remove_queue
from careline.routing.contracts import Need
from careline.routing.models import RoutingQueue
from careline.routing.queries.queues import as_plan
from careline.routing.tests.conftest import asking, make_queue
from careline.workforce.actions.save_skill import create_skill

pytestmark = pytest.mark.django_db


def plan_of(name: str):
    """A queue as it is followed, but for its number."""
    plan = as_plan(RoutingQueue.objects.get(name=name, removed_at=None))
    return {key: getattr(plan, key) for key in plan.__slots__ if key not in ("id", "overflow_queue_id")}


@pytest.fixture
def queues(world):
    bells, law = (create_skill(name, kind="product", by=world.manager) for name in ("Bells", "Law: EU"))
    everything = make_queue(world, "Everything", strategy="longest_idle")
    make_queue(
        world, "Bells first", team_id=world.workshop.pk, needs=(Need(law.pk, 4), Need(bells.pk, 2)), language_least=3,
        strategy="previous", fallback="round_robin", overflow="queue", after_minutes=30, overflow_queue_id=everything.pk,
        priority=7, conditions=asking(("team", "is", [str(world.support.pk)]), ("priority", "is", ["urgent"])),
    )  # fmt: skip
    make_queue(
        world, "Asleep", overflow="team", after_minutes=5, overflow_team_id=world.support.pk, is_active=False
    )


def test_queues_come_out_as_they_went_in(world, queues) -> None:
    text, before = (
        blueprint.export(),
        {name: plan_of(name) for name in ("Everything", "Bells first", "Asleep")},
    )
    assert "Law: EU: 4" in text and "Workshop" in text
    for queue in RoutingQueue.objects.all():
        remove_queue(queue.pk, by=world.owner)
    done = blueprint.apply(text, by=world.owner, actor=world.owner.actor)
    assert len(done.added) == 3 and blueprint.export() == text
    assert {name: plan_of(name) for name in before} == before
    living = RoutingQueue.objects.filter(removed_at=None).order_by("position")
    assert [*living.values_list("name", "is_active")] == [
        ("Everything", True),
        ("Bells first", True),
        ("Asleep", False),
    ]
    assert living.get(name="Bells first").overflow_queue == living.get(name="Everything")
    assert blueprint.apply(text, by=world.owner, actor=world.owner.actor).is_empty


def test_a_dry_run_says_what_would_change_and_changes_nothing(world, queues, tmp_path) -> None:
    file = tmp_path / "desk.yaml"
    runner = CliRunner()
    assert runner.invoke(config, ["export", str(file)]).exit_code == 0
    file.write_text(file.read_text().replace("after_minutes: 30", "after_minutes: 45"))
    file.write_text(file.read_text().replace("routing_queues:\n", "routing_queues:\n- name: Night\n", 1))
    events = Event.objects.count()
    said = runner.invoke(config, ["apply", str(file), "--as", world.owner.email, "--dry-run"]).output
    assert "+ routing_queues: Night" in said and "routing_queues: Bells first" in said
    assert "nothing was changed" in said
    assert plan_of("Bells first")["after_minutes"] == 30
    assert (RoutingQueue.objects.count(), Event.objects.count()) == (3, events)
    runner.invoke(config, ["apply", str(file), "--as", world.owner.email])
    assert plan_of("Bells first")["after_minutes"] == 45


def test_a_file_that_names_what_is_not_there_is_refused_with_the_reason(world) -> None:
    for line, words in (
        ("skills: ['Magic: 3']", "there is no skill “Magic”"),
        ("overflow: queue, after_minutes: 5, other_queue: Gone", "there is no queue “Gone” before this one"),
        ("strategy: dice", "strategy"),
    ):
        text = f"routing_queues:\n- {{name: One, {line}}}\n"
        with pytest.raises(blueprint.BlueprintError, match=words):
            blueprint.apply(text, by=world.owner, actor=world.owner.actor)
    assert not RoutingQueue.objects.exists()
