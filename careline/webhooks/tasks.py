"""What is done for webhooks by the clock."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from careline.webhooks.models import Delivery, Endpoint

KEPT = timedelta(days=30)
BATCH = 20_000


@app.periodic(cron="17 * * * *", periodic_id="webhook-log")
@app.task(name="careline.forget_deliveries", queueing_lock="webhook-log", pass_context=False)
def forget_deliveries(timestamp: int) -> None:
    """Remove deliveries that ended more than thirty days ago, with their attempts, some thousands at a time; and secrets
    that no longer sign along."""
    now = timezone.now()
    old = Delivery.objects.filter(done_at__lt=now - KEPT).values_list("pk", flat=True)[:BATCH]
    Delivery.objects.filter(pk__in=[*old]).delete()
    Endpoint.objects.filter(old_secret_until__lt=now).update(old_secret="", old_secret_until=None)
