"""What the API shows of playbooks and of their runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import Field

from careline.core.api.values import Moment, Shown
from careline.playbooks.api.next import NextShown, next_of
from careline.playbooks.models import StepDone
from careline.playbooks.queries.playbooks import Published
from careline.playbooks.queries.runs import Course

if TYPE_CHECKING:
    from careline.accounts.models import Agent


class PlaybookShown(Shown):
    """A procedure that can be followed on tickets. Words are by language (BCP 47)."""

    key: str
    version: int
    title: dict[str, str]
    about: dict[str, str]
    required_for: list[str] = Field(
        description="Types of tickets that aren't solved before one was followed to its end."
    )
    restricted_to: str | None = Field(description="From which role upwards it is seen; null is everybody.")


class PlaybookTextShown(PlaybookShown):
    """The same with the document itself."""

    text: str = Field(description="The document, in YAML.")


class FactShown(Shown):
    """One thing that was found out: by whom, and where from."""

    key: str
    value: bool | int | str = Field(description="Money is in minor units; a date is YYYY-MM-DD.")
    source: str
    by_id: int
    at: Moment


class EvidenceShown(Shown):
    """A file that was uploaded to prove a step."""

    name: str
    size: int = Field(description="In bytes.")
    content_type: str


class StepShown(Shown):
    """One step that was done, what became of it, and what proves it."""

    step: str
    answer: str
    evidence: str
    message_id: int | None = Field(description="The message of the ticket that proves it.")
    attachment_id: int | None = Field(description="The attachment of the ticket that proves it.")
    files: list[EvidenceShown]
    by_id: int
    at: Moment


class DecisionOfRunShown(Shown):
    """A decision that an outcome needed before its steps: asked by whom, and what was answered. Amounts in minor units."""

    decision_id: int
    outcome: str
    kind: str
    state: str = Field(description="waiting, granted, refused or withdrawn.")
    amount_minor: int | None
    granted_minor: int | None
    currency: str
    asked_by_id: int
    asked_at: Moment
    decided_by_id: int | None
    decided_at: Moment | None
    words: str = Field(description="The answer.")


class RunShown(Shown):
    """A playbook being followed on a ticket, or that was. `step` is where it stands; at `await-decision` somebody has yet to decide."""

    id: int
    ticket_id: int
    playbook: str
    version: int
    state: str
    step: str
    outcome: str
    due_at: Moment | None
    started_by_id: int | None
    started_at: Moment
    ended_at: Moment | None
    reason: str = Field(description="Why it was stopped before its end.")
    facts: list[FactShown]
    decisions: list[DecisionOfRunShown]
    steps: list[StepShown]
    next: NextShown | None = Field(
        description="What is to be done now; null where it is over, or where somebody has yet to decide."
    )


def playbook_shown(one: Published) -> dict[str, Any]:
    """A published playbook with its document."""
    document = one.procedure.playbook
    return {
        "key": one.playbook.key,
        "version": one.version.number,
        "title": document.title,
        "about": document.about,
        "required_for": list(document.required_for),
        "restricted_to": document.restricted_to,
        "text": one.version.text,
    }


def run_shown(course: Course, *, agent: Agent) -> dict[str, Any]:
    """A run as it stands, for this person."""
    run = course.run
    plain = (
        "id",
        "ticket_id",
        "state",
        "step",
        "outcome",
        "due_at",
        "started_by_id",
        "started_at",
        "ended_at",
        "reason",
    )
    done = sorted((one for turns in course.done.values() for one in turns), key=lambda one: one.pk)
    return {name: getattr(run, name) for name in plain} | {
        "playbook": run.playbook.key,
        "version": run.version.number,
        "facts": list(course.facts.values()),
        "decisions": list(run.decisions.order_by("pk")),
        "steps": [_step_shown(one) for one in done],
        "next": next_of(course, agent=agent),
    }


def _step_shown(done: StepDone) -> dict[str, Any]:
    plain = ("step", "answer", "evidence", "message_id", "attachment_id", "by_id", "at")
    return {name: getattr(done, name) for name in plain} | {"files": list(done.files.all())}
