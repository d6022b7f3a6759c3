"""How often we may mail somebody without a person: once a thread and hour, once a recipient and hour, few a day."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from careline.channels.configured import normal
from careline.channels.models import AutomaticMail

A_DAY = 10


def may_send_automatic(recipient: str, *, ticket_id: int) -> bool:
    """Whether an automatic mail to this recipient in this ticket is within the limits."""
    now = timezone.now()
    email = normal(recipient)
    lately = AutomaticMail.objects.filter(sent_at__gt=now - timedelta(hours=1))
    if lately.filter(Q(recipient=email) | Q(ticket_id=ticket_id)).exists():
        return False
    today = AutomaticMail.objects.filter(recipient=email, sent_at__gt=now - timedelta(days=1))
    return today.count() < A_DAY
