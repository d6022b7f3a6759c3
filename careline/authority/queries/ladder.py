"""Ladders: the levels of a team, and who stands on each. Whoever is absent is stood in for by their cover."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from careline.accounts.contracts import Right, Role
from careline.accounts.queries import active_agents, find_agents, find_names, find_team_names, team_lead_ids
from careline.authority.contracts import USUAL_LADDER, Step
from careline.authority.models import LadderStep
from careline.workforce.queries import all_skills, availability_of, who_can

if TYPE_CHECKING:
    from careline.accounts.models import Agent


def steps_of(team_id: int) -> tuple[Step, ...]:
    """The levels of a team's ladder, lowest first: its own, or the usual one (lead, then manager)."""
    rows = LadderStep.objects.filter(team_id=team_id).order_by("level")
    return tuple(Step(row.level, row.who, row.name, row.hours) for row in rows) or USUAL_LADDER


def people_on(step: Step, team_id: int) -> list[Agent]:
    """Those who stand on a level of a team's ladder now: who is absent is replaced by their cover, where there is one."""
    return stood_in_for(find_agents(_ids(step.who, team_id)))


def stood_in_for(people: Iterable[Agent]) -> list[Agent]:
    """These people, each who is absent replaced by who covers for them; who has no cover stays."""
    known = {one.pk: one for one in people}
    there = availability_of(known.values())
    ids = [there[pk].cover_id or pk for pk in known]
    others = {one.pk: one for one in find_agents(pk for pk in ids if pk not in known)}
    found = (known.get(pk) or others.get(pk) for pk in dict.fromkeys(ids))
    return [one for one in found if one is not None]


def top_people() -> list[Agent]:
    """Those who look after limits, and so decide where nobody below may; by name."""
    return [one for one in active_agents() if one.may(Right.MANAGE_LIMITS)]


def _ids(who: str, team_id: int) -> list[int]:
    word, number = split(who)
    if word == "lead":
        return team_lead_ids(team_id)
    if word == "manager":
        return [one.pk for one in active_agents() if one.role == Role.MANAGER]
    if word == "agent":
        return [number]
    if word == "team":
        return team_lead_ids(number) or [one.agent_id for one in who_can(number)]
    return [one.agent_id for one in who_can(None, [number])] if word == "skill" else []


def split(who: str) -> tuple[str, int]:
    """The word and the id of who stands on a level; 0 where it is a role."""
    word, _colon, number = who.partition(":")
    return word, int(number) if number.isdecimal() else 0


def who_words(steps: Iterable[Step]) -> dict[str, str]:
    """Who stands on these levels, in words: the name of the level's people, team or skill, by `who`."""
    wanted = {step.who for step in steps}
    by_kind: dict[str, set[int]] = {}
    for one in wanted:
        word, number = split(one)
        by_kind.setdefault(word, set()).add(number)
    agents, teams = find_names(by_kind.get("agent", ())), find_team_names(by_kind.get("team", ()))
    skills = {one.pk: one.name for one in all_skills()} if "skill" in by_kind else {}
    said = {"lead": _("The team’s lead"), "manager": _("The managers")}
    for one in wanted - {"lead", "manager"}:
        word, number = split(one)
        names = {"agent": agents, "team": teams, "skill": skills}.get(word, {})
        said[one] = names.get(number) or _("somebody who is gone")
    return said
