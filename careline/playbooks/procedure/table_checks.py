"""The decision table checked over every combination of facts: gaps, contradictions, rows that can never count."""

from __future__ import annotations

from math import prod

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from careline.playbooks.procedure.domains import Domain, domain_of
from careline.playbooks.procedure.findings import Findings
from careline.playbooks.procedure.schema import Playbook
from careline.playbooks.procedure.table import MOST_COMBINATIONS, Cells, Table, compile_table

MOST_TOLD = 3


def check_table(playbook: Playbook, findings: Findings) -> Table | None:
    """Read the conditions, compile the table and look through it; None where a condition can't be read."""
    domains = _domains(playbook, findings)
    if domains is None:
        return None
    if prod(domain.size for domain in domains.values()) > MOST_COMBINATIONS:
        words = _(
            "There are more than %(most)s combinations of facts: too many to check. Ask for less in one decision."
        )
        findings.error(("decision",), words % {"most": MOST_COMBINATIONS})
        return None
    table = compile_table(playbook, domains)
    _look_through(playbook, table, findings)
    return table


def _domains(playbook: Playbook, findings: Findings) -> dict[str, Domain] | None:
    found: dict[str, Domain] = {}
    is_good = True
    for key, fact in playbook.facts.items():
        named = [row.when[key] for row in playbook.decision.rows if key in row.when]
        if not named:
            continue
        try:
            found[key] = domain_of(fact, named if fact.kind not in ("choice", "yes_no") else ())
        except ValueError:
            is_good = _say_which(playbook, key, findings)
            continue
        is_good &= _check_conditions(playbook, key, found[key], findings)
    return found if is_good else None


def _say_which(playbook: Playbook, key: str, findings: Findings) -> bool:
    """Find the condition that can't be read; if each can alone, it is all of them together."""
    fact, is_told = playbook.facts[key], False
    for r, row in enumerate(playbook.decision.rows):
        if key in row.when:
            try:
                domain_of(fact, [row.when[key]])
            except ValueError as error:
                findings.error(("decision", "rows", r, "when", key), str(error))
                is_told = True
    if not is_told:
        try:
            domain_of(fact, [row.when[key] for row in playbook.decision.rows if key in row.when])
        except ValueError as error:
            findings.error(("facts", key), str(error))
    return False


def _check_conditions(playbook: Playbook, key: str, domain: Domain, findings: Findings) -> bool:
    is_good = True
    for r, row in enumerate(playbook.decision.rows):
        if key not in row.when:
            continue
        place = ("decision", "rows", r, "when", key)
        try:
            if not domain.cells(row.when[key]):
                findings.error(place, _("Nothing can ever fulfil this condition."))
        except ValueError as error:
            findings.error(place, str(error))
            is_good = False
    return is_good


def _look_through(playbook: Playbook, table: Table, findings: Findings) -> None:
    gaps: list[Cells] = []
    counts, clashes = 0, dict[tuple[int, int], Cells]()
    for cells, rows in table.combinations():
        if not rows:
            gaps.append(cells)
        counts |= rows & -rows if playbook.decision.policy == "first" else rows
        if playbook.decision.policy == "unique" and rows & (rows - 1):
            fitting = [r for r in range(rows.bit_length()) if rows >> r & 1]
            for other in fitting[1:]:
                clashes.setdefault((fitting[0], other), cells)
    for r in range(len(playbook.decision.rows)):
        if not counts >> r & 1:
            findings.error(
                ("decision", "rows", r),
                _("This row can never count: nothing fits it, or earlier rows take it all."),
            )
    _tell_clashes(table, clashes, findings)
    _tell_gaps(table, gaps, findings)


def _tell_clashes(table: Table, clashes: dict[tuple[int, int], Cells], findings: Findings) -> None:
    for (one, other), cells in clashes.items():
        place = ("decision", "rows", other)
        numbers = {"one": one + 1, "other": other + 1, "case": in_words(table, cells)}
        if table.outcomes[one] == table.outcomes[other]:
            findings.warn(
                place, _("Rows %(one)d and %(other)d both fit, with the same outcome: %(case)s") % numbers
            )
        else:
            findings.error(place, _("Rows %(one)d and %(other)d contradict each other: %(case)s") % numbers)


def _tell_gaps(table: Table, gaps: list[Cells], findings: Findings) -> None:
    for cells in gaps[:MOST_TOLD]:
        findings.error(("decision", "rows"), _("No row fits: %(case)s") % {"case": in_words(table, cells)})
    if more := len(gaps[MOST_TOLD:]):
        words = ngettext(
            "And one more combination that no row fits.",
            "And %(n)d more combinations that no row fits.",
            more,
        )
        findings.error(("decision", "rows"), words % {"n": more})


def in_words(table: Table, cells: Cells) -> str:
    """A combination of facts as a person reads it."""
    told = zip(table.facts, table.domains, cells, strict=True)
    return ", ".join(f"{fact}: {domain.words(cell)}" for fact, domain, cell in told)
