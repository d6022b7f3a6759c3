"""Writing down business hours, changing them, and removing them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import SYSTEM, emit
from careline.workforce.contracts import HoursRefused, Week
from careline.workforce.events import HoursChanged, HoursCreated, HoursRemoved
from careline.workforce.holiday_table import known_countries, regions_of
from careline.workforce.models import BusinessHours
from careline.workforce.queries.known import forget_hours

if TYPE_CHECKING:
    from careline.accounts.models import Agent

MOST_HOURS = 200
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class HoursDetails:
    """What can be said about business hours: `country` in two letters ("" for no holidays), `week` Monday first."""

    name: str
    time_zone: str
    week: Week
    country: str = ""
    subdivision: str = ""


@transaction.atomic
def create_hours(details: HoursDetails, *, by: Agent | None) -> BusinessHours:
    """Write down business hours; the first ones are the default. Emits HoursCreated.

    Refuses (HoursRefused) a name that is missing or taken, a week without any open time, and a zone or region that is
    none. `by` is None where Careline itself does it, at set-up.
    """
    if by is not None:
        by.require(Right.MANAGE_HOURS)
    values = _checked(details, None)
    if BusinessHours.objects.count() >= MOST_HOURS:
        raise HoursRefused(_("There can be at most %(most)s business hours.") % {"most": MOST_HOURS})
    is_first = not BusinessHours.objects.filter(is_default=True).exists()
    hours = BusinessHours.objects.create(is_default=is_first, **values)
    _forget()
    emit(HoursCreated(hours.pk, title=hours.name), by=by.actor if by else SYSTEM)
    return hours


@transaction.atomic
def change_hours(hours: BusinessHours, details: HoursDetails, *, by: Agent) -> BusinessHours:
    """Change business hours. Refuses what `create_hours` does. Emits HoursChanged, if anything did."""
    by.require(Right.MANAGE_HOURS)
    fresh = BusinessHours.objects.select_for_update().get(pk=hours.pk)
    values = _checked(details, fresh)
    changed = tuple(name for name, value in values.items() if getattr(fresh, name) != value)
    if changed:
        for name in changed:
            setattr(fresh, name, values[name])
        fresh.save(update_fields=changed)
        _forget()
        emit(HoursChanged(fresh.pk, changed=changed), by=by.actor)
    return fresh


@transaction.atomic
def make_default(hours: BusinessHours, *, by: Agent) -> None:
    """Have everything without hours of its own go by these. Emits HoursChanged, if they weren't the default."""
    by.require(Right.MANAGE_HOURS)
    rows = {row.pk: row for row in BusinessHours.objects.select_for_update().order_by("pk")}
    if hours.pk not in rows or rows[hours.pk].is_default:
        return
    BusinessHours.objects.filter(is_default=True).update(is_default=False)
    BusinessHours.objects.filter(pk=hours.pk).update(is_default=True)
    _forget()
    emit(HoursChanged(hours.pk, changed=("is_default",)), by=by.actor)


@transaction.atomic
def remove_hours(hours: BusinessHours, *, by: Agent) -> None:
    """Remove business hours with their own exceptions; what went by them goes by the default. Emits HoursRemoved.

    Refuses (HoursRefused) the default ones while there are others: those must be made the default first.
    """
    by.require(Right.MANAGE_HOURS)
    rows = [*BusinessHours.objects.select_for_update().order_by("pk")]
    fresh = next((row for row in rows if row.pk == hours.pk), None)
    if fresh is None:
        return
    if fresh.is_default and len(rows) > 1:
        raise HoursRefused(_("These are the default hours. Make others the default first."))
    fresh.delete()
    _forget()
    emit(HoursRemoved(hours.pk, title=fresh.name), by=by.actor)


def _checked(details: HoursDetails, row: BusinessHours | None) -> dict[str, object]:
    name = " ".join(details.name.replace("\x00", "").split())
    if not name or len(name) > LONGEST_NAME:
        raise HoursRefused(
            _("Give the hours a name of at most %(most)s characters.") % {"most": LONGEST_NAME}, field="name"
        )
    if BusinessHours.objects.filter(name=name).exclude(pk=row.pk if row else 0).exists():
        raise HoursRefused(_("There are hours with this name already."), field="name")
    if details.time_zone not in available_timezones():
        raise HoursRefused(_("There is no such time zone."), field="time_zone")
    if len(details.week) != 7 or not any(details.week):
        raise HoursRefused(_("Write down open hours for at least one day of the week."), field="day_0")
    if details.country and details.country not in known_countries():
        raise HoursRefused(
            _(
                "The holidays of “%(country)s” are not known here. Name no country, and add them as days of your own."
            )
            % {"country": details.country},
            field="country",
        )
    if details.subdivision and details.subdivision not in dict(regions_of(details.country)):
        raise HoursRefused(_("This country has no such region."), field="subdivision")
    week = [[[one.opens, one.closes] for one in sorted(day)] for day in details.week]
    return {
        "name": name, "time_zone": details.time_zone, "week": week, "country": details.country,
        "subdivision": details.subdivision,
    }  # fmt: skip


def _forget() -> None:
    """At once, for what this transaction reads, and after its commit, for what others read meanwhile."""
    forget_hours()
    transaction.on_commit(forget_hours)
