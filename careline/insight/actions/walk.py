"""Walk over all tickets, the newest first, and compute each: at the first start, and after business hours changed."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from careline.insight.actions.compute import compute
from careline.insight.models import Progress
from careline.tickets.queries.solved import count_tickets, numbers_below

FROM_THE_TOP = 2**62


def begin_walk(progress: Progress, *, after: timedelta = timedelta()) -> None:
    """Have every ticket computed anew, beginning after a while. A walk that is under way begins again."""
    progress.walk_below, progress.walk_from = FROM_THE_TOP, timezone.now() + after
    progress.walk_total, progress.walk_done = count_tickets(), 0
    progress.save(update_fields=["walk_below", "walk_from", "walk_total", "walk_done"])


@transaction.atomic
def recount() -> None:
    """Have every ticket computed anew, beginning now."""
    Progress.objects.get_or_create(pk=1)
    begin_walk(Progress.objects.select_for_update().get(pk=1))


@transaction.atomic
def walk(limit: int) -> int:
    """Compute the next tickets of the walk; returns how many, 0 when there is nothing to walk. Goes on where it ended."""
    progress = Progress.objects.select_for_update().filter(pk=1).first()
    if progress is None or progress.walk_below is None or not _may_begin(progress):
        return 0
    numbers = numbers_below(progress.walk_below, limit=limit)
    compute(numbers)
    progress.walk_below = numbers[-1] if numbers else None
    progress.walk_done += len(numbers)
    progress.save(update_fields=["walk_below", "walk_done"])
    return len(numbers)


def _may_begin(progress: Progress) -> bool:
    return progress.walk_from is None or progress.walk_from <= timezone.now()
