"""What happened, to be followed by cursor: each event once, as far as the token's owner may know of it."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from careline.accounts.contracts import Right, Scope
from careline.accounts.models import Agent
from careline.core.api.answers import reading
from careline.core.api.callers import Bearer, caller_of
from careline.core.api.paging import BadCursor, seal, unseal
from careline.core.api.values import Cursor, Given, Moment, Shown
from careline.core.facts import present
from careline.core.live.export import Position, UnknownPosition, at_end, at_start, parse_position, read
from careline.core.live.gates import allowed_topics
from careline.core.models import Event

router = Router(tags=["Events"])


class ActorShown(Shown):
    """Who did it: `kind` is agent, customer, system or rule; `id` 0 for the system."""

    kind: str
    id: int


class EventShown(Shown):
    """One fact that happened at one moment. `data` is empty where one may know that it happened, but not what."""

    id: int
    type: str
    at: Moment
    subject: str
    actor: ActorShown
    cause_id: int | None
    data: dict[str, Any]


class EventsShown(Shown):
    """A stretch of events. Keep `cursor`, also where `items` is empty: it goes on exactly there."""

    items: list[EventShown]
    cursor: str
    has_more: bool


class Asked(Given):
    """From where on."""

    after: Annotated[
        Cursor, Field(description="The `cursor` of the answer before. Without it from the first event on.")
    ] = None
    from_now: Annotated[bool, Field(description="Without `after`: only what happens from now on.")] = False
    limit: Annotated[int, Field(ge=1, le=500, description="How many events to look at.")] = 100


@router.get(
    "/events", response=reading(EventsShown, 410), auth=Bearer(Scope.READ_EVENTS), operation_id="listEvents",
    summary="What happened",
)  # fmt: skip
def list_events(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """Events in order, each once, none left out. There may be fewer items than `limit`, even none, while `has_more`
    is true: others were not for the token's owner. A cursor from before a restore of the database is refused (410)."""
    stretch = read(_position(asked), limit=asked.limit)
    items = visible_events(caller_of(request), stretch.events)
    return {
        "items": items,
        "cursor": seal("events", str(stretch.position)) or "",
        "has_more": stretch.has_more,
    }


def visible_events(agent: Agent, events: list[Event]) -> list[dict[str, Any]]:
    """Those of the events that a person may know of, by the same gates as live streams; all for who may read the audit."""
    if agent.may(Right.READ_AUDIT) and agent.sees_every_team:
        return [present(event) for event in events]
    allowed = allowed_topics(agent, {topic for event in events for topic in (*event.topics, event.subject)})
    shown = []
    for event in events:
        if event.subject in allowed:
            shown.append(present(event))
        elif allowed.intersection(event.topics):
            shown.append(present(event) | {"data": {}})
    return shown


def _position(asked: Asked) -> Position:
    if not asked.after:
        return at_end() if asked.from_now else at_start()
    try:
        return parse_position(unseal("events", asked.after))
    except UnknownPosition as error:
        raise BadCursor(asked.after) from error
