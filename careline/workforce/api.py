"""The API's part of the workforce: business hours and what they come to, skills, and absences; to read."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import Field

from careline.accounts.contracts import Scope
from careline.core.api.answers import reading
from careline.core.api.callers import Bearer, caller_of
from careline.core.api.paging import PageOf
from careline.core.api.values import Given, GivenMoment, Id, Moment, Shown
from careline.workforce.contracts import HoursRefused
from careline.workforce.day_words import write_day
from careline.workforce.models import Absence, BusinessHours, Skill
from careline.workforce.queries.known import calendar_of, week_of
from careline.workforce.queries.planning import absences_for, all_skills, holders_of_skills

router = Router(tags=["Workforce"])
READ = Bearer(Scope.READ_STAFF)
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


class HolderShown(Shown):
    """Somebody who has a skill, from 1 to 5, until the end of a day if one is named."""

    user_id: int
    level: int
    expires_on: str | None


class SkillShown(Shown):
    """Something people can do, and who can."""

    id: int
    name: str
    kind: str
    holders: list[HolderShown]


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


@router.get(
    "/skills", response=reading(PageOf[SkillShown]), auth=READ, operation_id="listSkills", summary="Skills"
)  # fmt: skip
def list_skills(request: HttpRequest) -> dict[str, Any]:
    """The skills of the company with who has them. One page."""
    skills = [*all_skills()]
    held = holders_of_skills(skills)
    return {"items": [_skill(one, held[one.pk]) for one in skills]}


@router.get(
    "/absences", response=reading(PageOf[AbsenceShown]), auth=READ, operation_id="listAbsences", summary="Absences"
)  # fmt: skip
def list_absences(request: HttpRequest) -> dict[str, Any]:
    """The token owner's own absences that are not over, and those of the people they plan for; the next first. One page."""
    return {"items": list(absences_for(caller_of(request)))}


def _access(hours_id: int) -> BusinessHours:
    found = BusinessHours.objects.filter(pk=hours_id).first()
    if found is None:
        raise Http404
    return found


def _skill(skill: Skill, held: list[Any]) -> dict[str, Any]:
    holders = [
        {
            "user_id": one.agent_id, "level": one.level,
            "expires_on": one.expires_on.isoformat() if one.expires_on else None,
        }
        for one in held
    ]  # fmt: skip
    return {"id": skill.pk, "name": skill.name, "kind": skill.kind, "holders": holders}
