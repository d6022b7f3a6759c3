"""The API's part of skills: which there are, who has them, and writing both."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest
from ninja import Router
from ninja import Status as Answer

from careline.accounts.contracts import Scope
from careline.accounts.queries import find_agents
from careline.core.api.answers import changing, reading
from careline.core.api.callers import Bearer, caller_of
from careline.core.api.paging import PageOf
from careline.core.api.values import Id, Shown
from careline.workforce.actions.save_skill import (
    archive_skill,
    change_skill,
    create_skill,
    restore_skill,
    set_skill,
)
from careline.workforce.api.given import HolderGiven, SkillChangeGiven, SkillGiven
from careline.workforce.models import Skill
from careline.workforce.queries.planning import all_skills, holders_of_skills

router = Router(tags=["Workforce"])
READ, WRITE = Bearer(Scope.READ_STAFF), Bearer(Scope.WRITE_STAFF)


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
    is_archived: bool
    holders: list[HolderShown]


@router.get(
    "/skills", response=reading(PageOf[SkillShown]), auth=READ, operation_id="listSkills", summary="Skills"
)  # fmt: skip
def list_skills(request: HttpRequest) -> dict[str, Any]:
    """The skills of the company with who has them, but for archived ones. One page."""
    skills = [*all_skills()]
    held = holders_of_skills(skills)
    return {"items": [_shown(one, held[one.pk]) for one in skills]}


@router.post(
    "/skills", response=changing(SkillShown, status=201), auth=WRITE, operation_id="createSkill",
    summary="Name a skill",
)  # fmt: skip
def create(request: HttpRequest, given: SkillGiven) -> Any:
    """Name a skill, for who may manage hours and skills."""
    return Answer(201, _shown(create_skill(given.name, kind=given.kind, by=caller_of(request)), []))


@router.get(
    "/skills/{skill_id}", response=reading(SkillShown, 404), auth=READ, operation_id="getSkill",
    summary="One skill",
)  # fmt: skip
def get_one(request: HttpRequest, skill_id: Id) -> dict[str, Any]:
    """One skill, archived ones too, with who has it."""
    skill = _access(skill_id)
    return _shown(skill, holders_of_skills([skill])[skill.pk])


@router.put(
    "/skills/{skill_id}", response=changing(SkillShown, 404), auth=WRITE, operation_id="changeSkill",
    summary="Change a skill",
)  # fmt: skip
def put(request: HttpRequest, skill_id: Id, given: SkillChangeGiven) -> dict[str, Any]:
    """Say all about a skill anew, archive it, or offer it again. Who has it keeps it."""
    agent, skill = caller_of(request), _access(skill_id)
    with transaction.atomic():
        change_skill(skill, name=given.name, kind=given.kind, by=agent)
        (archive_skill if given.is_archived else restore_skill)(skill, by=agent)
    return get_one(request, skill_id)


@router.put(
    "/skills/{skill_id}/holders/{user_id}", response=changing(SkillShown, 404), auth=WRITE,
    operation_id="setSkillOfUser", summary="Say how well somebody has a skill",
)  # fmt: skip
def put_holder(request: HttpRequest, skill_id: Id, user_id: Id, given: HolderGiven) -> dict[str, Any]:
    """Say how well somebody has a skill, for who plans for them."""
    _set(request, skill_id, user_id, given)
    return get_one(request, skill_id)


@router.delete(
    "/skills/{skill_id}/holders/{user_id}", response=changing(None, 404, status=204), auth=WRITE,
    operation_id="removeSkillOfUser", summary="Take a skill from somebody",
)  # fmt: skip
def remove_holder(request: HttpRequest, skill_id: Id, user_id: Id) -> Any:
    """Say that somebody has a skill no longer, for who plans for them."""
    _set(request, skill_id, user_id, None)
    return Answer(204, None)


def _set(request: HttpRequest, skill_id: int, user_id: int, given: HolderGiven | None) -> None:
    skill, agent = _access(skill_id), next(iter(find_agents([user_id])), None)
    if agent is None:
        raise Http404
    level, until = (given.level, given.expires_on) if given else (0, None)
    set_skill(agent, skill, level=level, expires_on=until, by=caller_of(request))


def _access(skill_id: int) -> Skill:
    found = Skill.objects.filter(pk=skill_id).first()
    if found is None:
        raise Http404
    return found


def _shown(skill: Skill, held: list[Any]) -> dict[str, Any]:
    holders = [
        {
            "user_id": one.agent_id, "level": one.level,
            "expires_on": one.expires_on.isoformat() if one.expires_on else None,
        }
        for one in held
    ]  # fmt: skip
    known = {"id": skill.pk, "name": skill.name, "kind": skill.kind, "is_archived": skill.is_archived}
    return known | {"holders": holders}
