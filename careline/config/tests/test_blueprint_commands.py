"""`careline config`: what an operator sees."""

import pytest
from typer.testing import CliRunner

from careline.accounts.models import Team
from careline.config.blueprint_commands import config

pytestmark = pytest.mark.django_db


def run(*words, **more):
    return CliRunner().invoke(config, [*map(str, words)], **more)


def test_export_then_apply_says_that_there_is_nothing_to_do(world, tmp_path):
    file = tmp_path / "desk.yaml"
    assert run("export", file).exit_code == 0
    assert "Nothing to do" in run("apply", file, "--as", world.owner.email).output


def test_a_dry_run_says_what_would_change(world, tmp_path):
    said = run("apply", "-", "--as", world.owner.email, "--dry-run", input="teams: [{name: Night}]\n")
    assert "+ teams: Night" in said.output
    assert "nothing was changed" in said.output
    assert not Team.objects.filter(name="Night").exists()


@pytest.mark.parametrize("who", ["", "nobody@desk.example", "gus@desk.example"])
def test_somebody_must_stand_for_it(world, who):
    said = run("apply", "-", "--as", who, input="teams: []\n")
    assert said.exit_code == 1
    assert "--as" in said.output


def test_who_may_not_is_refused_and_errors_are_told(world):
    assert run("apply", "-", "--as", world.ana.email, input="teams: [{name: Night}]\n").exit_code == 1
    said = run("apply", "-", "--as", world.owner.email, input="teems: []\n")
    assert said.exit_code == 1
    assert "line 1: teems" in said.output
