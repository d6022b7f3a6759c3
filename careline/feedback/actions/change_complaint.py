"""Change what is known of a complaint, and bring it along the stages of ISO 10002."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.accounts.queries import find_agents
from careline.core.events import emit
from careline.feedback.actions.keep_apart import follow_about, refuse_letting_in
from careline.feedback.contracts import FeedbackRefused
from careline.feedback.events import ComplaintChanged, ComplaintMoved
from careline.feedback.models import Complaint
from careline.feedback.models.complaint import ENDED
from careline.feedback.queries.complaints import origin_of
from careline.feedback.queries.due import next_due

if TYPE_CHECKING:
    from careline.accounts.models import Agent

Stage = Complaint.Stage


@dataclass(frozen=True, slots=True)
class Details:
    """All that may be said of a complaint, as it shall stand. `cost_minor` in minor units of `currency`."""

    stage: str
    summary: str
    category: str
    severity: int
    cause: str = ""
    finding: str = ""
    remedy: str = ""
    admitted: str = ""
    cost_minor: int = 0
    currency: str = "EUR"
    outside_body: str = ""
    outside_reference: str = ""
    consent: str = ""
    lessons: str = ""
    owner_id: int | None = None
    about_id: int | None = None


@transaction.atomic
def change_complaint(complaint: Complaint, details: Details, *, version: int, by: Agent) -> Complaint:
    """Write down what is known, and move the stage. Emits ComplaintChanged and ComplaintMoved as they apply.

    Refuses (FeedbackRefused) a page that is out of date, closing without a cause, a decision and an answer, an outside
    stage without the body, and an owner whom the complaint is about; from those who may not keep people apart also what
    would let somebody whom it was about see its tickets again. Whom it is about now is kept out of them.
    """
    by.require(Right.HANDLE_COMPLAINTS)
    fresh = Complaint.objects.select_for_update().get(pk=complaint.pk)
    if fresh.version != version:
        raise FeedbackRefused(
            _("Somebody changed this complaint meanwhile. Load the page again; your words are still here.")
        )
    _check(fresh, details, by)
    values, before, about = asdict(details), fresh.stage, _apart(fresh)
    changed = [name for name, value in values.items() if getattr(fresh, name) != value]
    if not changed:
        return fresh
    for name in changed:
        setattr(fresh, name, values[name])
    refuse_letting_in(about, _apart(fresh), by=by)
    _stamp(fresh, before)
    fresh.version += 1
    fresh.save(
        update_fields=[*changed, "acknowledged_at", "responded_at", "closed_at", "next_due_at", "version"]
    )
    _tell(fresh, before, changed, by)
    follow_about(fresh, before=about, after=_apart(fresh), by=by)
    return fresh


def _apart(complaint: Complaint) -> int | None:
    """Who is kept out of its tickets by a complaint as it stands."""
    return None if complaint.stage == Stage.WITHDRAWN else complaint.about_id


def _check(fresh: Complaint, details: Details, by: Agent) -> None:
    if details.about_id == by.pk:
        raise FeedbackRefused(_("Somebody else takes down a complaint about you: hand the ticket over."))
    if details.stage == Stage.CLOSED:
        if not details.cause or not details.admitted:
            raise FeedbackRefused(
                _(
                    "Before it is closed, say what caused it and whether it was our fault: so others can learn."
                )
            )
        if fresh.responded_at is None:
            raise FeedbackRefused(_("It was not answered yet: bring it to “Answered” first."))
    if details.stage == Stage.ESCALATED and not details.outside_body:
        raise FeedbackRefused(_("Name the outside body that it went to."))
    if details.about_id and details.about_id == details.owner_id:
        raise FeedbackRefused(_("Whom it is about can’t look after it."))
    wanted = {one for one in (details.owner_id, details.about_id) if one}
    if wanted - {fresh.owner_id, fresh.about_id} - {agent.pk for agent in find_agents(wanted)}:
        raise FeedbackRefused(_("This person is not here any more."))


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
    if complaint.stage != before:
        emit(
            ComplaintMoved(
                ticket_id, team_id, complaint_id=complaint.pk, before=before, after=complaint.stage
            ),
            by=by.actor,
        )
    other = tuple(name for name in changed if name != "stage")
    if other:
        emit(ComplaintChanged(ticket_id, team_id, complaint_id=complaint.pk, changed=other), by=by.actor)
