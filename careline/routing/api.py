"""The API's part of routing, to be read: the queues in their order, and who could take a ticket."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router

from careline.accounts.contracts import Scope
from careline.core.api.answers import reading
from careline.core.api.callers import Bearer, caller_of
from careline.core.api.paging import PageOf
from careline.core.api.values import Id, Moment, Shown
from careline.routing.contracts import Person
from careline.routing.models import RoutingQueue
from careline.routing.queries.beside import explain
from careline.routing.queries.settings import queues_for, waiting_by_queue
from careline.tickets.queries.access import access_ticket

router = Router(tags=["Routing"])


class NeedShown(Shown):
    """A skill that is asked for, with the least level."""

    skill_id: int
    least: int


class QueueShown(Shown):
    """A queue of routing. `team_id` null asks the ticket's own team; `language_least` 0 asks for no language."""

    id: int
    name: str
    is_active: bool
    team_id: int | None
    skills: list[NeedShown]
    language_least: int
    strategy: str
    fallback: str
    overflow: str
    after_minutes: int
    overflow_team_id: int | None
    overflow_queue_id: int | None
    priority: int
    waiting: int


class PersonShown(Shown):
    """Somebody who is asked: what they have open on the ticket's channel, of what they take, and why not (`why`)."""

    agent_id: int
    name: str
    open: int
    capacity: int
    why: str | None


class RoutingShown(Shown):
    """Who could take a ticket now: the queue that takes it (null: none), who would get it, and everybody who is asked."""

    queue_id: int | None
    best_id: int | None
    waits_since: Moment | None
    people: list[PersonShown]


@router.get(
    "/routing/queues", response=reading(PageOf[QueueShown]), auth=Bearer(Scope.READ_STAFF),
    operation_id="listRoutingQueues", summary="Queues of routing",
)  # fmt: skip
def list_queues(request: HttpRequest) -> dict[str, Any]:
    """The queues in the order in which they are asked, for who manages routing. One page."""
    waiting = waiting_by_queue()
    return {"items": [_queue(row, waiting.get(row.pk, 0)) for row in queues_for(caller_of(request))]}


def _queue(row: RoutingQueue, waiting: int) -> dict[str, Any]:
    skills = [{"skill_id": one.skill_id, "least": one.least} for one in row.skills.all()]
    told = {name: getattr(row, name) for name in QueueShown.model_fields if name not in ("skills", "waiting")}
    return told | {"skills": skills, "waiting": waiting}


@router.get(
    "/tickets/{number}/routing", response=reading(RoutingShown, 404), auth=Bearer(Scope.READ_TICKETS),
    operation_id="getTicketRouting", summary="Who could take a ticket",
)  # fmt: skip
def get_routing(request: HttpRequest, number: Id) -> dict[str, Any]:
    """Who could take a ticket as it is now, and why not the others."""
    found = explain(access_ticket(caller_of(request), number))
    since: datetime | None = found.since if found else None
    return {
        "queue_id": found.plan.id if found else None,
        "best_id": found.best.agent_id if found and found.best else None,
        "waits_since": since,
        "people": [_person(one) for one in found.people] if found else [],
    }


def _person(one: Person) -> dict[str, Any]:
    why = one.why.value if one.why else None
    return {
        "agent_id": one.agent_id,
        "name": one.name,
        "open": one.load,
        "capacity": one.capacity,
        "why": why,
    }
