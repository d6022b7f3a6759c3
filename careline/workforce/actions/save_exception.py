"""Days with other hours: adding them, and taking them back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.workforce.contracts import Day, HoursRefused
from careline.workforce.events import HoursExceptionAdded, HoursExceptionRemoved
from careline.workforce.models import BusinessHours, HoursException
from careline.workforce.queries.known import forget_hours

if TYPE_CHECKING:
    from careline.accounts.models import Agent

MOST_DAYS = 366
MOST_EXCEPTIONS = 1000
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class ExceptionDetails:
    """Some days in a row with other hours; no stretches: closed."""

    name: str
    first_day: date
    last_day: date
    stretches: Day = ()


@transaction.atomic
def add_exception(details: ExceptionDetails, *, hours: BusinessHours | None, by: Agent) -> HoursException:
    """Give days other hours: in one calendar, or (None) in the whole company. Emits HoursExceptionAdded.

    Refuses (HoursRefused) one without a name, days in the wrong order, and more than a year in one go.
    """
    by.require(Right.MANAGE_HOURS)
    name = " ".join(details.name.replace("\x00", "").split())
    if not name or len(name) > LONGEST_NAME:
        raise HoursRefused(
            _("Give the days a name of at most %(most)s characters.") % {"most": LONGEST_NAME}, field="name"
        )
    if details.last_day < details.first_day:
        raise HoursRefused(_("The last day comes before the first."), field="last_day")
    if (details.last_day - details.first_day).days >= MOST_DAYS or not 2000 <= details.first_day.year <= 2150:
        raise HoursRefused(_("At most a year in one go."), field="last_day")
    if HoursException.objects.filter(hours=hours).count() >= MOST_EXCEPTIONS:
        raise HoursRefused(_("At most %(most)s such days.") % {"most": MOST_EXCEPTIONS})
    row = HoursException.objects.create(
        hours=hours, name=name, first_day=details.first_day, last_day=details.last_day,
        stretches=[[one.opens, one.closes] for one in sorted(details.stretches)],
    )  # fmt: skip
    _forget()
    emit(HoursExceptionAdded(row.hours_id or 0, **_said(row)), by=by.actor)
    return row


@transaction.atomic
def remove_exception(row: HoursException, *, by: Agent) -> None:
    """Give days their usual hours again. Emits HoursExceptionRemoved, once."""
    by.require(Right.MANAGE_HOURS)
    if HoursException.objects.filter(pk=row.pk).delete()[0]:
        _forget()
        emit(HoursExceptionRemoved(row.hours_id or 0, **_said(row)), by=by.actor)


def _said(row: HoursException) -> dict[str, str]:
    return {"title": row.name, "first_day": row.first_day.isoformat(), "last_day": row.last_day.isoformat()}


def _forget() -> None:
    forget_hours()
    transaction.on_commit(forget_hours)
