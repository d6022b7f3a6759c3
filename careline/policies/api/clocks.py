"""The API's part of clocks: what is owed on a ticket; to read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from careline.accounts.contracts import Scope
from careline.core.api.answers import reading
from careline.core.api.callers import Bearer, caller_of
from careline.core.api.paging import PageOf
from careline.core.api.values import Id, Moment, Shown
from careline.policies.queries.told import Told, told_clocks
from careline.tickets.queries.access import access_ticket

router = Router(tags=["Service targets"])
READ = Bearer(Scope.READ_TICKETS)


class ClockShown(Shown):
    """How one target stands on a ticket. `is_promise` false is our own reminder. `why` says how its moment came about."""

    kind: str
    state: str
    is_promise: bool
    policy_id: int | None
    started_at: Moment
    due_at: Moment | None
    stopped_at: Moment | None
    seconds: int
    why: str = Field(description="In words, in the language of the token's owner.")

    @staticmethod
    def resolve_state(one: Told) -> str:
        """running, paused, met or breached."""
        return str(one.clock.state)

    @staticmethod
    def resolve_kind(one: Told) -> str:
        """What is measured."""
        return one.clock.kind

    @staticmethod
    def resolve_is_promise(one: Told) -> bool:
        """Whether somebody is owed it."""
        return one.clock.is_promise

    @staticmethod
    def resolve_policy_id(one: Told) -> int | None:
        """By which policy."""
        return one.clock.policy_id

    @staticmethod
    def resolve_started_at(one: Told) -> datetime:
        """Since when it counts."""
        return one.clock.started_at

    @staticmethod
    def resolve_stopped_at(one: Told) -> datetime | None:
        """When it was done."""
        return one.clock.stopped_at

    @staticmethod
    def resolve_seconds(one: Told) -> int:
        """How long it may take."""
        return one.clock.seconds


@router.get(
    "/tickets/{number}/clocks", response=reading(PageOf[ClockShown], 404), auth=READ, operation_id="listClocks",
    summary="The clocks of a ticket",
)  # fmt: skip
def list_clocks(request: HttpRequest, number: Id) -> dict[str, Any]:
    """What is owed on a ticket, nearest first, and how what is done went. One page."""
    return {"items": told_clocks(access_ticket(caller_of(request), number).pk)}
