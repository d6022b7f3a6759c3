"""Compute the figures of tickets from their courses, and keep them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from careline.insight.keeping import Judged, row_of
from careline.insight.models import TicketFigures
from careline.insight.models.following import take_due
from careline.insight.models.writing import write_figures
from careline.insight.queries.figures import told_figures
from careline.policies.queries.clocks import judged_clocks
from careline.tickets.queries.course import first_answerers
from careline.tickets.queries.solved import kinds_of


@transaction.atomic
def compute_due(limit: int) -> int:
    """Compute some of the tickets that are due; returns how many. Cut short, they are due again."""
    numbers = take_due(limit)
    compute(numbers)
    return len(numbers)


def compute(ticket_ids: Iterable[int]) -> None:
    """Compute these tickets anew, whatever was kept of them. A merged one is forgotten: the other one counts."""
    ids = [*ticket_ids]
    if not ids:
        return
    told = told_figures(ids)
    answerers, kinds, judged = first_answerers(ids), kinds_of(ids), _judged(ids)
    counted = [pk for pk, one in told.items() if not one.course.is_merged]
    write_figures(
        row_of(told[pk], agent_id=answerers.get(pk, 0) or 0, judged=judged.get(pk, ())) | kinds[pk]
        for pk in counted
    )
    TicketFigures.objects.filter(pk__in={*ids} - {*counted}).delete()


def _judged(ids: list[int]) -> dict[int, list[Judged]]:
    found: dict[int, list[Judged]] = {}
    for ticket_id, kind, policy_id, is_kept in judged_clocks(ids):
        found.setdefault(ticket_id, []).append((kind, policy_id, is_kept))
    return found
