"""Procedures are reviewed like code: what `careline playbook` says, and how it ends."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from careline.playbooks.commands import playbook
from careline.playbooks.tests.conftest import LIBRARY, SMALL

ALL = ["--fact", "wish=money", "--fact", "paid=yes", "--fact", "number=7"]


@pytest.fixture
def small(tmp_path):
    file = tmp_path / "small.yaml"
    file.write_text(SMALL)
    return file


def run(*words):
    return CliRunner().invoke(playbook, [*map(str, words)])


def test_all_that_are_shipped_are_good():
    told = run("check", "--strict", *sorted(LIBRARY.glob("*.yaml")))
    assert told.exit_code == 0
    assert told.output.count(": good: ") == 8


def test_each_error_is_told_with_its_place_and_the_line_itself_and_ends_with_one(small):
    small.write_text(SMALL.replace("then: again", "then: nowhere"))
    told = run("check", small)
    assert told.exit_code == 1
    line = next(n for n, one in enumerate(SMALL.splitlines(), 1) if "then: again" in one)
    first, second, mark = told.output.splitlines()[:3]
    assert first == f"{small}:{line}:27: error: There is no outcome “nowhere”."
    assert second[mark.index("^") :].startswith("then: nowhere")


def test_a_warning_ends_with_one_only_where_that_is_wanted(small):
    small.write_text(SMALL.replace('{en: "Say sorry", de: "Entschuldigen"}', '{en: "Say sorry"}'))
    assert run("check", small).exit_code == 0
    assert "warning: The words in “de” are missing." in run("check", small).output
    assert run("check", "--strict", small).exit_code == 1


def test_going_through_tells_steps_outcome_limit_and_law(small):
    told = run("simulate", small, *ALL, "--language", "de")
    assert told.exit_code == 0
    for words in (
        "1. hello (say, agent, within 4h): Entschuldigen",
        "pay (do, team_lead): Zahlen",
        "outcome: refund: Zurückzahlen",
        "because (row 1): Bezahlt",
        "at most: 50.00 EUR",
        "Directive 2011/83/EU, Article 9; EU",
        "the end is reached",
    ):
        assert words in told.output


def test_where_facts_are_missing_it_says_which_and_ends_with_three(small):
    told = run("simulate", small, "--fact", "wish=money")
    assert told.exit_code == 3
    assert "stands at: find_out" in told.output and "paid: Was it paid?" in told.output


@pytest.mark.parametrize(
    ("words", "trouble"),
    [
        (["--fact", "colour=red"], "There is no fact “colour”."),
        (["--fact", "wish=gold"], "wish: Choose one of: money, new"),
        (["--fact", "wish"], "Write each as KEY=VALUE."),
        (["--answer", "dance=yes"], "There is no step “dance”."),
        (["--answer", "explain=maybe"], "explain: Choose one of: yes, no"),
        (["--opened", "yesterday"], "--opened must be a day"),
    ],
)
def test_what_makes_no_sense_is_refused(small, words, trouble):
    told = run("simulate", small, *words)
    assert told.exit_code == 1
    assert trouble in told.stderr


def test_a_file_that_is_not_there_or_has_errors_ends_with_one(small):
    assert run("simulate", Path("nowhere.yaml")).exit_code == 1
    small.write_text("a: [")
    told = run("simulate", small)
    assert told.exit_code == 1
    assert f"{small}:1:" in told.stderr
