"""The API's part of capacity: how many tickets of a channel people take at a time."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Router
from pydantic import Field

from careline.accounts.contracts import Forbidden, Right, Scope
from careline.accounts.queries import find_agents
from careline.core.api.answers import changing, reading
from careline.core.api.callers import Bearer, caller_of
from careline.core.api.paging import PageOf
from careline.core.api.values import BodyId, Given, Shown
from careline.workforce.actions.set_capacity import set_capacity
from careline.workforce.contracts import MOST_CAPACITY, USUAL_CAPACITY, USUAL_CAPACITY_ELSEWHERE
from careline.workforce.queries.planning import plannable_agents, plans_for_others, said_capacities
from careline.workforce.slots import channels

router = Router(tags=["Workforce"])
READ, WRITE = Bearer(Scope.READ_STAFF), Bearer(Scope.WRITE_STAFF)
Channel = Annotated[str, Field(pattern=r"^[a-z_]{1,20}$")]


class CapacityShown(Shown):
    """How many tickets of a channel somebody takes (`user_id` null: everybody without a number of their own).

    `most` is what was said of them (null: nothing), `counts` what counts.
    """

    user_id: int | None
    channel: str
    most: int | None
    counts: int


class CapacityGiven(Given):
    """How many from now on; 0 for none at all."""

    user_id: BodyId | None = Field(
        None, description="Whose. Without it: everybody without a number of their own."
    )
    most: Annotated[int, Field(ge=0, le=MOST_CAPACITY, strict=True)] | None = Field(
        description="Null: as usual again."
    )


@router.get(
    "/capacities", response=reading(PageOf[CapacityShown]), auth=READ, operation_id="listCapacities",
    summary="How much people take at a time",
)  # fmt: skip
def list_capacities(request: HttpRequest) -> dict[str, Any]:
    """What is usual on each channel, and what was said of the people that the token's owner plans for. One page."""
    agent = caller_of(request)
    if not plans_for_others(agent):
        raise Forbidden(Right.MANAGE_HOURS.value)
    said, theirs = said_capacities(), {*plannable_agents(agent).values_list("pk", flat=True)}
    people = sorted((pk, channel) for pk, channel in said if pk in theirs and channel in channels())
    return {"items": [_shown(None, name) for name in channels()] + [_shown(*one) for one in people]}


@router.put(
    "/capacities/{channel}", response=changing(CapacityShown, 404), auth=WRITE, operation_id="setCapacity",
    summary="Say how much somebody takes at a time",
)  # fmt: skip
def put_capacity(request: HttpRequest, channel: Channel, given: CapacityGiven) -> dict[str, Any]:
    """Say how many tickets of a channel somebody takes that one plans for; or, who manages hours, everybody."""
    whose = next(iter(find_agents([given.user_id])), None) if given.user_id else None
    if channel not in channels() or (given.user_id and whose is None):
        raise Http404
    set_capacity(whose, channel, most=given.most, by=caller_of(request))
    return _shown(given.user_id, channel)


def _shown(user_id: int | None, channel: str) -> dict[str, Any]:
    said = said_capacities()
    most = said.get((user_id, channel))
    usual = said.get((None, channel), USUAL_CAPACITY.get(channel, USUAL_CAPACITY_ELSEWHERE))
    counts = usual if most is None else most
    return {"user_id": user_id, "channel": channel, "most": most, "counts": counts}
