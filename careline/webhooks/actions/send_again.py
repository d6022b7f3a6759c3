"""Sending a delivery once more, and sending a test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.webhooks.actions.follow_log import payload
from careline.webhooks.contracts import WebhookRefused
from careline.webhooks.models import Delivery, Endpoint
from careline.webhooks.models.delivery import new_key

if TYPE_CHECKING:
    from careline.accounts.models import Agent

TEST = "webhook.test"


@transaction.atomic
def send_again(delivery: Delivery, *, by: Agent) -> None:
    """Send what was delivered or failed once more, with the same id. Refuses what is on its way. Emits nothing."""
    by.require(Right.MANAGE_COMPANY)
    done = Delivery.objects.filter(
        pk=delivery.pk, state__in=[Delivery.State.DELIVERED, Delivery.State.FAILED]
    )
    if not done.update(state=Delivery.State.WAITING, attempts=0, due_at=timezone.now(), done_at=None):
        raise WebhookRefused(_("It is on its way already."))


def send_test(endpoint: Endpoint, *, by: Agent) -> Delivery:
    """Queue a test delivery, `webhook.test`. Refuses a webhook that is switched off. Emits nothing."""
    by.require(Right.MANAGE_COMPANY)
    if not endpoint.is_active:
        raise WebhookRefused(_("This webhook is switched off."))
    key, now = new_key(), timezone.now()
    said = payload(TEST, now.isoformat(), {"endpoint_id": endpoint.pk, "agent_id": by.pk})
    return Delivery.objects.create(
        endpoint=endpoint, key=key, type=TEST, subject=f"test:{key}", payload=said, due_at=now
    )
