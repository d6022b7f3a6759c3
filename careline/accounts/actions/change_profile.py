"""Changing one's own profile."""

from dataclasses import dataclass

from django.db import transaction

from careline.accounts import events
from careline.accounts.models import Agent
from careline.core.events import emit


@dataclass(frozen=True)
class Profile:
    """What people say about themselves; address and role are not theirs to change."""

    name: str
    language: str
    time_zone: str
    signature: str


@transaction.atomic
def change_profile(agent: Agent, *, profile: Profile) -> None:
    """Change the person's own name, language, time zone and signature. Emits ProfileChanged."""
    changed = [name for name, value in vars(profile).items() if getattr(agent, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(agent, name, getattr(profile, name))
    agent.save(update_fields=changed)
    emit(events.ProfileChanged(agent_id=agent.pk, changed=changed), by=agent.actor)
