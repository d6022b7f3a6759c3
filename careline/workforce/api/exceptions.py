"""The API's part of days with other hours: a works outing, a late opening, the days between the years."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router
from ninja import Status as Answer
from pydantic import Field

from careline.accounts.contracts import Scope
from careline.core.api.answers import changing, reading
from careline.core.api.callers import Bearer, caller_of
from careline.core.api.paging import PageOf
from careline.core.api.values import Given, GivenDay, Id, Shown
from careline.workforce.actions.save_exception import add_exception, remove_exception
from careline.workforce.api.given import ExceptionGiven
from careline.workforce.contracts import HoursRefused
from careline.workforce.models import BusinessHours, HoursException

router = Router(tags=["Workforce"])
READ, WRITE = Bearer(Scope.READ_STAFF), Bearer(Scope.WRITE_STAFF)
MOST_SHOWN = 1000


class ExceptionShown(Shown):
    """Some days in a row with other hours; `hours_id` null: in the whole company. `open` is empty for closed."""

    id: int
    hours_id: int | None
    name: str
    first_day: date
    last_day: date
    open: str

    @staticmethod
    def resolve_open(row: HoursException) -> str:
        """Its hours as people write them."""
        return row.words


class Asked(Given):
    """Which days: those of some business hours, and those from a day on."""

    hours_id: Annotated[Id | None, Field(description="Without it: of all, and of the whole company.")] = None
    since: GivenDay | None = Field(None, description="Only those that are not over on this day.")


@router.get(
    "/hours-exceptions", response=reading(PageOf[ExceptionShown]), auth=READ, operation_id="listHoursExceptions",
    summary="Days with other hours",
)  # fmt: skip
def list_exceptions(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """Days with other hours, the earliest first, at most 1,000. One page."""
    rows = HoursException.objects.order_by("first_day", "pk")
    if asked.hours_id is not None:
        rows = rows.filter(hours_id=asked.hours_id)
    if asked.since is not None:
        rows = rows.filter(last_day__gte=asked.since)
    return {"items": list(rows[:MOST_SHOWN])}


@router.post(
    "/hours-exceptions", response=changing(ExceptionShown, status=201), auth=WRITE, operation_id="addHoursException",
    summary="Give days other hours",
)  # fmt: skip
def add(request: HttpRequest, given: ExceptionGiven) -> Any:
    """Give days other hours, for who may manage them. Running clocks are computed anew within a minute."""
    hours = BusinessHours.objects.filter(pk=given.hours_id).first() if given.hours_id else None
    if given.hours_id and hours is None:
        raise HoursRefused(_("There are no such business hours."))
    return Answer(201, add_exception(given.details(), hours=hours, by=caller_of(request)))


@router.get(
    "/hours-exceptions/{exception_id}", response=reading(ExceptionShown, 404), auth=READ,
    operation_id="getHoursException", summary="Some days with other hours",
)  # fmt: skip
def get_one(request: HttpRequest, exception_id: Id) -> HoursException:
    """Some days with other hours."""
    return _access(exception_id)


@router.delete(
    "/hours-exceptions/{exception_id}", response=changing(None, 404, status=204), auth=WRITE,
    operation_id="removeHoursException", summary="Give days their usual hours again",
)  # fmt: skip
def remove(request: HttpRequest, exception_id: Id) -> Any:
    """Give days their usual hours again."""
    remove_exception(_access(exception_id), by=caller_of(request))
    return Answer(204, None)


def _access(exception_id: int) -> HoursException:
    found = HoursException.objects.filter(pk=exception_id).first()
    if found is None:
        raise Http404
    return found
