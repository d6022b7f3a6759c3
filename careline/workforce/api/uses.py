"""The API's part of who goes by which hours: teams, inboxes, organisations, and people with working hours of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import Field

from careline.accounts.contracts import Right, Scope
from careline.accounts.queries import find_agents
from careline.core.api.answers import changing, reading
from careline.core.api.callers import Bearer, caller_of
from careline.core.api.paging import PageOf
from careline.core.api.values import BodyId, Given, Id, Shown
from careline.fields.slots import references
from careline.workforce.actions.assign_hours import assign_hours
from careline.workforce.contracts import HoursRefused
from careline.workforce.models import BusinessHours
from careline.workforce.queries.planning import may_plan_for
from careline.workforce.queries.settings import all_uses
from careline.workforce.slots import hours_users

if TYPE_CHECKING:
    from careline.accounts.models import Agent

router = Router(tags=["Workforce"])
READ, WRITE = Bearer(Scope.READ_STAFF), Bearer(Scope.WRITE_STAFF)
KindWord = Literal["team", "inbox", "organisation", "agent"]


class UseShown(Shown):
    """What goes by which hours: a team, an inbox, an organisation, or an agent. Null: the default ones."""

    kind: str
    subject_id: int
    hours_id: int | None


class UseGiven(Given):
    """By which hours it goes from now on."""

    hours_id: BodyId | None = Field(description="Null: the default ones again.")


@router.get(
    "/business-hours-uses", response=reading(PageOf[UseShown]), auth=READ, operation_id="listBusinessHoursUses",
    summary="Who goes by which hours",
)  # fmt: skip
def list_uses(request: HttpRequest) -> dict[str, Any]:
    """Everything that goes by hours of its own, for who manages hours. One page."""
    caller_of(request).require(Right.MANAGE_HOURS)
    return {"items": [_shown(kind, pk, hours_id) for (kind, pk), hours_id in sorted(all_uses().items())]}


@router.put(
    "/business-hours-uses/{kind}/{subject_id}", response=changing(UseShown, 404), auth=WRITE,
    operation_id="setBusinessHoursUse", summary="Say by which hours something goes",
)  # fmt: skip
def put_use(request: HttpRequest, kind: KindWord, subject_id: Id, given: UseGiven) -> dict[str, Any]:
    """Have a team, an inbox or an organisation go by these hours, or an agent one plans for. Running clocks follow."""
    agent = caller_of(request)
    if not _is_there(agent, kind, subject_id):
        raise Http404
    hours = BusinessHours.objects.filter(pk=given.hours_id).first() if given.hours_id else None
    if given.hours_id and hours is None:
        raise HoursRefused(_("There are no such business hours."))
    assign_hours(kind, subject_id, hours, by=agent)
    return _shown(kind, subject_id, given.hours_id)


def _is_there(agent: Agent, kind: str, subject_id: int) -> bool:
    """Whether there is such a thing. Raises Forbidden for who may not say by which hours it goes."""
    if kind == "agent":
        if not may_plan_for(agent, subject_id):
            agent.require(Right.MANAGE_HOURS)
        return bool(find_agents([subject_id]))
    agent.require(Right.MANAGE_HOURS)
    if kind == "organisation":
        known = references().get("organisation")
        return known is not None and subject_id in known.names(agent, [subject_id])
    every = (user.every(agent) for user in hours_users() if user.kind == kind)
    return any(subject_id == pk for things in every for pk, _name in things)


def _shown(kind: str, subject_id: int, hours_id: int | None) -> dict[str, Any]:
    return {"kind": kind, "subject_id": subject_id, "hours_id": hours_id}
