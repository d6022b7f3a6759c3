"""Saying whether one takes work now."""

from django.db import transaction

from careline.accounts import events
from careline.accounts.models import Agent
from careline.core.events import emit


@transaction.atomic
def change_presence(agent: Agent, *, presence: Agent.Presence) -> None:
    """Become available, away or offline. Emits PresenceChanged, if it changed."""
    if Agent.objects.filter(pk=agent.pk).exclude(presence=presence).update(presence=presence):
        agent.presence = presence
        emit(events.PresenceChanged(agent_id=agent.pk, presence=presence), by=agent.actor)
