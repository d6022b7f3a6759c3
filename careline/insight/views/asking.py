"""Who asks, and for what: the person, the period, the team, and whether business or calendar time is counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone

from careline.accounts.contracts import Right

if TYPE_CHECKING:
    from careline.accounts.models import Agent

PERIODS = (7, 28, 90)


def reader_of(request: HttpRequest) -> Agent:
    """The person who asks, who may read tickets. Raises Forbidden for everybody else."""
    agent = cast("Agent", request.user)
    agent.require(Right.READ_TICKETS)
    return agent


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; what it can't mean is the usual."""

    days: int
    team_id: int | None
    is_business: bool

    @property
    def since(self) -> datetime:
        """The beginning of the period."""
        return timezone.now() - timedelta(days=self.days)

    def address(self, **other: object) -> str:
        """The query of this question, with some of it other than now."""
        now = {
            "days": self.days,
            "team": self.team_id or "",
            "time": "business" if self.is_business else "calendar",
        }
        return "?" + urlencode({key: value for key, value in (now | other).items() if value != ""})


def asked_by(request: HttpRequest) -> Asked:
    """Read the question from the address."""
    days, team = request.GET.get("days", ""), request.GET.get("team", "")
    return Asked(
        int(days) if days in {str(one) for one in PERIODS} else PERIODS[1],
        int(team) if team.isascii() and team.isdigit() and len(team) < 18 else None,
        request.GET.get("time") != "calendar",
    )
