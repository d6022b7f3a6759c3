"""The API's part of absences: one's own, and those of the people one plans for."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router
from ninja import Status as Answer

from careline.accounts.contracts import Scope
from careline.accounts.queries import find_agents
from careline.core.api.answers import changing, reading
from careline.core.api.callers import Bearer, caller_of
from careline.core.api.paging import PageOf
from careline.core.api.values import Id, Moment, Shown
from careline.workforce.actions.plan_absence import change_absence, plan_absence, withdraw_absence
from careline.workforce.api.given import AbsenceGiven, NewAbsenceGiven
from careline.workforce.contracts import WorkforceRefused
from careline.workforce.models import Absence
from careline.workforce.queries.planning import absences_for

router = Router(tags=["Workforce"])
READ, WRITE = Bearer(Scope.READ_STAFF), Bearer(Scope.WRITE_STAFF)


class AbsenceShown(Shown):
    """Somebody is away. Who covers is null where nobody does."""

    id: int
    user_id: int
    starts_at: Moment
    ends_at: Moment
    cover_id: int | None
    reason: str

    @staticmethod
    def resolve_user_id(row: Absence) -> int:
        """Who is away."""
        return row.agent_id


@router.get(
    "/absences", response=reading(PageOf[AbsenceShown]), auth=READ, operation_id="listAbsences", summary="Absences"
)  # fmt: skip
def list_absences(request: HttpRequest) -> dict[str, Any]:
    """The token owner's own absences that are not over, and those of the people they plan for; the next first. One page."""
    return {"items": list(absences_for(caller_of(request)))}


@router.post(
    "/absences", response=changing(AbsenceShown, status=201), auth=WRITE, operation_id="planAbsence",
    summary="Plan an absence",
)  # fmt: skip
def plan(request: HttpRequest, given: NewAbsenceGiven) -> Any:
    """Have the token's owner be absent, or somebody they plan for. Who covers is told."""
    agent = caller_of(request)
    whose = next(iter(find_agents([given.user_id])), None) if given.user_id else agent
    if whose is None:
        raise WorkforceRefused(_("There is no such person here."))
    return Answer(201, plan_absence(whose, given.details(), by=agent))


@router.get(
    "/absences/{absence_id}", response=reading(AbsenceShown, 404), auth=READ, operation_id="getAbsence",
    summary="One absence",
)  # fmt: skip
def get_one(request: HttpRequest, absence_id: Id) -> Absence:
    """One absence that is not over."""
    return _access(request, absence_id)


@router.put(
    "/absences/{absence_id}", response=changing(AbsenceShown, 404), auth=WRITE, operation_id="changeAbsence",
    summary="Change an absence",
)  # fmt: skip
def put(request: HttpRequest, absence_id: Id, given: AbsenceGiven) -> Absence:
    """Say all about an absence anew, but for whose it is. Who covers, or did, is told."""
    return change_absence(_access(request, absence_id), given.details(), by=caller_of(request))


@router.delete(
    "/absences/{absence_id}", response=changing(None, 404, status=204), auth=WRITE, operation_id="withdrawAbsence",
    summary="Take an absence back",
)  # fmt: skip
def withdraw(request: HttpRequest, absence_id: Id) -> Any:
    """Take an absence back, whether it has begun or not. Who would have covered is told."""
    withdraw_absence(_access(request, absence_id), by=caller_of(request))
    return Answer(204, None)


def _access(request: HttpRequest, absence_id: int) -> Absence:
    found = absences_for(caller_of(request)).filter(pk=absence_id).first()
    if found is None:
        raise Http404
    return found
