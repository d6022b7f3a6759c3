"""Follow the event log: note which tickets' figures are to be computed again."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from careline.insight.actions.walk import begin_walk
from careline.insight.models import Progress
from careline.insight.models.following import log_end, mark_due, window
from careline.insight.models.writing import begin_rows
from careline.workforce.queries import organisations_have_hours

HEARD_SECONDS = 12  # every process reads changed hours again within ten
SAID_SECONDS = 10


@transaction.atomic
def follow() -> int:
    """Heed what happened since the last look; returns how many tickets it concerned. What fails is read again.

    In another cluster, as after a restore, or at the very first look, every ticket is computed.
    """
    progress = _progress()
    cluster, snapshot = log_end()
    if progress.cluster != cluster:
        begin_walk(progress)
        _reached(progress, cluster, snapshot)
        return 0
    seen = window(progress.snapshot, snapshot)
    begin_rows(seen.new)
    mark_due(seen.changed, customer_ids=seen.customers if organisations_have_hours() else ())
    if seen.hours_changed:
        begin_walk(progress, after=timedelta(seconds=HEARD_SECONDS))
    if seen.new or seen.changed or seen.customers or seen.hours_changed or _is_silent(progress):
        _reached(progress, cluster, snapshot)
    return len(seen.new) + len(seen.changed)


def _progress() -> Progress:
    """The one row, locked, so that two workers never read the same stretch."""
    Progress.objects.get_or_create(pk=1)
    return Progress.objects.select_for_update().get(pk=1)


def _is_silent(progress: Progress) -> bool:
    """Whether it is time to say that all is heeded although nothing happened."""
    last = progress.followed_at
    return last is None or timezone.now() - last > timedelta(seconds=SAID_SECONDS)


def _reached(progress: Progress, cluster: str, snapshot: str) -> None:
    progress.cluster, progress.snapshot, progress.followed_at = cluster, snapshot, timezone.now()
    progress.save(update_fields=["cluster", "snapshot", "followed_at"])
