"""Which figures a person may see: those of tickets of their teams that they aren't kept out of, and of whom by name."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils import timezone

from careline.accounts.contracts import Right
from careline.accounts.queries import find_company, members_of, visible_team_ids
from careline.insight.contracts import Slice
from careline.insight.periods import Period, period_of

if TYPE_CHECKING:
    from careline.accounts.models import Agent


def house_period(days: int) -> Period:
    """The period of this rough length (a key of UNITS) that ends now, by the days of the company."""
    return period_of(days, zone=house_zone().key, now=timezone.now())


def house_zone() -> ZoneInfo:
    """The time zone whose days count: the company's."""
    company = find_company()
    return ZoneInfo(company.time_zone if company else "UTC")


def agents_seen_by(agent: Agent) -> tuple[int, ...] | None:
    """Whose own figures a person may see: everybody's (None) who may read the audit log; a lead those of the teams

    they lead; everybody else their own alone.
    """
    if agent.may(Right.READ_AUDIT):
        return None
    return tuple(sorted({agent.pk, *(members_of(agent.led_team_ids) if agent.led_team_ids else ())}))


def slice_for(
    agent: Agent,
    since: datetime,
    until: datetime,
    *,
    team_id: int | None = None,
    agent_id: int = 0,
    **narrowed: object,
) -> Slice:
    """What a person may see of a time. What they ask for beyond that is left out, as if it weren't there."""
    teams = tuple(team for team in visible_team_ids(agent) if team_id in (None, team))
    seen = agents_seen_by(agent)
    whose = agent_id if seen is None or agent_id in seen else 0
    return Slice(agent.pk, teams, since, until, agent_id=whose, agent_ids=seen, **narrowed)  # type: ignore[arg-type]
