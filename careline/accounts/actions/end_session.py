"""Ending a session of one's own, or of somebody else's."""

from allauth.usersessions.models import UserSession
from django.db import transaction

from careline.accounts import events
from careline.accounts.actions.deactivate import end_sessions
from careline.accounts.actions.reach import require_over
from careline.accounts.contracts import Right
from careline.accounts.models import Agent
from careline.core.events import emit


@transaction.atomic
def end_session(session: UserSession, *, by: Agent) -> None:
    """End one session at once: one's own, or with the right to manage users that of somebody who may no more.

    Refuses (Forbidden) others'. Emits SessionsEnded.
    """
    _require(by, session.user)
    session.end()
    emit(events.SessionsEnded(agent_id=session.user_id), by=by.actor)


@transaction.atomic
def end_all_sessions(agent: Agent, *, by: Agent) -> None:
    """End all sessions of a person at once. Refuses as `end_session`. Emits SessionsEnded."""
    _require(by, agent)
    end_sessions(agent)
    emit(events.SessionsEnded(agent_id=agent.pk), by=by.actor)


def _require(by: Agent, agent: Agent) -> None:
    if agent.pk != by.pk:
        by.require(Right.MANAGE_USERS)
        require_over(by, agent)
