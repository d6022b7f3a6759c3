"""What the API shows of a complaint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import Field

from careline.core.api.values import Moment, Shown
from careline.feedback.queries.complaints import tickets_of
from careline.tickets.actions.note_read import note_read

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.feedback.models import Complaint


class ComplaintShown(Shown):
    """A complaint of the register; `cost_minor` in minor units of `currency`."""

    id: int
    customer_id: int
    organisation_id: int | None
    stage: str = Field(
        description="received, acknowledged, investigating, responded, escalated, closed or withdrawn."
    )
    category: str
    cause: str
    severity: int = Field(description="1 minor, 2 moderate, 3 serious, 4 critical.")
    summary: str
    finding: str
    remedy: str
    admitted: str
    cost_minor: int
    currency: str
    outside_body: str
    outside_reference: str
    consent: str
    lessons: str
    owner_id: int | None = Field(description="Who looks after it.")
    about_id: int | None = Field(description="The member of staff whom it is about, if anybody.")
    opened_by_id: int
    received_at: Moment
    acknowledge_by: Moment
    acknowledged_at: Moment | None
    respond_by: Moment
    responded_at: Moment | None
    closed_at: Moment | None
    version: int


class OneShown(ComplaintShown):
    """A complaint with the numbers of its tickets, the first it came from: those that the token's owner may see."""

    ticket_ids: list[int]


def one_shown(agent: Agent, found: Complaint) -> dict[str, Any]:
    """Say one complaint. That it was read is noted."""
    numbers = [number for number, _subject in tickets_of(agent, found)]
    note_read(agent, "customer", found.customer_id, ticket_id=numbers[0] if numbers else 0)
    return {name: getattr(found, name) for name in ComplaintShown.model_fields} | {"ticket_ids": numbers}
