"""Who may change which team."""

from django.utils.translation import gettext as _

from careline.accounts.contracts import Forbidden, Right
from careline.accounts.models import Agent, Team


def require_team(agent: Agent, team: Team) -> None:
    """Refuse (Forbidden) who may not manage this team.

    Managers and admins manage every team; who has the right but doesn't see every team, only teams they belong to,
    so that nobody lets themself into a private one; and who leads a team manages that one, whatever their role.
    """
    if agent.leads(team.pk):
        return
    agent.require(Right.MANAGE_TEAMS)
    if not agent.sees_every_team and not team.memberships.filter(agent=agent).exists():
        raise Forbidden(_("You manage only the teams that you belong to."))
