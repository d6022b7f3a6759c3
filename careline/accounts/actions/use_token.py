"""Recognising a token, and noting that it was used."""

import re
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from careline.accounts.actions.make_token import digest_of
from careline.accounts.models import ApiToken

_SHAPE = re.compile(rf"{ApiToken.MARK}[A-Za-z0-9_-]{{43}}")
NOTED_EVERY = timedelta(minutes=1)


def use_token(secret: str) -> ApiToken | None:
    """The living token with this secret, with its owner; None if it is unknown, late, revoked, or its owner left.

    Its last use is noted, at most once a minute. Emits nothing.
    """
    if not _SHAPE.fullmatch(secret):
        return None
    now = timezone.now()
    living = ApiToken.objects.filter(Q(expires_at=None) | Q(expires_at__gt=now), revoked_at=None)
    token = living.select_related("agent").filter(digest=digest_of(secret), agent__is_active=True).first()
    if token is None:
        return None
    if token.last_used_at is None or now - token.last_used_at > NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token
