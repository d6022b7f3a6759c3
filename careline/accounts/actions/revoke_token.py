"""Making a token worthless."""

from django.db import transaction
from django.utils import timezone

from careline.accounts import events
from careline.accounts.contracts import Right
from careline.accounts.models import Agent, ApiToken
from careline.core.events import emit


@transaction.atomic
def revoke_token(token: ApiToken, *, by: Agent) -> bool:
    """Revoke one's own token, or anybody's for who manages users (else Forbidden). Emits TokenRevoked, once."""
    if token.agent_id != by.pk:
        by.require(Right.MANAGE_USERS)
    living = ApiToken.objects.filter(pk=token.pk, revoked_at=None)
    if not living.update(revoked_at=timezone.now()):
        return False
    emit(events.TokenRevoked(token_id=token.pk, agent_id=token.agent_id), by=by.actor)
    return True


def revoke_tokens_of(agent: Agent, *, by: Agent) -> None:
    """Revoke all tokens of a person who leaves."""
    for token in ApiToken.objects.filter(agent=agent, revoked_at=None):
        revoke_token(token, by=by)
