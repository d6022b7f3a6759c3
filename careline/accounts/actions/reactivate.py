"""Opening a closed account again."""

from django.db import transaction

from careline.accounts import events
from careline.accounts.actions.reach import require_over
from careline.accounts.contracts import Right
from careline.accounts.models import Agent
from careline.core.events import emit


@transaction.atomic
def reactivate(agent: Agent, *, by: Agent) -> None:
    """Let a person who had left log in again, with the role and teams they had.

    Refuses (Forbidden) who may not manage users or may less than the person. Emits AgentReactivated.
    """
    by.require(Right.MANAGE_USERS)
    require_over(by, agent)
    closed = Agent.objects.filter(pk=agent.pk, is_active=False)
    if closed.update(is_active=True, deactivated_at=None):
        agent.refresh_from_db()
        emit(events.AgentReactivated(agent_id=agent.pk), by=by.actor)
