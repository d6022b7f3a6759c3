"""The workforce's places in the settings, and the teams as what goes by business hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from careline.accounts.contracts import Right
from careline.accounts.queries import open_teams
from careline.ui.slots import Link, register_link
from careline.workforce.queries.planning import plans_for_others
from careline.workforce.slots import HoursUser, register_hours_user

if TYPE_CHECKING:
    from careline.accounts.models import Agent


def manages_hours(request: HttpRequest) -> bool:
    """Whether the person looks after business hours."""
    return bool(request.user.is_authenticated and request.user.may(Right.MANAGE_HOURS))


def plans(request: HttpRequest) -> bool:
    """Whether the person plans for others."""
    return bool(request.user.is_authenticated and plans_for_others(request.user))


def anybody(request: HttpRequest) -> bool:
    """Everybody can be away."""
    return bool(request.user.is_authenticated)


def every_team(agent: Agent) -> list[tuple[int, str]]:
    """All open teams, which who manages hours may know of."""
    return [*open_teams().values_list("pk", "name")]


register_hours_user(HoursUser("team", _("Teams"), every_team))
register_link(
    "settings",
    Link(
        _("Business hours"),
        "workforce:all_hours",
        "clock",
        _("Service"),
        allowed=manages_hours,
        about=_("When you are there: weekly hours, holidays, days off."),
    ),
    order=200,
)
_LINKS = (
    (_("Skills"), "skills", "star", plans, _("Who can do what: languages, products, licences."), 205),
    (
        _("Capacity"),
        "capacity",
        "battery-charging",
        plans,
        _("How much people take at a time, and when they work."),
        210,
    ),
    (_("Absences"), "absences", "calendar", anybody, _("Who is away, and who covers."), 215),
)
for label, address, icon, allowed, about, order in _LINKS:
    link = Link(label, f"workforce:{address}", icon, _("Service"), allowed=allowed, about=about)
    register_link("settings", link, order=order)
_PLACES = (
    (_("New business hours"), "new_hours", "plus", manages_hours, 420),
    (_("Who goes by which hours"), "uses", "clock", manages_hours, 421),
    (_("Days off of the whole company"), "add_company_days", "calendar", manages_hours, 422),
    (_("The list of skills"), "catalogue", "list", manages_hours, 423),
    (_("New absence"), "new_absence", "plus", anybody, 424),
)
for label, address, icon, allowed, order in _PLACES:
    register_link(
        "places", Link(label, f"workforce:{address}", icon, _("Service"), allowed=allowed), order=order
    )
