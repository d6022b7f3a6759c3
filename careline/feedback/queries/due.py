"""Which deadline of a complaint comes next."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from careline.feedback.models import Complaint

ACKNOWLEDGE, RESPOND = "acknowledge", "respond"


def owed(complaint: Complaint) -> list[tuple[str, datetime]]:
    """What is still to be done by when, and was not told as due yet; in order of time."""
    if not complaint.is_open:
        return []
    both = (
        (ACKNOWLEDGE, complaint.acknowledge_by, complaint.acknowledged_at),
        (RESPOND, complaint.respond_by, complaint.responded_at),
    )
    found = [(which, by) for which, by, done in both if done is None and which not in complaint.told]
    return sorted(found, key=lambda one: one[1])


def next_due(complaint: Complaint) -> datetime | None:
    """When something is due next that was not told; None where nothing is."""
    return next((by for _which, by in owed(complaint)), None)
