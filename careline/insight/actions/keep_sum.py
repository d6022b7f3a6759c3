"""Sum a long period up, and keep what came out for who asks next."""

from __future__ import annotations

import time
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from careline.insight.models import KeptSum, Progress
from careline.insight.queries.period_sums import find_kept, key_of, sum_period
from careline.insight.summed import Kept, Question, pack

SWEPT_AFTER = timedelta(days=1)


@transaction.atomic
def keep_sum(question: Question) -> Kept:
    """Sum up anew and keep it. Who asks the same meanwhile waits for this one instead of doing it once more."""
    asked_at, key = timezone.now(), key_of(question)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
    found = find_kept(key)
    if found and found.made_at > asked_at:
        return found
    heeded_at = Progress.objects.filter(pk=1).values_list("followed_at", flat=True).first()
    began = time.monotonic()
    summed = sum_period(question)
    made_at = timezone.now()
    row = KeptSum(
        key=key, made_at=made_at, heeded_at=heeded_at, seconds=time.monotonic() - began, said=pack(summed)
    )
    columns = ["made_at", "heeded_at", "seconds", "said"]
    KeptSum.objects.bulk_create([row], update_conflicts=True, unique_fields=["key"], update_fields=columns)
    KeptSum.objects.filter(made_at__lt=made_at - SWEPT_AFTER).delete()
    return Kept(summed, made_at, heeded_at)
