"""Change what is known of a complaint, and bring it along the stages of ISO 10002."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.feedback.actions.check_details import Details, check_details
from careline.feedback.actions.keep_apart import follow_about, refuse_letting_in
from careline.feedback.contracts import Outdated
from careline.feedback.events import ComplaintChanged, ComplaintMoved
from careline.feedback.models import Complaint
from careline.feedback.models.complaint import ENDED
from careline.feedback.queries.complaints import beside_of, origin_of
from careline.feedback.queries.due import next_due

if TYPE_CHECKING:
    from careline.accounts.models import Agent

Stage = Complaint.Stage
DEADLINES = {"acknowledge_by": "acknowledge", "respond_by": "respond"}


@transaction.atomic
def change_complaint(complaint: Complaint, details: Details, *, version: int, by: Agent) -> Complaint:
    """Write down what is known, and move the stage. Emits ComplaintChanged and ComplaintMoved as they apply.

    A deadline that moves is told again when it comes. Refuses who saw an older version (Outdated), and (FeedbackRefused)
    what `check_details` refuses: closing without a cause, a decision, an answer and the customer's word, an outside stage without the body;
    from those who may not keep people apart also what would let somebody whom it was about see its tickets again.
    Whom it is about now is kept out of them.
    """
    by.require(Right.HANDLE_COMPLAINTS)
    fresh = Complaint.objects.select_for_update().get(pk=complaint.pk)
    if fresh.version != version:
        raise Outdated(fresh.version)
    check_details(fresh, details, by=by)
    values, before, about = _values(details), fresh.stage, _apart(fresh)
    changed = [name for name, value in values.items() if getattr(fresh, name) != value]
    if not changed:
        return fresh
    for name in changed:
        setattr(fresh, name, values[name])
    refuse_letting_in(about, _apart(fresh), by=by)
    fresh.told = [one for one in fresh.told if one not in {DEADLINES.get(name) for name in changed}]
    _stamp(fresh, before)
    fresh.version += 1
    fresh.save(
        update_fields=[
            *changed, "told", "acknowledged_at", "responded_at", "closed_at", "next_due_at", "version",
        ]
    )  # fmt: skip
    _tell(fresh, before, changed, by)
    follow_about(fresh, before=about, after=_apart(fresh), by=by)
    return fresh


def details_of(complaint: Complaint) -> Details:
    """What stands of a complaint: to be changed in part."""
    return Details(**{one.name: getattr(complaint, one.name) for one in fields(Details)})


def _values(details: Details) -> dict[str, Any]:
    """What shall stand, without deadlines of which nothing is said."""
    return {
        name: value for name, value in asdict(details).items() if value is not None or name not in DEADLINES
    }


def _apart(complaint: Complaint) -> int | None:
    """Who is kept out of its tickets by a complaint as it stands."""
    return None if complaint.stage == Stage.WITHDRAWN else complaint.about_id


def _stamp(complaint: Complaint, before: str) -> None:
    """Note when it came to a stage for the first time; what is opened again is no longer closed."""
    now, stage = timezone.now(), complaint.stage
    if stage not in (Stage.RECEIVED, Stage.WITHDRAWN) and complaint.acknowledged_at is None:
        complaint.acknowledged_at = now
    if stage == Stage.RESPONDED and complaint.responded_at is None:
        complaint.responded_at = now
    if stage != before:
        complaint.closed_at = now if stage in ENDED else None
    complaint.next_due_at = next_due(complaint)


def _tell(complaint: Complaint, before: str, changed: list[str], by: Agent) -> None:
    ticket_id, team_id = origin_of(complaint.pk)
    if not ticket_id:
        return
    whose: dict[str, Any] = {"complaint_id": complaint.pk, "beside": beside_of(complaint.pk, ticket_id)}
    if complaint.stage != before:
        emit(ComplaintMoved(ticket_id, team_id, **whose, before=before, after=complaint.stage), by=by.actor)
    other = tuple(name for name in changed if name != "stage")
    if other:
        emit(ComplaintChanged(ticket_id, team_id, **whose, changed=other), by=by.actor)
