"""All sums of a page over a period: computed, or found as they were kept a while ago."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict

from django.db import connection

from careline.insight.contracts import Figure
from careline.insight.models import KeptSum
from careline.insight.queries.summing import (
    KEYS,
    received,
    sum_units,
    sum_up,
    sum_whole,
    targets_of,
    values_of,
    where,
)
from careline.insight.summed import Kept, Question, Summed, unpack
from careline.tickets.queries.kept_out import kept_from

LONG = 200_000
"""From how many tickets on sums are kept: as many take the database most of a second."""
MEDIANS = (Figure.FIRST_RESPONSE, Figure.FULL_RESOLUTION)


def is_long(question: Question) -> bool:
    """Whether so many tickets are asked for, by the planner's estimate, that nobody should wait for them. 1 ms."""
    both = question.asked.between(question.period.before, question.period.until)
    with connection.cursor() as cursor:
        cursor.execute(
            f"EXPLAIN (FORMAT JSON) SELECT FROM insight_ticketfigures t WHERE {where(both)}",
            values_of(both),
        )
        plan = cursor.fetchone()[0]
    plan = json.loads(plan) if isinstance(plan, str) else plan
    return int(plan[0]["Plan"]["Plan Rows"]) >= LONG


def sum_period(question: Question) -> Summed:
    """Compute what a page shows: seven statements at most, each over all tickets of the period."""
    asked, period = question.asked, question.period
    earlier, both = asked.between(period.before, period.since), asked.between(period.before, period.until)
    units = (*period.earlier, *period.starts)
    if question.by not in KEYS:
        found = sum_whole(asked, times=()), sum_whole(earlier, times=()), sum_units(both, units, times=())
        return Summed(*found, targets=targets_of(asked))
    return Summed(
        sum_whole(asked), sum_whole(earlier), sum_units(both, units, times=MEDIANS),
        received(asked, period.starts), sum_up(asked, question.by, times=MEDIANS),
    )  # fmt: skip


def key_of(question: Question) -> str:
    """All that the answer depends on but the moment: what was asked, and what the person may see."""
    asked, period = asdict(question.asked), question.period
    for name in ("viewer_id", "since", "until"):
        del asked[name]
    hidden = sorted(kept_from(question.asked.viewer_id))
    said = [asked, hidden, question.by, period.unit, period.zone, period.before, period.starts]
    return hashlib.sha256(json.dumps(said, default=str, sort_keys=True).encode()).hexdigest()


def find_kept(key: str) -> Kept | None:
    """The sums of a question, by its key, as they were made last, however old; None where there are none, or another version made them."""
    row = KeptSum.objects.filter(pk=key).first()
    try:
        return Kept(unpack(row.said), row.made_at, row.heeded_at) if row else None
    except (KeyError, TypeError):
        return None
