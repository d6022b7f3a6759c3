"""What people may see and plan of one another: skills, capacity, absences."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils import timezone

from careline.accounts.contracts import Right
from careline.accounts.queries import active_agents
from careline.workforce.models import Absence, AgentSkill, Capacity, Skill

if TYPE_CHECKING:
    from careline.accounts.models import Agent


def plans_for_others(agent: Agent) -> bool:
    """Whether somebody plans for others at all."""
    return agent.may(Right.MANAGE_HOURS) or (agent.may(Right.REPLY) and bool(agent.led_team_ids))


def plannable_agents(agent: Agent) -> QuerySet[Agent]:
    """The people somebody plans for: everybody for who manages hours, else the members of the teams they lead."""
    people = active_agents()
    if agent.may(Right.MANAGE_HOURS):
        return people
    led = agent.led_team_ids if agent.may(Right.REPLY) else []
    return people.filter(Q(memberships__team_id__in=led)).distinct()


def may_plan_for(agent: Agent, other_id: int) -> bool:
    """Whether somebody may set this person's skills, capacity and absences."""
    return plannable_agents(agent).filter(pk=other_id).exists()


def all_skills(*, with_archived: bool = False) -> QuerySet[Skill]:
    """The company's skills by kind and name."""
    skills = Skill.objects.order_by("kind", "name", "pk")
    return skills if with_archived else skills.filter(is_archived=False)


def skills_of(agent_ids: list[int]) -> dict[tuple[int, int], AgentSkill]:
    """The skills of these people, by agent and skill."""
    rows = AgentSkill.objects.filter(agent_id__in=agent_ids)
    return {(row.agent_id, row.skill_id): row for row in rows}


def holders_of_skills(skills: list[Skill]) -> dict[int, list[AgentSkill]]:
    """Who has these skills, by skill: those who are still here."""
    held: dict[int, list[AgentSkill]] = {one.pk: [] for one in skills}
    for row in AgentSkill.objects.filter(skill_id__in=[*held], agent__is_active=True).order_by("agent_id"):
        held[row.skill_id].append(row)
    return held


def said_capacities() -> dict[tuple[int | None, str], int]:
    """All capacities that somebody wrote down, by agent (None: everybody) and channel."""
    rows = Capacity.objects.values_list("agent_id", "channel", "most")
    return {(agent, channel): most for agent, channel, most in rows}


def covered_by(agent: Agent) -> QuerySet[Absence]:
    """The absences that are not over in which somebody covers, the next first, without their reasons."""
    rows = Absence.objects.filter(cover=agent, ends_at__gt=timezone.now()).defer("reason")
    return rows.select_related("agent").order_by("starts_at", "pk")


def absences_for(agent: Agent, *, since: datetime | None = None) -> QuerySet[Absence]:
    """The absences that somebody may see with their reasons, the next first: their own, and of those they plan for.

    Only those that end after `since` (None: now).
    """
    theirs = Q(agent=agent) | Q(agent__in=plannable_agents(agent).values("pk"))
    rows = Absence.objects.filter(theirs, ends_at__gt=since or timezone.now())
    return rows.select_related("agent", "cover").order_by("starts_at", "pk")
