"""Figures over complaints for the management. Each is computed from the register alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from careline.feedback.models.complaint import ENDED
from careline.feedback.queries.complaints import Wanted, wanted_by

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the report: how many; of those whose deadline was kept or has passed, how many kept it."""

    name: Any
    count: int
    open: int
    acknowledged: int
    acknowledged_in_time: int
    answered: int
    answered_in_time: int
    admitted: int

    @property
    def acknowledged_percent(self) -> int | None:
        """Acknowledged in time, of those that were or should have been; None of none."""
        return round(100 * self.acknowledged_in_time / self.acknowledged) if self.acknowledged else None

    @property
    def answered_percent(self) -> int | None:
        """Answered in time, of those that were or should have been; None of none."""
        return round(100 * self.answered_in_time / self.answered) if self.answered else None


@dataclass(frozen=True, slots=True)
class Report:
    """What a period of complaints comes to; costs by currency in minor units."""

    whole: Line
    by_category: list[Line]
    by_cause: list[Line]
    by_month: list[Line]
    costs: list[tuple[str, int]] = field(default_factory=list)


def report(agent: Agent, *, since: datetime, until: datetime) -> Report:
    """The figures of the visible complaints that were received in a period; five statements."""
    rows = wanted_by(agent, Wanted()).filter(received_at__gte=since, received_at__lt=until).order_by()
    figures = _figures(timezone.now())
    whole = Line(None, **rows.aggregate(**figures))
    costs = (
        rows.filter(cost_minor__gt=0)
        .values_list("currency")
        .annotate(total=Sum("cost_minor"))
        .order_by("currency")
    )

    def lines(by: Any, order: str) -> list[Line]:
        grouped = rows.annotate(key=by).values_list("key").annotate(**figures).order_by(order)
        return [Line(*row) for row in grouped]

    return Report(
        whole,
        lines(F("category"), "-count"),
        lines(F("cause"), "-count"),
        lines(TruncMonth("received_at"), "key"),
        [*costs],
    )


def _figures(at: datetime) -> dict[str, Count]:
    acknowledged, answered = Q(acknowledged_at__isnull=False), Q(responded_at__isnull=False)
    return {
        "count": Count("pk"),
        "open": Count("pk", filter=~Q(stage__in=ENDED)),
        "acknowledged": Count("pk", filter=acknowledged | Q(acknowledge_by__lt=at)),
        "acknowledged_in_time": Count(
            "pk", filter=acknowledged & Q(acknowledged_at__lte=F("acknowledge_by"))
        ),
        "answered": Count("pk", filter=answered | Q(respond_by__lt=at)),
        "answered_in_time": Count("pk", filter=answered & Q(responded_at__lte=F("respond_by"))),
        "admitted": Count("pk", filter=Q(admitted__in=["yes", "partly"])),
    }
