"""Say to whom a team's tickets and decisions go when more is needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.accounts.queries import find_agents, open_teams
from careline.authority.contracts import MOST_STEPS, AuthorityRefused, Step
from careline.authority.events import LadderChanged
from careline.authority.models import LadderStep
from careline.authority.queries.ladder import split
from careline.core.events import emit
from careline.workforce.queries import all_skills

if TYPE_CHECKING:
    from careline.accounts.models import Agent, Team

MOST_HOURS = 24 * 14


@transaction.atomic
def save_ladder(team: Team, steps: Sequence[Step], *, by: Agent) -> None:
    """Set the levels of a team's ladder, lowest first; none: the usual one. Levels are numbered anew, from 1.

    Refuses (AuthorityRefused) what stands for nobody, the team itself, and more than eight levels. Emits LadderChanged.
    """
    by.require(Right.MANAGE_LIMITS)
    if len(steps) > MOST_STEPS:
        raise AuthorityRefused(_("There can be at most %(most)s.") % {"most": MOST_STEPS})
    for step in steps:
        _check(step, team)
    before = [*LadderStep.objects.select_for_update().filter(team=team).values_list("who", "name", "hours")]
    if before == [(step.who, step.name, step.hours) for step in steps]:
        return
    LadderStep.objects.filter(team=team).delete()
    LadderStep.objects.bulk_create(
        LadderStep(team=team, level=n, who=step.who, name=step.name.strip()[:80], hours=step.hours)
        for n, step in enumerate(steps, start=1)
    )
    emit(LadderChanged(team_id=team.pk, steps=tuple((step.who, step.hours) for step in steps)), by=by.actor)


def _check(step: Step, team: Team) -> None:
    word, number = split(step.who)
    is_known = {
        "lead": lambda: not number,
        "manager": lambda: not number,
        "agent": lambda: bool(find_agents([number])),
        "team": lambda: number != team.pk and open_teams().filter(pk=number).exists(),
        "skill": lambda: any(one.pk == number for one in all_skills()),
    }.get(word)
    if is_known is None or not is_known():
        raise AuthorityRefused(
            _("Choose who stands on each level: nobody is called “%(who)s”.") % {"who": step.who[:40]}
        )
    if not 1 <= step.hours <= MOST_HOURS:
        raise AuthorityRefused(_("A level has from 1 to %(most)s hours.") % {"most": MOST_HOURS})
