"""Setting somebody's password at the command line."""

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from careline.accounts import events
from careline.accounts.models import Agent
from careline.core.events import emit


@transaction.atomic
def set_password(agent: Agent, *, password: str) -> None:
    """Set a password; every session of the person ends, since sessions are bound to it.

    Raises ValidationError for a weak one. Emits PasswordSet.
    """
    check_password(password, agent)
    agent.set_password(password)
    agent.save(update_fields=["password"])
    emit(events.PasswordSet(agent_id=agent.pk))


def check_password(password: str, agent: Agent) -> None:
    """Raise ValidationError for a password that is short, common, or made of the person's own name or address."""
    validate_password(password, agent)
