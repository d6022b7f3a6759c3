"""How fresh the kept figures are."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from careline.insight.models import DueTicket, Progress

LATE_SECONDS = 60
MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class Freshness:
    """Until how many seconds ago everything that happened is heeded (None: never looked), and how many tickets wait."""

    seconds: int | None
    waiting: int
    worker_is_late: bool | None = None

    @property
    def is_late(self) -> bool:
        """Whether the worker seems not to compute at all; said apart where older sums are shown."""
        if self.worker_is_late is not None:
            return self.worker_is_late
        return self.seconds is None or self.seconds > LATE_SECONDS

    @property
    def minutes(self) -> int:
        """The same in whole minutes; 0 while it is better said in seconds."""
        return self.seconds // 60 if self.seconds and self.seconds >= 2 * 60 else 0


def freshness() -> Freshness:
    """How fresh figures are now. Two statements; what waits is counted up to ten thousand, but for a walk over all."""
    progress = Progress.objects.filter(pk=1).first()
    if progress is None or progress.followed_at is None:
        return Freshness(None, 0)
    due = DueTicket.objects.all()[:MOST_COUNTED].count()
    walking = 0 if progress.walk_below is None else max(progress.walk_total - progress.walk_done, 0)
    age = timezone.now() - progress.followed_at
    return Freshness(max(int(age.total_seconds()), 0), due + walking)
