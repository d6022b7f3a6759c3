"""The workforce's places in the settings, and the teams as what goes by business hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from careline.accounts.contracts import Right
from careline.accounts.queries import open_teams
from careline.ui.slots import Link, register_link
from careline.workforce.slots import HoursUser, register_hours_user

if TYPE_CHECKING:
    from careline.accounts.models import Agent


def manages_hours(request: HttpRequest) -> bool:
    """Whether the person looks after business hours."""
    return bool(request.user.is_authenticated and request.user.may(Right.MANAGE_HOURS))


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
for name, address, icon, order in (
    (_("New business hours"), "new_hours", "plus", 420),
    (_("Who goes by which hours"), "uses", "clock", 421),
    (_("Days off of the whole company"), "add_company_days", "calendar", 422),
):
    register_link(
        "places", Link(name, f"workforce:{address}", icon, _("Service"), allowed=manages_hours), order=order
    )
