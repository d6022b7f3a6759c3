"""Making a token by which a program acts in a person's name."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts import events
from careline.accounts.contracts import NotPossible, Scope
from careline.accounts.models import Agent, ApiToken
from careline.core.events import emit

MOST = 50


@transaction.atomic
def make_token(
    name: str, *, scopes: Sequence[Scope], by: Agent, lifetime: timedelta | None = None
) -> tuple[ApiToken, str]:
    """Make a token of 256 random bits for oneself; returns it with the secret, which nobody can see again.

    It grants what its owner may do now and later, within its scopes. Refuses (NotPossible) a token without scopes,
    and more than fifty living ones. Emits TokenMade.
    """
    if not scopes:
        raise NotPossible(_("Say what the token is for."))
    if ApiToken.objects.filter(agent=by, revoked_at=None).count() >= MOST:
        raise NotPossible(_("These are too many tokens: revoke those that nobody needs."))
    secret = ApiToken.MARK + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        agent=by, name=name[:80], digest=digest_of(secret), prefix=secret[:8], scopes=sorted(scopes),
        expires_at=timezone.now() + lifetime if lifetime else None,
    )  # fmt: skip
    emit(events.TokenMade(token_id=token.pk, agent_id=by.pk, scopes=sorted(scopes)), by=by.actor)
    return token, secret


def digest_of(secret: str) -> str:
    """How a token is kept. It is random enough (256 bits) that one round of SHA-256 can't be undone."""
    return hashlib.sha256(secret.encode()).hexdigest()
