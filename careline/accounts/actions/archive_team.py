"""Putting a team away, and bringing it back."""

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts import events
from careline.accounts.actions.manage_team import require_team
from careline.accounts.contracts import NotPossible
from careline.accounts.models import Agent, Team
from careline.core.events import emit


@transaction.atomic
def archive_team(team: Team, *, by: Agent) -> None:
    """Take a team out of all choices; its tickets and members stay as they are.

    Refuses (Forbidden) who may not manage this team, and (NotPossible) the last team. Emits TeamChanged.
    """
    require_team(by, team)
    open_teams = [row.pk for row in Team.objects.select_for_update().filter(is_archived=False).order_by("pk")]
    if open_teams == [team.pk]:
        raise NotPossible(_("This is the only team. Make another one first."))
    _set(team, is_archived=True, by=by)


@transaction.atomic
def restore_team(team: Team, *, by: Agent) -> None:
    """Bring an archived team back. Refuses (Forbidden) who may not manage it. Emits TeamChanged."""
    require_team(by, team)
    _set(team, is_archived=False, by=by)


def _set(team: Team, *, is_archived: bool, by: Agent) -> None:
    if Team.objects.filter(pk=team.pk, is_archived=not is_archived).update(is_archived=is_archived):
        team.refresh_from_db()
        emit(events.TeamChanged(team_id=team.pk, changed=["is_archived"]), by=by.actor)
