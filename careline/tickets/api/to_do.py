"""Tasks inside tickets, and the time that was spent on them."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Router
from ninja import Status as Answer
from pydantic import Field

from careline.accounts.contracts import Scope
from careline.accounts.queries import find_agents
from careline.core.api.answers import changing, reading
from careline.core.api.callers import Bearer, caller_of
from careline.core.api.paging import PageOf
from careline.core.api.values import BodyId, Flag, Given, GivenMoment, Id, Line
from careline.tickets.actions.add_task import add_task
from careline.tickets.actions.change_task import change_task
from careline.tickets.actions.finish_task import drop_task, finish_task, undo_task
from careline.tickets.actions.run_timer import pause_timer, start_timer, stop_timer
from careline.tickets.actions.write_time import LONGEST_SECONDS, correct_time, write_time
from careline.tickets.api.shown import TaskShown, TimeEntryShown, TimeShown
from careline.tickets.contracts import Refused
from careline.tickets.models import Task, TimeEntry
from careline.tickets.queries.access import access_ticket
from careline.tickets.queries.time_spent import entries_of, seconds_below, seconds_of
from careline.tickets.queries.to_do import access_task, tasks_of

router = Router(tags=["Tasks and time"])
READ, WRITE = Bearer(Scope.READ_TICKETS), Bearer(Scope.WRITE_TICKETS)
Seconds = Annotated[int, Field(ge=0, le=LONGEST_SECONDS, strict=True)]
ActivityWord = Literal["answer", "research", "call", "on_site", "other"]
Title = Annotated[str, Field(pattern=r"^[^\x00\r\n]*$", min_length=1, max_length=200)]


class TaskGiven(Given):
    """What is to be done, by whom, by when."""

    title: Title
    owner_id: BodyId | None = None
    due_at: GivenMoment | None = None


class TaskChangesGiven(Given):
    """What is to become of a task; what is left out stays."""

    title: Title | None = None
    owner_id: BodyId | None = Field(None, description="Null (and not left out) for nobody.")
    due_at: GivenMoment | None = Field(None, description="Null (and not left out) for no moment.")
    is_done: Flag | None = None


class TimeGiven(Given):
    """Time that was spent."""

    seconds: Annotated[int, Field(ge=1, le=LONGEST_SECONDS, strict=True)]
    activity: ActivityWord = "other"
    note: Line = ""


class TimerGiven(Given):
    """What kind of work a timer measures."""

    activity: ActivityWord = "answer"


class CorrectionGiven(Given):
    """How long it was in truth, and why it is corrected."""

    seconds: Seconds
    reason: Annotated[str, Field(pattern=r"^[^\x00\r\n]*$", min_length=1, max_length=300)]


def _person(agent_id: int | None) -> Any:
    if agent_id is None:
        return None
    found = next(iter(find_agents([agent_id])), None)
    if found is None:
        raise Refused("There is no such person.")
    return found


@router.get(
    "/tickets/{int:ticket_id}/tasks", response=reading(PageOf[TaskShown], 404), auth=READ, operation_id="listTasks",
    summary="A ticket's tasks",
)  # fmt: skip
def list_tasks(request: HttpRequest, ticket_id: Id) -> dict[str, Any]:
    """The tasks of a ticket: open ones first, the soonest due first. One page."""
    ticket = access_ticket(caller_of(request), ticket_id)
    return {"items": list(tasks_of([ticket.pk]))}


@router.post(
    "/tickets/{int:ticket_id}/tasks", response=changing(TaskShown, 404, status=201), auth=WRITE,
    operation_id="addTask", summary="Add a task",
)  # fmt: skip
def add_one(request: HttpRequest, ticket_id: Id, given: TaskGiven) -> Any:
    """Write a task into a ticket. Its owner is told when it falls due."""
    agent = caller_of(request)
    ticket = access_ticket(agent, ticket_id)
    made = add_task(ticket, given.title, by=agent, owner=_person(given.owner_id), due_at=given.due_at)
    return Answer(201, made)


@router.patch(
    "/tasks/{int:task_id}", response=changing(TaskShown, 404), auth=WRITE, operation_id="changeTask",
    summary="Change a task, or tick it off",
)  # fmt: skip
def change_one(request: HttpRequest, task_id: Id, given: TaskChangesGiven) -> Task:
    """Change what a task says, whose it is, when it is due, and whether it is done."""
    agent = caller_of(request)
    task, said = access_task(agent, task_id), given.model_fields_set
    change_task(
        task.pk, by=agent, title=given.title or task.title,
        owner=_person(given.owner_id) if "owner_id" in said else task.owner,
        due_at=given.due_at if "due_at" in said else task.due_at,
    )  # fmt: skip
    if given.is_done is not None:
        (finish_task if given.is_done else undo_task)(task.pk, by=agent)
    return access_task(agent, task_id)


@router.delete(
    "/tasks/{int:task_id}", response=changing(None, 404, status=204), auth=WRITE, operation_id="dropTask",
    summary="Remove a task",
)  # fmt: skip
def drop_one(request: HttpRequest, task_id: Id) -> Any:
    """Remove a task that is no longer wanted; the history keeps its words."""
    drop_task(task_id, by=caller_of(request))
    return Answer(204, None)


@router.get(
    "/tickets/{int:ticket_id}/time-entries", response=reading(TimeShown, 404), auth=READ,
    operation_id="listTimeEntries", summary="Time spent on a ticket",
)  # fmt: skip
def list_time(request: HttpRequest, ticket_id: Id) -> dict[str, Any]:
    """The latest hundred entries, newest first, and the sums: of this ticket, and with all that hangs below it."""
    agent = caller_of(request)
    ticket = access_ticket(agent, ticket_id)
    below = seconds_below(agent, ticket)
    return {
        "items": list(entries_of([ticket.pk])), "seconds": seconds_of([ticket.pk]), "seconds_with_children": below,
    }  # fmt: skip


@router.post(
    "/tickets/{int:ticket_id}/time-entries", response=changing(TimeEntryShown, 404, status=201), auth=WRITE,
    operation_id="writeTime", summary="Write down time",
)  # fmt: skip
def write_one(request: HttpRequest, ticket_id: Id, given: TimeGiven) -> Any:
    """Write down time that the token's owner spent on a ticket."""
    agent = caller_of(request)
    ticket = access_ticket(agent, ticket_id)
    return Answer(201, write_time(ticket, given.seconds, by=agent, activity=given.activity, note=given.note))


@router.patch(
    "/time-entries/{int:entry_id}", response=changing(TimeEntryShown, 404), auth=WRITE, operation_id="correctTime",
    summary="Correct an entry",
)  # fmt: skip
def correct_one(request: HttpRequest, entry_id: Id, given: CorrectionGiven) -> TimeEntry:
    """Correct the seconds of an entry; the history keeps the reason."""
    return correct_time(entry_id, given.seconds, reason=given.reason, by=caller_of(request))


@router.post(
    "/tickets/{int:ticket_id}/timer", response=changing(TimeEntryShown, 404, status=201), auth=WRITE,
    operation_id="startTimer", summary="Start the timer",
)  # fmt: skip
def start_one(request: HttpRequest, ticket_id: Id, given: TimerGiven) -> Any:
    """Start the timer of the token's owner on a ticket, or go on with it; one that runs elsewhere pauses."""
    agent = caller_of(request)
    return Answer(201, start_timer(access_ticket(agent, ticket_id), by=agent, activity=given.activity))


@router.post(
    "/time-entries/{int:entry_id}/pause", response=changing(TimeEntryShown, 404), auth=WRITE, operation_id="pauseTimer",
    summary="Pause the timer",
)  # fmt: skip
def pause_one(request: HttpRequest, entry_id: Id) -> TimeEntry:
    """Pause one's own timer."""
    return pause_timer(entry_id, by=caller_of(request))


@router.post(
    "/time-entries/{int:entry_id}/stop", response=changing(TimeEntryShown, 404), auth=WRITE, operation_id="stopTimer",
    summary="Stop the timer",
)  # fmt: skip
def stop_one(request: HttpRequest, entry_id: Id) -> TimeEntry:
    """Stop one's own timer: what it measured is spent."""
    return stop_timer(entry_id, by=caller_of(request))
