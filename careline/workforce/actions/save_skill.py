"""Naming skills, and saying who has them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Forbidden, Right
from careline.core.events import emit
from careline.workforce.contracts import WorkforceRefused
from careline.workforce.events import (
    AgentSkillChanged,
    SkillArchived,
    SkillChanged,
    SkillCreated,
    SkillRestored,
)
from careline.workforce.models import AgentSkill, Skill
from careline.workforce.queries.planning import may_plan_for

if TYPE_CHECKING:
    from careline.accounts.models import Agent

MOST_SKILLS = 300
LONGEST_NAME = 80
LEVELS = range(1, 6)


@transaction.atomic
def create_skill(name: str, *, kind: str, by: Agent) -> Skill:
    """Name a skill. Refuses (WorkforceRefused) a name that is missing or taken. Emits SkillCreated."""
    by.require(Right.MANAGE_HOURS)
    if Skill.objects.count() >= MOST_SKILLS:
        raise WorkforceRefused(_("There can be at most %(most)s skills.") % {"most": MOST_SKILLS})
    skill = Skill.objects.create(name=_free_name(name, None), kind=_known_kind(kind))
    emit(SkillCreated(skill.pk, title=skill.name, kind=skill.kind), by=by.actor)
    return skill


@transaction.atomic
def change_skill(skill: Skill, *, name: str, kind: str, by: Agent) -> None:
    """Call a skill otherwise, or make it one of another kind. Refuses as `create_skill`. Emits SkillChanged."""
    by.require(Right.MANAGE_HOURS)
    fresh = Skill.objects.select_for_update().get(pk=skill.pk)
    values = {"name": _free_name(name, fresh), "kind": _known_kind(kind)}
    changed = tuple(key for key, value in values.items() if getattr(fresh, key) != value)
    if changed:
        Skill.objects.filter(pk=fresh.pk).update(**values)
        emit(SkillChanged(fresh.pk, changed=changed), by=by.actor)


@transaction.atomic
def archive_skill(skill: Skill, *, by: Agent) -> None:
    """Offer a skill no longer; who has it keeps it. Emits SkillArchived, once."""
    by.require(Right.MANAGE_HOURS)
    if Skill.objects.filter(pk=skill.pk, is_archived=False).update(is_archived=True):
        emit(SkillArchived(skill.pk), by=by.actor)


@transaction.atomic
def restore_skill(skill: Skill, *, by: Agent) -> None:
    """Offer an archived skill again. Emits SkillRestored, once."""
    by.require(Right.MANAGE_HOURS)
    if Skill.objects.filter(pk=skill.pk, is_archived=True).update(is_archived=False):
        emit(SkillRestored(skill.pk), by=by.actor)


@transaction.atomic
def set_skill(agent: Agent, skill: Skill, *, level: int, expires_on: date | None, by: Agent) -> None:
    """Say how well somebody has a skill, from 1 to 5, and the last day it counts; level 0 takes it away.

    Refuses (Forbidden) who does not plan for this person, and (WorkforceRefused) a level that is none.
    Emits AgentSkillChanged, if anything changed.
    """
    if not may_plan_for(by, agent.pk):
        raise Forbidden(_("You don’t plan for this person."))
    if level and level not in LEVELS:
        raise WorkforceRefused(_("A level is a number from 1 to 5."))
    before = AgentSkill.objects.select_for_update().filter(agent=agent, skill=skill).first()
    if (before.level, before.expires_on) == (level, expires_on) if before else not level:
        return
    if level:
        values = {"level": level, "expires_on": expires_on}
        AgentSkill.objects.update_or_create(agent=agent, skill=skill, defaults=values)
    else:
        AgentSkill.objects.filter(agent=agent, skill=skill).delete()
    until = expires_on.isoformat() if expires_on and level else ""
    emit(AgentSkillChanged(skill.pk, agent_id=agent.pk, level=level, expires_on=until), by=by.actor)


def _free_name(name: str, row: Skill | None) -> str:
    name = " ".join(name.replace("\x00", "").split())
    if not name or len(name) > LONGEST_NAME:
        raise WorkforceRefused(
            _("Give the skill a name of at most %(most)s characters.") % {"most": LONGEST_NAME}, field="name"
        )
    if Skill.objects.filter(name__iexact=name).exclude(pk=row.pk if row else 0).exists():
        raise WorkforceRefused(_("There is a skill with this name already."), field="name")
    return name


def _known_kind(kind: str) -> str:
    if kind not in Skill.Kind.values:
        raise WorkforceRefused(_("There is no such kind of skill."))
    return kind
