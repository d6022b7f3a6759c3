"""The API's part of playbooks, to read: which there are, what they say, and how they are followed on tickets."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Path

from careline.accounts.contracts import Right
from careline.core.api.answers import reading
from careline.core.api.callers import caller_of
from careline.core.api.paging import PageOf
from careline.core.api.values import Id
from careline.playbooks.api.routers import READ, router
from careline.playbooks.api.shown import PlaybookShown, PlaybookTextShown, RunShown, playbook_shown, run_shown
from careline.playbooks.queries.playbooks import find_published, may_see, procedure_of, published
from careline.playbooks.queries.runs import access_run, course_of, runs_on
from careline.tickets.queries.access import access_ticket


@router.get(
    "/playbooks", response=reading(PageOf[PlaybookShown]), auth=READ, operation_id="listPlaybooks",
    summary="Playbooks that can be followed",
)  # fmt: skip
def list_all(request: HttpRequest) -> dict[str, Any]:
    """Every published playbook that the caller may see, by title. One page."""
    agent = caller_of(request)
    agent.require(Right.READ_TICKETS)
    return {"items": [playbook_shown(one) for one in published() if may_see(agent, one.procedure.playbook)]}


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
    return playbook_shown(found)


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
    return {"items": [run_shown(course_of(run), agent=agent) for run in seen]}


@router.get(
    "/playbook-runs/{int:run_id}", response=reading(RunShown, 404), auth=READ, operation_id="getPlaybookRun",
    summary="One run of a playbook",
)  # fmt: skip
def get_run(request: HttpRequest, run_id: Id) -> dict[str, Any]:
    """How a run stands, what was found out and done, and what is to be done now."""
    agent = caller_of(request)
    return run_shown(course_of(access_run(agent, run_id)), agent=agent)
