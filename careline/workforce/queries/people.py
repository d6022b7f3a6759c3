"""Who can do what, who is there, who covers, and how much they take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from careline.accounts.contracts import Right
from careline.accounts.queries import active_agents, find_agents, team_member_ids
from careline.workforce.contracts import (
    USUAL_CAPACITY,
    USUAL_CAPACITY_ELSEWHERE,
    Availability,
    BusinessCalendar,
    Candidate,
    Reason,
)
from careline.workforce.models import Absence, AgentSkill, Capacity
from careline.workforce.queries.known import agent_calendar, calendar_of

if TYPE_CHECKING:
    from careline.accounts.models import Agent

LONGEST_CHAIN = 5


def who_can(
    team_id: int | None, skills: Mapping[int, int] | Iterable[int] = (), at: datetime | None = None
) -> list[Candidate]:
    """Those of a team (None: of the whole company) who answer customers and have all these skills, by name.

    `skills` are ids, or ids with the least level. A skill counts until the end of its last day, in the zone of the default hours; whether
    somebody is there is said of each, and leaves nobody out. Four statements, however many there are.
    """
    at = at or timezone.now()
    wanted = dict(skills) if isinstance(skills, Mapping) else dict.fromkeys(skills, 1)
    people = [*active_agents()] if team_id is None else find_agents(team_member_ids(team_id))
    people = [one for one in people if one.may(Right.REPLY)]
    levels = levels_of([one.pk for one in people], wanted, at)
    able = [
        one
        for one in people
        if all(levels.get((one.pk, skill), 0) >= least for skill, least in wanted.items())
    ]
    there = availability_of(able, at)
    return [
        Candidate(one.pk, one.name, {skill: levels[one.pk, skill] for skill in wanted}, there[one.pk])
        for one in sorted(able, key=lambda one: (one.name, one.pk))
    ]


def is_available(agent: Agent, at: datetime | None = None) -> bool:
    """Whether an agent takes work: available, within their own hours if they have any, and not absent. One statement.

    Presence is known as it is now only, and counts as such whatever `at` (None: now) is.
    """
    return availability_of([agent], at)[agent.pk].is_available


def availability_of(agents: Iterable[Agent], at: datetime | None = None) -> dict[int, Availability]:
    """Whether each of these takes work, by id; why not; and who covers for the absent. One statement, or few if any is."""
    people, at = [*agents], at or timezone.now()
    absent = _absences((one.pk for one in people), at)
    found = {}
    for one in people:
        reason = _reason(one, one.pk in absent, agent_calendar(one.pk), at)
        cover = _cover(one.pk, absent, at) if reason is Reason.ABSENT else None
        found[one.pk] = Availability(one.pk, reason, cover)
    return found


def cover_of(agent: Agent, at: datetime | None = None) -> Agent | None:
    """Who takes the place of an agent who is absent at this moment (None: now); None where nobody does, or need to.

    Where the cover is absent too, it is who covers for them, and so on, until somebody is here.
    """
    at = at or timezone.now()
    absent = _absences([agent.pk], at)
    found = _cover(agent.pk, absent, at) if absent else None
    return next(iter(find_agents([found])), None) if found else None


def capacity_of(agent: Agent, channel: str) -> int:
    """How many tickets of a channel an agent takes at a time. One statement."""
    return capacities_of([agent.pk], channel)[agent.pk]


def capacities_of(agent_ids: Iterable[int], channel: str) -> dict[int, int]:
    """How many tickets of a channel each of these takes at a time: their own number, the company's, or the usual one."""
    ids = [*agent_ids]
    rows = Capacity.objects.filter(Q(agent_id__in=ids) | Q(agent=None), channel=channel)
    said: dict[int | None, int] = dict(rows.values_list("agent_id", "most"))
    usual = said.get(None, USUAL_CAPACITY.get(channel, USUAL_CAPACITY_ELSEWHERE))
    return {one: said.get(one, usual) for one in ids}


def levels_of(
    agent_ids: list[int], skills: Iterable[int], at: datetime | None = None
) -> dict[tuple[int, int], int]:
    """How well these people know these skills, by agent and skill; what has expired, or they never knew, is left out."""
    skills, at = [*skills], at or timezone.now()
    if not skills or not agent_ids:
        return {}
    rows = AgentSkill.objects.filter(agent_id__in=agent_ids, skill_id__in=skills)
    rows = rows.filter(
        Q(expires_on=None) | Q(expires_on__gte=at.astimezone(ZoneInfo(calendar_of(None).zone)).date())
    )
    return {
        (agent, skill): level for agent, skill, level in rows.values_list("agent_id", "skill_id", "level")
    }


@dataclass(frozen=True, slots=True)
class Gone:
    """An absence that has begun and not ended: whose, since and until when, and who covers, following covers to one who is here."""

    absence_id: int
    agent_id: int
    starts_at: datetime
    ends_at: datetime
    cover_id: int | None


def absences_now(at: datetime | None = None) -> list[Gone]:
    """Everybody who is absent at this moment (None: now). One statement, and few more where covers are absent too."""
    at = at or timezone.now()
    rows = [*Absence.objects.filter(starts_at__lte=at, ends_at__gt=at).order_by("pk")]
    absent = {row.agent_id: row.cover_id for row in rows}
    return [
        Gone(row.pk, row.agent_id, row.starts_at, row.ends_at, _cover(row.agent_id, absent, at))
        for row in rows
    ]


def _absences(agent_ids: Iterable[int], at: datetime) -> dict[int, int | None]:
    """Those of these who are absent, with who covers."""
    rows = Absence.objects.filter(agent_id__in=[*agent_ids], starts_at__lte=at, ends_at__gt=at)
    return dict(rows.values_list("agent_id", "cover_id"))


def _reason(agent: Agent, is_absent: bool, own: BusinessCalendar | None, at: datetime) -> Reason | None:
    if not agent.is_active:
        return Reason.GONE
    if is_absent:
        return Reason.ABSENT
    if own is not None and not own.is_open(at):
        return Reason.OFF_HOURS
    return {"offline": Reason.OFFLINE, "away": Reason.AWAY}.get(agent.presence)


def _cover(agent_id: int, absent: dict[int, int | None], at: datetime) -> int | None:
    """Follow the covers to the first who is here; `absent` grows by what is learned on the way."""
    passed = {agent_id}
    found = absent.get(agent_id)
    while found is not None and found not in passed and len(passed) <= LONGEST_CHAIN:
        passed.add(found)
        if found not in absent:
            absent |= _absences([found], at)
        if found not in absent:
            return found if find_agents([found]) else None
        found = absent[found]
    return None
