"""What is done for webhooks by the clock."""

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from careline.webhooks.models import Delivery

KEPT = timedelta(days=30)
BATCH = 20_000


@app.periodic(cron="17 * * * *", periodic_id="webhook-log")
@app.task(name="careline.forget_deliveries", queueing_lock="webhook-log", pass_context=False)
def forget_deliveries(timestamp: int) -> None:
    """Remove deliveries that ended more than thirty days ago, with their attempts, some thousands at a time."""
    old = Delivery.objects.filter(done_at__lt=timezone.now() - KEPT).values("pk")[:BATCH]
    Delivery.objects.filter(pk__in=[row["pk"] for row in old]).delete()
