"""Making an account at the command line, without an invitation."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from careline.accounts import events
from careline.accounts.actions.factors import remember_factors
from careline.accounts.actions.grant import find_grant
from careline.accounts.contracts import NotPossible
from careline.accounts.models import Agent, Membership, Team
from careline.core.events import emit


@transaction.atomic
def add_user(email: str, *, name: str, role: str, password: str, teams: Sequence[Team] = ()) -> Agent:
    """Create an account with a password: whoever holds the machine may do that.

    `role` is the key of one, built-in or the company's own. Refuses (NotPossible) a key that no role has, and an
    address that has an account. Emits AgentJoined.
    """
    grant = find_grant(role)
    given = {"role": grant.role.value, "custom_role": grant.custom}
    rights = grant.custom.rights if grant.custom else None
    try:
        with transaction.atomic():
            agent = Agent.objects.create_user(
                email.lower(), password, name=name, custom_rights=rights, **given
            )
    except IntegrityError as error:
        raise NotPossible(_("%(email)s has an account already.") % {"email": email}) from error
    Membership.objects.bulk_create(Membership(team=team, agent=agent) for team in teams)
    remember_factors([agent.pk])
    emit(events.AgentJoined(agent_id=agent.pk, role=grant.key))
    return agent
