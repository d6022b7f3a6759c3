"""Giving a webhook a new secret."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.webhooks.events import WebhookSecretRotated
from careline.webhooks.models import Endpoint
from careline.webhooks.signing import new_secret

if TYPE_CHECKING:
    from careline.accounts.models import Agent

OVERLAP = timedelta(hours=24)


@transaction.atomic
def rotate_secret(endpoint: Endpoint, *, by: Agent) -> str:
    """Make a new secret and return it, this once. For a day both sign, so that the other side can change over.

    Emits WebhookSecretRotated.
    """
    by.require(Right.MANAGE_COMPANY)
    fresh = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
    fresh.old_secret, fresh.old_secret_until = fresh.secret, timezone.now() + OVERLAP
    fresh.secret = new_secret()
    fresh.save(update_fields=["secret", "old_secret", "old_secret_until"])
    emit(WebhookSecretRotated(fresh.pk), by=by.actor)
    return fresh.secret
