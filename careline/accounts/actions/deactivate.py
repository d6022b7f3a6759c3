"""Closing a person's account."""

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts import events
from careline.accounts.actions.admins import keep_one_admin
from careline.accounts.actions.reach import require_over
from careline.accounts.actions.revoke_token import revoke_tokens_of
from careline.accounts.contracts import NotPossible, Right
from careline.accounts.models import Agent
from careline.core.events import emit


@transaction.atomic
def deactivate(agent: Agent, *, by: Agent) -> None:
    """Close an account; its sessions end and its tokens stop working at once. What the person wrote stays theirs.

    Refuses (Forbidden) who may not manage users or may less than the person, and (NotPossible) oneself and the last administrator.
    Emits AgentDeactivated.
    """
    by.require(Right.MANAGE_USERS)
    require_over(by, agent)
    if agent.pk == by.pk:
        raise NotPossible(_("You can’t close your own account. Ask another administrator."))
    keep_one_admin(agent)
    now = timezone.now()
    closed = Agent.objects.filter(pk=agent.pk, is_active=True)
    if not closed.update(is_active=False, deactivated_at=now, presence=Agent.Presence.OFFLINE):
        return
    end_sessions(agent)
    revoke_tokens_of(agent, by=by)
    agent.refresh_from_db()
    emit(events.AgentDeactivated(agent_id=agent.pk), by=by.actor)


def end_sessions(agent: Agent) -> None:
    """Delete all log in sessions of a person."""
    for session in UserSession.objects.filter(user=agent):
        session.end()
