"""Tell one webhook of one event, whatever it else wants to hear of: because a rule says so."""

from __future__ import annotations

from django.utils import timezone

from careline.core.models import Event
from careline.webhooks.actions.follow_log import payload_of
from careline.webhooks.models import Delivery, Endpoint


def tell_of(endpoint_id: int, event_id: int) -> bool:
    """Put an event in line for a webhook, once, in the caller's transaction; False where it is gone or switched off."""
    endpoint = Endpoint.objects.filter(pk=endpoint_id, is_active=True).first()
    event = Event.objects.filter(pk=event_id).first()
    if endpoint is None or event is None:
        return False
    values = {
        "type": event.name,
        "subject": event.subject,
        "payload": payload_of(event),
        "due_at": timezone.now(),
    }
    Delivery.objects.get_or_create(endpoint=endpoint, event_id=event_id, defaults=values)
    return True
