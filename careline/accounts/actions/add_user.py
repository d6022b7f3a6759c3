"""Making an account at the command line, without an invitation."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from careline.accounts import events
from careline.accounts.actions.factors import remember_factors
from careline.accounts.contracts import NotPossible, Role
from careline.accounts.models import Agent, Membership, Team
from careline.core.events import emit


@transaction.atomic
def add_user(email: str, *, name: str, role: Role, password: str, teams: Sequence[Team] = ()) -> Agent:
    """Create an account with a password: whoever holds the machine may do that.

    Refuses (NotPossible) an address that has an account. Emits AgentJoined.
    """
    try:
        with transaction.atomic():
            agent = Agent.objects.create_user(email.lower(), password, name=name, role=role)
    except IntegrityError as error:
        raise NotPossible(_("%(email)s has an account already.") % {"email": email}) from error
    Membership.objects.bulk_create(Membership(team=team, agent=agent) for team in teams)
    remember_factors([agent.pk])
    emit(events.AgentJoined(agent_id=agent.pk, role=role))
    return agent
