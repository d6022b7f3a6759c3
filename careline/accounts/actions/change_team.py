"""Changing a team: its name, signature, privacy and members."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Case, Value, When
from django.utils.translation import gettext as _

from careline.accounts import events
from careline.accounts.actions.join_teams import set_teams
from careline.accounts.actions.leads import remember_leads
from careline.accounts.actions.manage_team import require_team
from careline.accounts.contracts import NotPossible
from careline.accounts.models import Agent, Team
from careline.core.events import emit


@dataclass(frozen=True)
class TeamDetails:
    """What can be said about a team."""

    name: str
    signature: str
    is_private: bool


@transaction.atomic
def change_team(
    team: Team,
    *,
    details: TeamDetails,
    members: Sequence[Agent],
    by: Agent,
    leads: Sequence[Agent] | None = None,
) -> None:
    """Rename a team, change its signature or privacy, and make exactly these people its members, and those of them
    in `leads` its leads (None: as before).

    Refuses (Forbidden) who may not manage this team, and (NotPossible) a name that is taken.
    Emits TeamChanged, and TeamsChanged for each person who joins or leaves.
    """
    require_team(by, team)
    changed = [name for name, value in vars(details).items() if getattr(team, name) != value]
    for name in changed:
        setattr(team, name, getattr(details, name))
    _save(team, changed)
    if _set_members(team, members, by):
        changed.append("members")
    if leads is not None and _set_leads(team, {lead.pk for lead in leads}):
        changed.append("leads")
    if changed:
        emit(events.TeamChanged(team_id=team.pk, changed=changed), by=by.actor)


def _save(team: Team, changed: list[str]) -> None:
    try:
        with transaction.atomic():
            team.save(update_fields=changed)
    except IntegrityError as error:
        raise NotPossible(_("There is a team with this name already.")) from error


def _set_leads(team: Team, wanted: set[int]) -> bool:
    rows = team.memberships.values_list("agent_id", "is_lead")
    moved = [agent for agent, is_lead in rows if is_lead != (agent in wanted)]
    team.memberships.filter(agent_id__in=moved).update(
        is_lead=Case(When(is_lead=True, then=Value(False)), default=True)
    )
    remember_leads(moved)
    return bool(moved)


def _set_members(team: Team, members: Sequence[Agent], by: Agent) -> bool:
    had, wanted = set(team.memberships.values_list("agent_id", flat=True)), {m.pk for m in members}
    for agent in Agent.objects.filter(pk__in=had ^ wanted):
        mine = set(agent.memberships.values_list("team_id", flat=True))
        set_teams(agent, mine ^ {team.pk}, by=by)
    return had != wanted
