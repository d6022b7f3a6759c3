"""How many mails an inbox may send in an hour: a sliding window over what it has sent."""

from datetime import timedelta

import structlog
from django.utils import timezone

from careline.channels.models import DeliveryAttempt, Inbox

WINDOW = timedelta(hours=1)
log = structlog.get_logger()


def seconds_until_allowed(inbox: Inbox) -> float:
    """Return how long an inbox has to wait before its next mail; 0 while it is within its hourly limit."""
    if not inbox.hourly_limit:
        return 0.0
    now = timezone.now()
    sent = DeliveryAttempt.objects.filter(inbox_id=inbox.pk, started_at__gt=now - WINDOW, outcome="sent")
    times = sent.order_by("-started_at").values_list("started_at", flat=True)
    oldest = times[inbox.hourly_limit - 1 : inbox.hourly_limit].first()
    if oldest is None:
        return 0.0
    pause = (oldest + WINDOW - now).total_seconds()
    log.warning("hourly_limit_reached", inbox_id=inbox.pk, limit=inbox.hourly_limit, seconds=round(pause))
    return max(pause, 1.0)
