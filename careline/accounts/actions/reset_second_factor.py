"""Helping somebody who lost their phone."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from careline.accounts import events
from careline.accounts.actions.deactivate import end_sessions
from careline.accounts.actions.factors import remember_factors
from careline.accounts.actions.reach import require_over
from careline.accounts.contracts import Right
from careline.accounts.models import Agent
from careline.core.events import SYSTEM, emit


@transaction.atomic
def reset_second_factor(agent: Agent, *, by: Agent | None) -> None:
    """Remove a person's authenticator app, passkeys and recovery codes, and end their sessions.

    `by` None is the command line. Refuses (Forbidden) who may not manage users or may less than the person. Emits SecondFactorReset.
    """
    if by:
        by.require(Right.MANAGE_USERS)
        require_over(by, agent)
    Authenticator.objects.filter(user=agent).delete()
    remember_factors([agent.pk])
    end_sessions(agent)
    emit(events.SecondFactorReset(agent_id=agent.pk), by=by.actor if by else SYSTEM)
