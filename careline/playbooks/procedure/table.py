"""The decision table, compiled: which outcome follows from which facts, over everything that can be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import prod

from careline.playbooks.procedure.domains import Domain
from careline.playbooks.procedure.schema import Playbook
from careline.playbooks.procedure.values import Value

MOST_COMBINATIONS = 100_000
Cells = tuple[int, ...]


@dataclass(frozen=True)
class Table:
    """The facts that are decided on with their cells; `masks[f][c]` has bit r where row r takes cell c of fact f."""

    facts: tuple[str, ...]
    domains: tuple[Domain, ...]
    masks: tuple[tuple[int, ...], ...]
    outcomes: tuple[str, ...]

    @property
    def size(self) -> int:
        """How many combinations of facts there are."""
        return prod(domain.size for domain in self.domains)

    def combinations(self, fixed: Mapping[str, int] | None = None) -> Iterator[tuple[Cells, int]]:
        """Every combination of cells with the rows that fit it, as bits; some facts may be `fixed` to a cell."""
        known = fixed or {}
        choices = [
            (known[fact],) if fact in known else range(domain.size)
            for fact, domain in zip(self.facts, self.domains, strict=True)
        ]
        yield from self._walk(choices, 0, (), (1 << len(self.outcomes)) - 1)

    def _walk(
        self, choices: Sequence[Sequence[int]], depth: int, cells: Cells, rows: int
    ) -> Iterator[tuple[Cells, int]]:
        if depth == len(choices):
            yield cells, rows
            return
        for cell in choices[depth]:
            yield from self._walk(choices, depth + 1, (*cells, cell), rows & self.masks[depth][cell])

    def row_of(self, rows: int) -> int | None:
        """The row that counts of those that fit: the first; None where none fits."""
        return (rows & -rows).bit_length() - 1 if rows else None

    @cached_property
    def answers(self) -> dict[Cells, int | None]:
        """The row that counts, for every combination."""
        return {cells: self.row_of(rows) for cells, rows in self.combinations()}

    def cells_of(self, given: Mapping[str, Value], today: date) -> dict[str, int]:
        """The cells that the given facts lie in; facts that the table doesn't ask about are left out."""
        return {
            fact: domain.cell_of(given[fact], today)
            for fact, domain in zip(self.facts, self.domains, strict=True)
            if fact in given
        }

    def possible(self, fixed: Mapping[str, int]) -> dict[str, int]:
        """The outcomes that can still come of it, each with its first row. In the order of the rows."""
        found: dict[str, int] = {}
        rows = {row for _cells, fit in self.combinations(fixed) if (row := self.row_of(fit)) is not None}
        for row in sorted(rows):
            found.setdefault(self.outcomes[row], row)
        return found

    def matters(self, fixed: Mapping[str, int]) -> tuple[str, ...]:
        """The facts not known yet that can still change the outcome, in the table's order."""
        seen: dict[Cells, str | None] = {}
        for cells, rows in self.combinations(fixed):
            row = self.row_of(rows)
            seen[cells] = None if row is None else self.outcomes[row]
        return tuple(fact for n, fact in enumerate(self.facts) if fact not in fixed and _changes(seen, n))


def _changes(seen: Mapping[Cells, str | None], n: int) -> bool:
    """Whether two combinations that differ only in fact `n` have different outcomes."""
    without: dict[Cells, str | None] = {}
    for cells, outcome in seen.items():
        rest = cells[:n] + cells[n + 1 :]
        if without.setdefault(rest, outcome) != outcome:
            return True
    return False


def compile_table(playbook: Playbook, domains: Mapping[str, Domain]) -> Table:
    """The table of a playbook whose conditions were all read; `domains` are those of the facts that they name."""
    rows = playbook.decision.rows
    facts = tuple(fact for fact in playbook.facts if fact in domains)
    masks = []
    for fact in facts:
        domain = domains[fact]
        of_cells = [0] * domain.size
        for r, row in enumerate(rows):
            cells = domain.cells(row.when[fact]) if fact in row.when else range(domain.size)
            for cell in cells:
                of_cells[cell] |= 1 << r
        masks.append(tuple(of_cells))
    return Table(facts, tuple(domains[fact] for fact in facts), tuple(masks), tuple(row.then for row in rows))
