"""Check what shall stand of a complaint before it is written: the same for pages and API."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from careline.accounts.queries import find_agents
from careline.feedback.contracts import FeedbackRefused
from careline.feedback.models import Complaint
from careline.feedback.queries.settings import feedback_settings

if TYPE_CHECKING:
    from careline.accounts.models import Agent

Stage = Complaint.Stage


@dataclass(frozen=True, slots=True)
class Details:
    """All that may be said of a complaint, as it shall stand. `cost_minor` in minor units of `currency`.

    A deadline that is None stays as it is.
    """

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
    acknowledge_by: datetime | None = None
    respond_by: datetime | None = None


def check_details(fresh: Complaint, details: Details, *, by: Agent) -> None:
    """Refuse (FeedbackRefused) what makes no sense for a complaint as it stands, in words for the person who asked."""
    _check_words(fresh, details)
    _check_stage(fresh, details)
    _check_people(fresh, details, by)
    moments = (details.acknowledge_by, details.respond_by)
    if any(moment is not None and moment <= fresh.received_at for moment in moments):
        raise FeedbackRefused(_("A deadline comes after the complaint was received."))


def _check_words(fresh: Complaint, details: Details) -> None:
    settings = feedback_settings()
    if not details.summary.strip() or details.category not in {*settings.categories, fresh.category}:
        raise FeedbackRefused(_("Say in a sentence what the complaint is about, and choose its category."))
    if details.cause not in {*settings.causes, fresh.cause, ""}:
        raise FeedbackRefused(_("Choose one of the root causes that the settings know."))
    if details.cost_minor < 0:
        raise FeedbackRefused(_("A cost is not negative."))


def _check_stage(fresh: Complaint, details: Details) -> None:
    if details.stage == Stage.CLOSED:
        if not details.cause or not details.admitted:
            raise FeedbackRefused(
                _(
                    "Before it is closed, say what caused it and whether it was our fault: so others can learn."
                )
            )
        if fresh.responded_at is None:
            raise FeedbackRefused(_("It was not answered yet: bring it to “Answered” first."))
        was_closed_before_it_was_asked = fresh.stage == Stage.CLOSED and not fresh.consent
        if not details.consent and not was_closed_before_it_was_asked:
            raise FeedbackRefused(_("Before it is closed, ask the customer, and say whether they agreed."))
    if details.stage == Stage.ESCALATED and not details.outside_body.strip():
        raise FeedbackRefused(_("Name the outside body that it went to."))


def _check_people(fresh: Complaint, details: Details, by: Agent) -> None:
    if details.about_id == by.pk:
        raise FeedbackRefused(_("Somebody else takes down a complaint about you: hand the ticket over."))
    if details.about_id and details.about_id == details.owner_id:
        raise FeedbackRefused(_("Whom it is about can’t look after it."))
    wanted = {one for one in (details.owner_id, details.about_id) if one}
    if wanted - {fresh.owner_id, fresh.about_id} - {agent.pk for agent in find_agents(wanted)}:
        raise FeedbackRefused(_("This person is not here any more."))
