"""Changing the teams that a person belongs to."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts import events
from careline.accounts.actions.leads import remember_leads
from careline.accounts.contracts import Forbidden, Right
from careline.accounts.models import Agent, Membership, Team
from careline.accounts.queries import visible_team_ids
from careline.core.events import emit


@transaction.atomic
def join_teams(agent: Agent, *, teams: Sequence[Team], by: Agent) -> None:
    """Make a person a member of exactly these teams; who leads a team they stay in keeps leading it.

    Refuses (Forbidden) who may not manage users, and a private team that one doesn't see. Emits TeamsChanged.
    """
    by.require(Right.MANAGE_USERS)
    wanted = {team.pk for team in teams}
    moved = wanted ^ set(agent.memberships.values_list("team_id", flat=True))
    if not moved <= set(visible_team_ids(by)):
        raise Forbidden(_("Only its members, managers and admins let somebody into a private team."))
    set_teams(agent, wanted, by=by)


def set_teams(agent: Agent, wanted: set[int], *, by: Agent) -> None:
    """Write the memberships and the event, without a check of rights: the caller did it."""
    had = set(agent.memberships.values_list("team_id", flat=True))
    joined, left = sorted(wanted - had), sorted(had - wanted)
    if not joined and not left:
        return
    agent.memberships.filter(team_id__in=left).delete()
    Membership.objects.bulk_create(Membership(team_id=team, agent=agent) for team in joined)
    remember_leads([agent.pk])
    emit(events.TeamsChanged(agent_id=agent.pk, joined=joined, left=left), by=by.actor)
