"""The day to look at a measure again: it is told, once, and the measure is kept until another day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.feedback.contracts import FeedbackRefused
from careline.feedback.events import MeasureKept, MeasureReviewDue
from careline.feedback.models import Measure
from careline.feedback.queries.people import lead_or_manager_ids
from careline.feedback.queries.settings import feedback_settings
from careline.tickets.queries.conditions import company_zone

if TYPE_CHECKING:
    from careline.accounts.models import Agent

AT_ONCE = 100


@transaction.atomic
def tell_due_measures(*, today: date | None = None) -> int:
    """Tell who took a measure, and who leads the team, that the day to look at it again has come. Emits MeasureReviewDue.

    A house-keeping action: no rights. The day begins as the company's do. How many it was; what another worker holds is
    left to it.
    """
    due = Measure.objects.select_for_update(skip_locked=True, of=("self",)).select_related("ticket")
    day = today or timezone.localdate(timezone=company_zone())
    rows = [*due.filter(lifted_at=None, told_at=None, review_on__lte=day)[:AT_ONCE]]
    for measure in rows:
        measure.told_at = timezone.now()
        measure.save(update_fields=["told_at"])
        ticket = measure.ticket
        if ticket is not None:
            tell = tuple(dict.fromkeys([measure.taken_by_id, *lead_or_manager_ids(ticket.team_id)]))
            fact = MeasureReviewDue(
                ticket.pk, ticket.team_id, measure_id=measure.pk, kind=measure.kind, tell=tell
            )
            emit(fact)
    return len(rows)


@transaction.atomic
def keep_measure(measure: Measure, review_on: date | None = None, *, by: Agent) -> Measure:
    """Keep a measure until it is looked at again on a day (None: after as many as usual). Emits MeasureKept.

    Refuses (FeedbackRefused) one that was lifted, and a day that is not ahead.
    """
    by.require(Right.MANAGE_FEEDBACK)
    fresh = Measure.objects.select_for_update().get(pk=measure.pk)
    today = timezone.localdate()
    day = review_on or today + timedelta(days=feedback_settings().review_days)
    if fresh.lifted_at is not None:
        raise FeedbackRefused(_("This measure was lifted already."))
    if day <= today:
        raise FeedbackRefused(_("Choose a day ahead."))
    fresh.review_on, fresh.told_at = day, None
    fresh.save(update_fields=["review_on", "told_at"])
    if fresh.ticket is not None:
        fact = MeasureKept(
            fresh.ticket.pk, fresh.ticket.team_id, measure_id=fresh.pk, kind=fresh.kind, review_on=day.isoformat()
        )  # fmt: skip
        emit(fact, by=by.actor)
    return fresh
