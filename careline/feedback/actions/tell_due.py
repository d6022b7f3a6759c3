"""Tell of deadlines of complaints that have come: each once. A house-keeping action: no rights."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from careline.core.events import emit
from careline.feedback.events import ComplaintDue
from careline.feedback.models import Complaint
from careline.feedback.queries.complaints import beside_of, origin_of
from careline.feedback.queries.due import next_due, owed
from careline.feedback.queries.people import lead_or_manager_ids

AT_ONCE = 100


@transaction.atomic
def tell_due_complaints(*, at: datetime | None = None) -> int:
    """Say of complaints whose deadline has come that it is due, to who looks after them, else to the team's leads.

    Emits ComplaintDue. How many it was; what another worker holds is left to it.
    """
    moment = at or timezone.now()
    due = Complaint.objects.select_for_update(skip_locked=True).filter(next_due_at__lte=moment)
    rows = [*due.order_by("next_due_at")[:AT_ONCE]]
    for complaint in rows:
        for which, by in owed(complaint):
            if by <= moment:
                complaint.told = [*complaint.told, which]
                _tell(complaint, which)
        complaint.next_due_at = next_due(complaint)
        complaint.save(update_fields=["told", "next_due_at"])
    return len(rows)


def _tell(complaint: Complaint, which: str) -> None:
    ticket_id, team_id = origin_of(complaint.pk)
    if not ticket_id:
        return
    people = [complaint.owner_id] if complaint.owner_id else lead_or_manager_ids(team_id)
    tell = tuple(one for one in people if one and one != complaint.about_id)
    beside = beside_of(complaint.pk, ticket_id)
    emit(ComplaintDue(ticket_id, team_id, complaint_id=complaint.pk, beside=beside, which=which, tell=tell))
