"""Making a team."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from careline.accounts import events
from careline.accounts.actions.leads import remember_leads
from careline.accounts.contracts import NotPossible, Right
from careline.accounts.models import Agent, Membership, Team
from careline.core.events import emit


@transaction.atomic
def create_team(name: str, *, by: Agent, is_private: bool = False) -> Team:
    """Make a team, led by the person who makes it.

    Refuses (Forbidden) who may not manage teams, and (NotPossible) a name that is taken. Emits TeamCreated.
    """
    by.require(Right.MANAGE_TEAMS)
    try:
        with transaction.atomic():
            team = Team.objects.create(name=name, is_private=is_private)
    except IntegrityError as error:
        raise NotPossible(_("There is a team with this name already.")) from error
    Membership.objects.create(team=team, agent=by, is_lead=True)
    remember_leads([by.pk])
    emit(events.TeamCreated(team_id=team.pk), by=by.actor)
    return team
