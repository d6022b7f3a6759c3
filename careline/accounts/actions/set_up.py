"""Opening the desk: the company, its owner and the first team, exactly once."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from careline.accounts import events
from careline.accounts.actions.leads import remember_leads
from careline.accounts.contracts import NotPossible, Role
from careline.accounts.models import Agent, Company, Membership, Team
from careline.core.events import emit


@dataclass(frozen=True)
class Opening:
    """What the set-up page asks: the company, and the owner who will log in."""

    company: str
    name: str
    email: str
    password: str
    language: str
    time_zone: str
    team: str = "Support"


def set_up(opening: Opening) -> Agent:
    """Create the company, its owner and the first team; the Company row closes set-up for good.

    Refuses (NotPossible) when the company exists, also when two people press the button at once.
    Emits CompanySetUp and AgentJoined.
    """
    with transaction.atomic():
        _claim(opening)
        owner = Agent.objects.create_user(
            opening.email,
            opening.password,
            name=opening.name,
            role=Role.ADMIN,
            language=opening.language,
            time_zone=opening.time_zone,
        )
        team = Team.objects.create(name=opening.team)
        Membership.objects.create(team=team, agent=owner, is_lead=True)
        remember_leads([owner.pk])
        emit(events.CompanySetUp(agent_id=owner.pk), by=owner.actor)
        emit(events.AgentJoined(agent_id=owner.pk, role=owner.role), by=owner.actor)
        emit(events.TeamCreated(team_id=team.pk), by=owner.actor)
    return owner


def _claim(opening: Opening) -> None:
    """The primary key is fixed, so of two set-ups at once the database lets one through."""
    try:
        with transaction.atomic():
            Company.objects.create(
                name=opening.company, language=opening.language, time_zone=opening.time_zone
            )
    except IntegrityError as error:
        raise NotPossible(_("This desk is set up already. Please log in.")) from error
