"""Bring a complaint on by one step of ISO 10002, and say with it what is known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from careline.feedback.actions.change_complaint import change_complaint, details_of
from careline.feedback.contracts import FeedbackRefused
from careline.feedback.models import Complaint

if TYPE_CHECKING:
    from careline.accounts.models import Agent

Stage = Complaint.Stage
_AFTER = {
    Stage.ACKNOWLEDGED: (Stage.INVESTIGATING, Stage.RESPONDED, Stage.ESCALATED, Stage.CLOSED),
    Stage.INVESTIGATING: (Stage.RESPONDED, Stage.ESCALATED, Stage.CLOSED),
    Stage.RESPONDED: (Stage.ESCALATED, Stage.CLOSED),
}


def bring_on(complaint: Complaint, stage: Complaint.Stage, *, by: Agent, **said: Any) -> Complaint:
    """Bring it to a stage, with what is `said` of it beside (names of Details). Emits as `change_complaint` does.

    A stage that it passed already is not gone back to, so that who asks twice does it once. Refuses what
    `change_complaint` refuses, and (FeedbackRefused) to go on with what the customer took back.
    """
    if complaint.stage == Stage.WITHDRAWN and stage != Stage.WITHDRAWN:
        raise FeedbackRefused(_("The customer took this complaint back: change its stage to open it again."))
    to = complaint.stage if complaint.stage in _AFTER.get(stage, ()) else stage.value
    details = replace(details_of(complaint), stage=to, **said)
    return change_complaint(complaint, details, version=complaint.version, by=by)
