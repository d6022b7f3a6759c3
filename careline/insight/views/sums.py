"""The sums of a page: computed at once, or where that takes seconds as they were kept, with their age, until the new ones are there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone

from careline.insight.actions.keep_sum import keep_sum
from careline.insight.queries.freshness import Freshness, freshness
from careline.insight.queries.period_sums import find_kept, is_long, key_of, sum_period
from careline.insight.summed import Question, Summed

GOOD_FOR = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Sums:
    """What a page has to show: the sums (None: they are still being made), how fresh they are, whether the page is to

    fetch them anew by itself, and whether they were kept at all.
    """

    summed: Summed | None
    freshness: Freshness
    is_fetching: bool = False
    is_kept: bool = False


def sums_for(request: HttpRequest, question: Question) -> Sums:
    """The sums that a page shows at once. `sum=anew` in the address waits for new ones."""
    fresh = freshness()
    if not is_long(question):
        return Sums(sum_period(question), fresh)
    kept = keep_sum(question) if request.GET.get("sum") == "anew" else find_kept(key_of(question))
    if kept is None:
        return Sums(None, fresh, is_fetching=True)
    now = timezone.now()
    age = (now - kept.heeded_at).total_seconds() if kept.heeded_at else None
    told = Freshness(None if age is None else max(int(age), 0), fresh.waiting, worker_is_late=fresh.is_late)
    return Sums(kept.summed, told, is_fetching=now - kept.made_at > GOOD_FOR, is_kept=True)
