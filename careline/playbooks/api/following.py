"""The API's part of playbooks, to follow them on tickets: the same actions as the panel, with the same guards."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Path
from ninja import Status as Answer
from pydantic import Field

from careline.core.api.answers import changing
from careline.core.api.callers import caller_of
from careline.core.api.values import LARGEST_ID, NO_NUL, BodyId, Given, Id
from careline.playbooks.actions.decide_outcome import decide_outcome
from careline.playbooks.actions.do_step import do_step
from careline.playbooks.actions.give_facts import give_facts
from careline.playbooks.actions.start_run import start_run, stop_run
from careline.playbooks.api.routers import WRITE, router
from careline.playbooks.api.shown import RunShown, run_shown
from careline.playbooks.contracts import Deed
from careline.playbooks.procedure.findings import KEY, NAME
from careline.playbooks.queries.runs import access_run, course_of
from careline.tickets.queries.access import access_ticket

Reason = Annotated[str, Field(pattern=r"^[^\x00\r\n]*$", min_length=1, max_length=300)]
FactKey = Annotated[str, Field(pattern=KEY)]
Number = Annotated[int, Field(ge=-LARGEST_ID, le=LARGEST_ID, strict=True)]
Value = Annotated[bool, Field(strict=True)] | Number | Annotated[str, Field(pattern=NO_NUL, max_length=2000)]
Facts = Annotated[dict[FactKey, Value], Field(max_length=100)]


class StartGiven(Given):
    """Which playbook to follow."""

    playbook: Annotated[str, Field(pattern=NAME, description="Its key.")]


class FactsGiven(Given):
    """What was found out, by key. Amounts are in minor units, or written as `"49.90"`; a day is YYYY-MM-DD."""

    facts: Facts
    seen: Facts = Field({}, description="What stood there, for each fact that is corrected.")


class DeedGiven(Given):
    """What became of a step, and what proves it: words, a message or an attachment of the ticket."""

    answer: Literal["done", "yes", "no", "late"] = "done"
    turn: Annotated[int, Field(ge=0, le=1000, strict=True)] = 0
    evidence: Annotated[str, Field(pattern=NO_NUL, max_length=4000)] = ""
    message_id: BodyId | None = None
    attachment_id: BodyId | None = None
    team_id: BodyId | None = Field(None, description="To which team a step hands the ticket over.")


class DecisionGiven(Given):
    """How much (in minor units of the playbook's currency, where it is about money), and why."""

    reason: Annotated[str, Field(pattern=NO_NUL, min_length=1, max_length=500)]
    amount_minor: BodyId | None = None


class StopGiven(Given):
    """Why it is stopped."""

    reason: Reason


@router.post(
    "/tickets/{int:ticket_id}/playbook-runs", response=changing(RunShown, 404, status=201), auth=WRITE,
    operation_id="startPlaybookRun", summary="Follow a playbook on a ticket",
)  # fmt: skip
def start(request: HttpRequest, ticket_id: Id, given: StartGiven) -> Any:
    """Begin with the version that is published. Refused is one that isn't offered, or is followed there already."""
    agent = caller_of(request)
    run = start_run(access_ticket(agent, ticket_id), given.playbook, by=agent)
    return Answer(201, run_shown(course_of(run), agent=agent))


@router.post(
    "/playbook-runs/{int:run_id}/facts", response=changing(RunShown, 404), auth=WRITE, operation_id="giveFacts",
    summary="Write down what was found out",
)  # fmt: skip
def establish(request: HttpRequest, run_id: Id, given: FactsGiven) -> dict[str, Any]:
    """Establish facts, or correct them: who corrects one says what stood there, or is refused."""
    agent = caller_of(request)
    run = access_run(agent, run_id)
    facts = course_of(run).procedure.playbook.facts
    told = {
        key: str(Decimal(value) / 100)
        if key in facts and facts[key].kind == "money" and type(value) is int
        else value
        for key, value in given.facts.items()
    }
    return run_shown(give_facts(run.pk, told, by=agent, seen=given.seen), agent=agent)


@router.post(
    "/playbook-runs/{int:run_id}/steps/{step}", response=changing(RunShown, 404), auth=WRITE,
    operation_id="doPlaybookStep", summary="Do the step at hand",
)  # fmt: skip
def do(request: HttpRequest, run_id: Id, step: Path[str], given: DeedGiven) -> dict[str, Any]:
    """Do a step, with all that it does to the ticket. 409 where a colleague did it meanwhile."""
    agent = caller_of(request)
    deed = Deed(
        answer=given.answer, evidence=given.evidence, message_id=given.message_id or 0,
        attachment_id=given.attachment_id or 0, team_id=given.team_id or 0, turn=given.turn,
    )  # fmt: skip
    return run_shown(do_step(access_run(agent, run_id).pk, step, deed, by=agent), agent=agent)


@router.post(
    "/playbook-runs/{int:run_id}/decision", response=changing(RunShown, 404), auth=WRITE,
    operation_id="decidePlaybookOutcome", summary="Decide on the outcome, or ask who may",
)  # fmt: skip
def decide(request: HttpRequest, run_id: Id, given: DecisionGiven) -> dict[str, Any]:
    """Within one's limits it goes on at once; beyond them those who may are asked, and the run waits."""
    agent = caller_of(request)
    run = access_run(agent, run_id)
    course = decide_outcome(run.pk, by=agent, reason=given.reason, amount=given.amount_minor)
    return run_shown(course, agent=agent)


@router.post(
    "/playbook-runs/{int:run_id}/stop", response=changing(RunShown, 404), auth=WRITE,
    operation_id="stopPlaybookRun", summary="Stop following a playbook",
)  # fmt: skip
def stop(request: HttpRequest, run_id: Id, given: StopGiven) -> dict[str, Any]:
    """Stop before its end; why stands in the ticket's history."""
    agent = caller_of(request)
    run = stop_run(access_run(agent, run_id).pk, given.reason, by=agent)
    return run_shown(course_of(run), agent=agent)
