"""The playbooks that are shipped, each over everything that can be."""

import random
import re
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path

import pytest
import yaml

from careline.playbooks.procedure.check import check
from careline.playbooks.procedure.domains import Line
from careline.playbooks.procedure.flow import Procedure, ways
from careline.playbooks.procedure.simulate import simulate
from careline.playbooks.procedure.table import Table
from careline.playbooks.procedure.values import read_value

FILES = sorted((Path(__file__).parents[2] / "library").glob("*.yaml"))
TODAY = date(2026, 2, 28)
NAMES = [
    "complaint", "damaged-on-arrival", "fraud-suspected", "late-delivery", "refund-request", "warranty-claim",
    "withdrawal-eu", "wrong-size",
]  # fmt: skip


def procedure_of(file: Path) -> Procedure:
    checked = check(file.read_text())
    assert checked.procedure, [str(one) for one in checked.findings]
    return checked.procedure


def sample(procedure: Procedure, fact: str, cell: int):
    domain = procedure.table.domains[procedure.table.facts.index(fact)]
    return domain.sample(cell, TODAY) if isinstance(domain, Line) else domain.keys[cell]


def given_by(procedure: Procedure, cells) -> dict:
    return {
        fact: sample(procedure, fact, cell) for fact, cell in zip(procedure.table.facts, cells, strict=True)
    }


def fits(procedure: Procedure, when: dict, given: dict) -> bool:
    return all(holds(procedure.playbook.facts[key].kind, wanted, given[key]) for key, wanted in when.items())


def holds(kind: str, wanted, value) -> bool:
    if kind in ("choice", "yes_no"):
        return value in (wanted if isinstance(wanted, list) else [wanted])
    return all(bound_holds(kind, one, value) for one in str(wanted).split(" and "))


def bound_holds(kind: str, words: str, value) -> bool:
    *sign, number = re.fullmatch(r"(at most|at least|less than|more than) (.+)", words).groups()
    if kind == "date":
        count, unit = number.split()
        days = count if unit.startswith("day") else 0
        back = TODAY - timedelta(days=int(days)) if days else TODAY.replace(year=TODAY.year - int(count))
        found, bound = (TODAY - date.fromisoformat(value)).days, (TODAY - back).days
    else:
        found, bound = value, int(Decimal(number) * (100 if kind == "money" else 1))
    return {
        "at most": found <= bound,
        "at least": found >= bound,
        "less than": found < bound,
        "more than": found > bound,
    }[sign[0]]


def others(procedure: Procedure) -> dict:
    """A value for each fact that decides nothing."""
    usual = {"money": "10.00", "number": "1", "date": "2026-01-01", "text": "x", "yes_no": "yes"}
    facts = {key: one for key, one in procedure.playbook.facts.items() if key not in procedure.table.facts}
    return {
        key: read_value(one, usual.get(one.kind) or next(iter(one.choices))) for key, one in facts.items()
    }


def test_eight_are_shipped_each_called_like_its_file():
    assert [file.stem for file in FILES] == NAMES
    assert [procedure_of(file).playbook.playbook for file in FILES] == NAMES


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
class TestEach:
    def test_it_is_good_without_a_warning_and_complete_in_english_and_german(self, file):
        checked = check(file.read_text())
        assert checked.findings == ()
        assert {"en", "de"} <= set(checked.playbook.languages)

    def test_every_combination_of_facts_has_exactly_one_outcome_and_it_is_what_a_plain_reading_finds(
        self, file
    ):
        """The oracle reads each row as a person would, from the values themselves; where all must be unique, one fits."""
        procedure = procedure_of(file)
        decision = procedure.playbook.decision
        for cells, _rows in procedure.table.combinations():
            given = given_by(procedure, cells)
            fitting = [row.then for row in decision.rows if fits(procedure, row.when, given)]
            assert fitting, given
            assert decision.policy == "first" or len({*fitting}) == 1, given
            assert procedure.decided(given, today=TODAY)[0] == fitting[0]

    def test_a_value_lies_in_the_cell_it_was_taken_from(self, file):
        procedure = procedure_of(file)
        for fact, domain in zip(procedure.table.facts, procedure.table.domains, strict=True):
            for cell in range(domain.size):
                assert domain.cell_of(sample(procedure, fact, cell), TODAY) == cell

    def test_from_every_combination_the_end_is_reached(self, file):
        procedure = procedure_of(file)
        for cells, _rows in procedure.table.combinations():
            given = given_by(procedure, cells) | others(procedure)
            position = simulate(procedure, given, {}, today=TODAY)
            assert position.is_end
            assert position.outcome == procedure.table.outcomes[procedure.table.answers[cells]]

    def test_whatever_becomes_of_its_steps_the_end_is_reached(self, file):
        procedure = procedure_of(file)
        steps = {key: [*ways(step)] for key, step in procedure.playbook.steps.items() if len(ways(step)) > 1}
        for cells, _rows in procedure.table.combinations():
            given = given_by(procedure, cells) | others(procedure)
            for turn in range(2):
                answers = {key: offered[turn] for key, offered in steps.items()}
                assert simulate(procedure, given, answers, today=TODAY).is_end

    def test_two_agents_with_the_same_facts_get_the_same_answer_whatever_they_ask_first(self, file):
        """Each asks, in an order of their own, only for what still matters."""
        procedure, dice = procedure_of(file), random.Random(file.stem)
        for cells, _rows in procedure.table.combinations():
            truth = given_by(procedure, cells)
            answer = procedure.table.outcomes[procedure.table.answers[cells]]
            orders = [list(truth), list(reversed(truth)), dice.sample(list(truth), len(truth))]
            assert {asked_in(procedure, truth, order) for order in orders} == {answer}

    def test_what_costs_money_has_a_limit_and_every_law_its_source(self, file):
        book = procedure_of(file).playbook
        assert book.law
        assert all(
            one.limit is not None for one in book.outcomes.values() if one.kind in ("refund", "goodwill")
        )
        assert {law for row in book.decision.rows for law in row.law} <= set(book.law)
        for law in book.law.values():
            assert law.source and law.country
            assert not law.checked, "nobody has compared it with the text of the law"
            assert law.country != "EU" or law.url.startswith("https://eur-lex.europa.eu/")

    def test_with_any_row_left_out_or_turned_it_is_refused_or_answers_otherwise(self, file):
        """What proves that the checks above could fail: no row of any decision is idle, and none can be two things."""
        good = yaml.safe_load(file.read_text())
        rows, outcomes, told = good["decision"]["rows"], [*good["outcomes"]], answers_of(good)
        for n, row in enumerate(rows):
            without, turned = [*rows[:n], *rows[n + 1 :]], next(one for one in outcomes if one != row["then"])
            assert answers_of(good, without) != told, f"without row {n + 1}"
            assert answers_of(good, [*rows[:n], {**row, "then": turned}, *rows[n + 1 :]]) != told, n + 1
            assert answers_of(good, [*rows, {**row, "then": turned}]) is None, (
                f"row {n + 1} doubled and turned"
            )

    def test_who_looks_at_too_few_facts_comes_to_another_answer(self, file, monkeypatch):
        """The proof that two agents agree notices a decision that is taken before all that matters is known."""
        procedure = procedure_of(file)

        def hasty(self, fixed):
            found = possible(self, fixed)
            return dict([*found.items()][:1]) if fixed else found

        possible = Table.possible
        monkeypatch.setattr(Table, "possible", hasty)
        answers = set()
        for cells, _rows in procedure.table.combinations():
            truth = given_by(procedure, cells)
            wanted = procedure.table.outcomes[procedure.table.answers[cells]]
            for order in ([*truth], [*reversed(truth)]):
                answers.add(asked_in(procedure, truth, order) == wanted)
        assert False in answers

    def test_its_own_wording_says_what_must_be_said_and_nothing_that_must_not(self, file):
        from careline.playbooks.procedure.wording import missing_words, wrong_words

        book = procedure_of(file).playbook
        for language in ("en", "de"):
            for outcome in book.outcomes:
                said = said_for(book, outcome, language)
                assert not missing_words(book, said, language, outcome=outcome), (language, outcome)
                assert not wrong_words(book, said, language), (language, outcome)


def answers_of(document: dict, rows: list | None = None) -> list | None:
    """What a playbook with these rows answers to every combination, and why; None where it is refused."""
    decision = document["decision"] | ({"rows": rows} if rows is not None else {})
    procedure = check(yaml.safe_dump({**document, "decision": decision}, sort_keys=False)).procedure
    if procedure is None:
        return None
    told = procedure.playbook.decision.rows
    return [(told[row].then, told[row].why) for row in procedure.table.answers.values() if row is not None]


def said_for(book, outcome: str, language: str) -> str:
    """All that would be said to the customer for an outcome."""
    from careline.playbooks.procedure.flow import edges, reached

    graph = edges(book)
    before = reached([book.begin], {**graph, "decide": ()})
    after = reached([book.outcomes[outcome].first], graph)
    steps = [book.steps[key] for key in book.steps if key in before | after]
    return "\n".join(step.text[language] for step in steps if getattr(step, "text", None))


def asked_in(procedure: Procedure, truth: dict, order: list[str]) -> str:
    known: dict = {}
    for _round in range(len(order) + 1):
        outcome, _row = procedure.decided(known, today=TODAY)
        if outcome:
            return outcome
        matter = procedure.missing(known, today=TODAY)
        assert matter, "facts are missing, but none matters"
        known |= {key: truth[key] for key in islice((key for key in order if key in matter), 1)}
    raise AssertionError("never decided")
