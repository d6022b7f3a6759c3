"""A playbook's text, checked through and through: the one way from a document to a procedure that can be run."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pydantic import ValidationError

from careline.playbooks.procedure.checks import (
    check_facts,
    check_flow,
    check_names,
    check_outcomes,
)
from careline.playbooks.procedure.findings import Finding, schema_words
from careline.playbooks.procedure.flow import Procedure
from careline.playbooks.procedure.reading import Document
from careline.playbooks.procedure.schema import Playbook
from careline.playbooks.procedure.table_checks import check_table
from careline.playbooks.procedure.word_checks import check_said, check_words


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a check: the findings, the playbook if it has the right shape, the procedure if it can be run."""

    findings: tuple[Finding, ...]
    playbook: Playbook | None = None
    procedure: Procedure | None = None

    @property
    def is_good(self) -> bool:
        """Whether it can be run: warnings don't matter."""
        return self.procedure is not None

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that must be mended."""
        return tuple(one for one in self.findings if not one.is_warning)


def check(text: str) -> Checked:
    """Check a document. Never raises; what is wrong stands in the findings, in the language of the moment."""
    return _check(text, get_language() or "en")


@lru_cache(maxsize=128)
def _check(text: str, language: str) -> Checked:
    document = Document(text)
    findings = document.findings
    if findings.has_errors():
        return Checked(findings.all())
    if not isinstance(document.data, dict):
        findings.error((), _("A playbook is a mapping: “playbook”, “title” and so on."))
        return Checked(findings.all())
    try:
        playbook = Playbook.model_validate(document.data)
    except ValidationError as trouble:
        for error in trouble.errors():
            findings.error(tuple(error["loc"]), schema_words(dict(error)))
        return Checked(findings.all())
    check_names(playbook, findings)
    if findings.has_errors():
        return Checked(findings.all(), playbook)
    for look in (check_facts, check_outcomes, check_words, check_said, check_flow):
        look(playbook, findings)
    table = check_table(playbook, findings)
    if findings.has_errors() or table is None:
        return Checked(findings.all(), playbook)
    return Checked(findings.all(), playbook, Procedure(playbook, table))
