"""The API's part of playbooks, to read: which there are, what they say, and how they are followed on tickets."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Path, Router
from pydantic import Field

from careline.accounts.contracts import Right, Scope
from careline.core.api.answers import reading
from careline.core.api.callers import Bearer, caller_of
from careline.core.api.paging import PageOf
from careline.core.api.values import Id, Moment, Shown
from careline.playbooks.models import Run, StepDone
from careline.playbooks.queries.playbooks import Published, find_published, may_see, procedure_of, published
from careline.playbooks.queries.runs import Course, course_of, runs_on
from careline.tickets.queries.access import access_ticket

router = Router(tags=["Playbooks"])
READ = Bearer(Scope.READ_TICKETS)


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


def _shown(one: Published) -> dict[str, Any]:
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


@router.get(
    "/playbooks", response=reading(PageOf[PlaybookShown]), auth=READ, operation_id="listPlaybooks",
    summary="Playbooks that can be followed",
)  # fmt: skip
def list_all(request: HttpRequest) -> dict[str, Any]:
    """Every published playbook that the caller may see, by title. One page."""
    agent = caller_of(request)
    agent.require(Right.READ_TICKETS)
    return {"items": [_shown(one) for one in published() if may_see(agent, one.procedure.playbook)]}


@router.get(
    "/playbooks/{key}", response=reading(PlaybookTextShown, 404), auth=READ, operation_id="getPlaybook",
    summary="One playbook",
)  # fmt: skip
def get_one(request: HttpRequest, key: Path[str]) -> dict[str, Any]:
    """One published playbook with its document."""
    agent = caller_of(request)
    agent.require(Right.READ_TICKETS)
    found = find_published(key)
    if found is None or not may_see(agent, found.procedure.playbook):
        raise Http404
    return _shown(found)


@router.get(
    "/tickets/{int:ticket_id}/playbook-runs", response=reading(PageOf[RunShown], 404), auth=READ,
    operation_id="listPlaybookRuns", summary="Playbooks followed on a ticket",
)  # fmt: skip
def list_runs(request: HttpRequest, ticket_id: Id) -> dict[str, Any]:
    """What was followed on a ticket, with facts and steps; what goes on comes first. One page."""
    agent = caller_of(request)
    ticket = access_ticket(agent, ticket_id)
    seen = [
        run
        for run in runs_on(ticket.pk)
        if (found := procedure_of(run.version)) and may_see(agent, found.playbook)
    ]
    return {"items": [_run_shown(run, course_of(run)) for run in seen]}


def _run_shown(run: Run, course: Course) -> dict[str, Any]:
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
    }


def _step_shown(done: StepDone) -> dict[str, Any]:
    plain = ("step", "answer", "evidence", "message_id", "attachment_id", "by_id", "at")
    return {name: getattr(done, name) for name in plain} | {"files": list(done.files.all())}
