"""The steps of a playbook as a graph, and where somebody stands in it: worked out anew from what is known and done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from careline.playbooks.procedure.schema import AWAIT, DECIDE, END, Ask, Check, Fact, Playbook, Step, Wait
from careline.playbooks.procedure.table import Table
from careline.playbooks.procedure.values import Value

YES, NO, LATE, DONE = "yes", "no", "late", "done"
Done = Mapping[str, Sequence[str]]


def ways(step: Step) -> dict[str, str]:
    """Where a step leads, by what became of it."""
    if isinstance(step, Check):
        return {YES: step.if_yes, NO: step.if_no}
    if isinstance(step, Wait) and step.late is not None:
        return {DONE: step.next, LATE: step.late}
    return {DONE: step.next}


def edges(playbook: Playbook) -> dict[str, tuple[str, ...]]:
    """Where each step leads, and from the decision to where each outcome begins."""
    found = {key: tuple(ways(step).values()) for key, step in playbook.steps.items()}
    found[DECIDE] = tuple(dict.fromkeys(outcome.first for outcome in playbook.outcomes.values()))
    return found


def reached(start: Iterable[str], graph: Mapping[str, Iterable[str]]) -> set[str]:
    """Everything that can be reached from some places, with them."""
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            waiting += graph.get(place, ())
    return found


def turned(graph: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """The same graph with every way turned round."""
    found: dict[str, list[str]] = {}
    for place, nexts in graph.items():
        for one in nexts:
            found.setdefault(one, []).append(place)
    return found


@dataclass(frozen=True, slots=True)
class Position:
    """Where somebody stands: at a `step`, at the decision (`decide`: facts are missing; `await-decision`: the outcome has
    yet to be granted), or at the `end`.

    `open_facts` are those to establish here; `passed` the steps gone through; `row` the table's row that decided.
    """

    step: str
    open_facts: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()
    outcome: str = ""
    row: int | None = None

    @property
    def is_end(self) -> bool:
        """Whether nothing is left to do."""
        return self.step == END


@dataclass(frozen=True)
class Procedure:
    """A playbook that was checked, with its compiled table: what runs and simulations are made with."""

    playbook: Playbook
    table: Table

    def position(
        self, given: Mapping[str, Value], done: Done, *, today: date, is_held: bool = False
    ) -> Position:
        """Where one stands with these facts and these steps done, in whatever order both came; dates count from `today`.

        `done` says for each step what became of it, each time that one came by; `is_held`, that nobody may go on with the
        outcome yet.
        """
        place, passed, is_after = self.playbook.begin, list[str](), False
        outcome, row = self.decided(given, today=today)
        while place != END:
            if place == DECIDE:
                if not outcome:
                    return Position(DECIDE, self.missing(given, today=today), tuple(passed))
                if is_held:
                    return Position(AWAIT, (), tuple(passed), outcome, row)
                place, is_after = self.playbook.outcomes[outcome].first, True
                continue
            step, shown = self.playbook.steps[place], (outcome, row) if is_after else ("", None)
            became = self._became(step, done.get(place, ()), passed.count(place))
            open_facts = self._open(step, given, today)
            if open_facts or became not in ways(step):
                return Position(place, open_facts, tuple(passed), *shown)
            passed.append(place)
            place = ways(step)[became]
        return Position(END, (), tuple(passed), outcome if is_after else "", row if is_after else None)

    @staticmethod
    def _became(step: Step, answers: Sequence[str], times: int) -> str:
        """What became of a step when one came by after so many times; asking is done when the facts are known."""
        if isinstance(step, Ask):
            return DONE
        return answers[times] if times < len(answers) else ""

    def decided(self, given: Mapping[str, Value], *, today: date) -> tuple[str, int | None]:
        """The outcome that follows from what is known, and its row; ("", None) while several are possible."""
        possible = self.table.possible(self.table.cells_of(given, today))
        if len(possible) != 1:
            return "", None
        return next(iter(possible.items()))

    def missing(self, given: Mapping[str, Value], *, today: date) -> tuple[str, ...]:
        """The facts that can still change the outcome."""
        return self.table.matters(self.table.cells_of(given, today))

    def _open(self, step: Step, given: Mapping[str, Value], today: date) -> tuple[str, ...]:
        if not isinstance(step, Ask):
            return ()
        fixed = self.table.cells_of(given, today)
        matter, possible = self.table.matters(fixed), self.table.possible(fixed)
        wanted = (key for key in step.facts if key in matter or self._is_asked_anyway(key, possible))
        return tuple(key for key in wanted if key not in given)

    def _is_asked_anyway(self, key: str, possible: Iterable[str]) -> bool:
        """Whether a fact that decides nothing is wanted: one that is a limit only where its outcomes are possible."""
        fact: Fact = self.playbook.facts[key]
        if key in self.table.facts or fact.optional:
            return False
        limited = {name for name, one in self.playbook.outcomes.items() if one.limit == key}
        return not limited or not limited.isdisjoint(possible)
