"""The API's part of business hours: what they are, what they come to, and writing them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router
from ninja import Status as Answer
from pydantic import Field

from careline.accounts.contracts import Scope
from careline.core.api.answers import changing, reading
from careline.core.api.callers import Bearer, caller_of
from careline.core.api.paging import PageOf
from careline.core.api.values import Given, GivenMoment, Id, Moment, Shown
from careline.workforce.actions.save_hours import change_hours, create_hours, make_default, remove_hours
from careline.workforce.api.given import HoursGiven
from careline.workforce.contracts import HoursRefused
from careline.workforce.day_words import write_day
from careline.workforce.models import BusinessHours
from careline.workforce.queries.known import calendar_of, week_of

router = Router(tags=["Workforce"])
READ, WRITE = Bearer(Scope.READ_STAFF), Bearer(Scope.WRITE_STAFF)
LONGEST_SECONDS = 100_000_000
KNOWN_YEARS = range(1990, 2100)


class HoursShown(Shown):
    """Business hours: `week` has a line a day, Monday first, "" for closed; `turns_at` is when it next opens or closes."""

    id: int
    name: str
    time_zone: str
    country: str = Field(description="Whose public holidays are closed (ISO 3166); empty for none.")
    subdivision: str
    week: list[str]
    is_default: bool
    is_open: bool
    turns_at: Moment

    @staticmethod
    def resolve_week(row: BusinessHours) -> list[str]:
        """A line a day."""
        return [write_day(day) for day in week_of(row.week)]

    @staticmethod
    def resolve_is_open(row: BusinessHours) -> bool:
        """Whether it is open now."""
        return calendar_of(row.pk).is_open(timezone.now())

    @staticmethod
    def resolve_turns_at(row: BusinessHours) -> datetime:
        """When that changes."""
        now, calendar = timezone.now(), calendar_of(row.pk)
        return calendar.closes_at(now) if calendar.is_open(now) else calendar.next_open(now)


class DueShown(Shown):
    """When an amount of business time has passed."""

    starts_at: Moment
    seconds: int
    due_at: Moment


class Asked(Given):
    """How much business time, from when on (without it: now)."""

    seconds: Annotated[int, Field(ge=0, le=LONGEST_SECONDS)]
    starts_at: GivenMoment | None = None


@router.get(
    "/business-hours", response=reading(PageOf[HoursShown]), auth=READ, operation_id="listBusinessHours",
    summary="Business hours",
)  # fmt: skip
def list_hours(request: HttpRequest) -> dict[str, Any]:
    """All business hours, the default first. One page."""
    return {"items": list(BusinessHours.objects.order_by("-is_default", "name", "pk"))}


@router.get(
    "/business-hours/{hours_id}", response=reading(HoursShown, 404), auth=READ, operation_id="getBusinessHours",
    summary="One calendar of business hours",
)  # fmt: skip
def get_hours(request: HttpRequest, hours_id: Id) -> BusinessHours:
    """Some business hours, and whether it is open now."""
    return _access(hours_id)


@router.get(
    "/business-hours/{hours_id}/due", response=reading(DueShown, 404), auth=READ, operation_id="addBusinessTime",
    summary="When an amount of business time has passed",
)  # fmt: skip
def due(request: HttpRequest, hours_id: Id, asked: Query[Asked]) -> dict[str, Any]:
    """The earliest moment by which this much business time has passed, holidays and days off heeded. From 1990 to 2099."""
    row, starts_at = _access(hours_id), asked.starts_at or timezone.now()
    if starts_at.year not in KNOWN_YEARS:
        raise HoursRefused(_("Business time is known from 1990 to 2099."))
    due_at = calendar_of(row.pk).add(starts_at, asked.seconds)
    return {"starts_at": starts_at, "seconds": asked.seconds, "due_at": due_at}


@router.post(
    "/business-hours", response=changing(HoursShown, status=201), auth=WRITE, operation_id="createBusinessHours",
    summary="Write down business hours",
)  # fmt: skip
def create(request: HttpRequest, given: HoursGiven) -> Any:
    """Write down business hours, for who may manage them; the first ones are the default."""
    return Answer(201, create_hours(given.details(), by=caller_of(request)))


@router.put(
    "/business-hours/{hours_id}", response=changing(HoursShown, 404), auth=WRITE, operation_id="changeBusinessHours",
    summary="Change business hours",
)  # fmt: skip
def put(request: HttpRequest, hours_id: Id, given: HoursGiven) -> BusinessHours:
    """Say all about some business hours anew. Running clocks are computed anew within a minute."""
    return change_hours(_access(hours_id), given.details(), by=caller_of(request))


@router.delete(
    "/business-hours/{hours_id}", response=changing(None, 404, status=204), auth=WRITE,
    operation_id="removeBusinessHours", summary="Remove business hours",
)  # fmt: skip
def remove(request: HttpRequest, hours_id: Id) -> Any:
    """Remove business hours with the days of their own; what went by them goes by the default."""
    remove_hours(_access(hours_id), by=caller_of(request))
    return Answer(204, None)


@router.put(
    "/business-hours/{hours_id}/default", response=changing(HoursShown, 404), auth=WRITE,
    operation_id="makeBusinessHoursDefault", summary="Make business hours the default",
)  # fmt: skip
def put_default(request: HttpRequest, hours_id: Id) -> BusinessHours:
    """Have everything without hours of its own go by these."""
    make_default(_access(hours_id), by=caller_of(request))
    return _access(hours_id)


def _access(hours_id: int) -> BusinessHours:
    found = BusinessHours.objects.filter(pk=hours_id).first()
    if found is None:
        raise Http404
    return found
