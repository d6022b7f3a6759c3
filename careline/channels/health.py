"""How the mailboxes are: written by whoever fetches, read by pages and the doctor."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from careline.channels.events import InboxFailing, InboxRecovered
from careline.channels.models import Inbox
from careline.core.events import emit

FRESH = timedelta(seconds=20)


def record_success(inbox_id: int) -> None:
    """Note that the mailbox answered; emits InboxRecovered if it had been failing."""
    now = timezone.now()
    working = Inbox.objects.filter(pk=inbox_id, health=Inbox.Health.WORKING)
    if working.filter(healthy_at__gt=now - FRESH).exists() or working.update(healthy_at=now):
        return
    with transaction.atomic():
        inbox = Inbox.objects.select_for_update(of=("self",)).only("health", "failing_since").get(pk=inbox_id)
        if inbox.health == Inbox.Health.FAILING:
            since = inbox.failing_since or now
            emit(InboxRecovered(inbox_id, seconds=int((now - since).total_seconds())))
        Inbox.objects.filter(pk=inbox_id).update(
            health=Inbox.Health.WORKING, healthy_at=now, failing_since=None, health_error=""
        )


def record_failure(inbox_id: int, error: str) -> None:
    """Note that the mailbox does not work, and why; emits InboxFailing once."""
    text = error.replace("\x00", "")[:500]
    with transaction.atomic():
        began = (
            Inbox.objects.filter(pk=inbox_id)
            .exclude(health=Inbox.Health.FAILING)
            .update(health=Inbox.Health.FAILING, failing_since=timezone.now(), health_error=text)
        )
        if began:
            emit(InboxFailing(inbox_id, error=text))
        else:
            Inbox.objects.filter(pk=inbox_id).exclude(health_error=text).update(health_error=text)
