"""What only this house can say of a playbook: whether the conditions under which it applies mean something here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from careline.playbooks.procedure.check import check
from careline.playbooks.procedure.findings import Finding
from careline.playbooks.procedure.reading import Document
from careline.tickets.queries.conditions import BadConditions, check_conditions

if TYPE_CHECKING:
    from careline.accounts.models import Agent


def house_findings(text: str, *, agent: Agent) -> tuple[Finding, ...]:
    """What is wrong with `applies: where:` for this person, each with line and column; none where it isn't used."""
    playbook = check(text).playbook
    if playbook is None or not playbook.applies.where:
        return ()
    document = Document(text)
    try:
        check_conditions(playbook.applies.where, agent)
    except BadConditions as trouble:
        for (group, condition), words in trouble.errors.items():
            told = _("When it applies: %(trouble)s") % {"trouble": words}
            place = ("applies", "where", "groups", group, "conditions", condition)
            document.findings.error(place, told)
    except (AttributeError, TypeError, ValueError):
        document.findings.error(("applies", "where"), _("These are no conditions."))
    return document.findings.all()
