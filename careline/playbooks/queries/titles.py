"""What playbooks are called in the language of the reader."""

from __future__ import annotations

from careline.playbooks.models import Playbook
from careline.playbooks.phrases import spoken
from careline.playbooks.procedure.check import check


def title_of(playbook: Playbook) -> str:
    """The title as the version that is followed says it in the language of the moment, else as it was saved."""
    found = check(playbook.published.text).playbook if playbook.published else None
    return spoken(found.title) if found else playbook.title
