"""Ask the next level for decisions that nobody took in time. A house-keeping action: no rights. Each step is taken once."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from careline.authority.actions.ask_decision import due, told
from careline.authority.events import DecisionPassedOn
from careline.authority.models import Decision
from careline.authority.queries.budgets import budget_of, this_month
from careline.authority.queries.deciding import next_level
from careline.authority.queries.limits import case_of
from careline.core.events import emit
from careline.tickets.queries.access import lock_free

if TYPE_CHECKING:
    from careline.tickets.models import Ticket

AT_ONCE = 100


@transaction.atomic
def pass_on_late(*, at: datetime | None = None) -> int:
    """Hand decisions whose deadline passed to the next level; how many it was. Emits DecisionPassedOn for each.

    Any number of workers may be at it. A ticket that somebody holds now, perhaps to decide, is left for the next time.
    """
    moment = at or timezone.now()
    late = Decision.objects.filter(state=Decision.State.WAITING, deadline_at__lte=moment).order_by(
        "deadline_at", "pk"
    )
    tickets = lock_free([*late.values_list("ticket_id", flat=True)[:AT_ONCE]])
    held = (
        late.filter(ticket_id__in=[*tickets])
        .select_related("kind")
        .select_for_update(of=("self",), skip_locked=True)
    )
    rows = [*held[:AT_ONCE]]
    for row in rows:
        pass_to(row, tickets[row.ticket_id], after=row.level)
    return len(rows)


def pass_to(row: Decision, ticket: Ticket, *, after: int) -> None:
    """Ask the next level behind `after` for a waiting decision on a locked ticket; those asked before may still decide."""
    budget = budget_of(row.team_id, this_month()) if row.kind.uses_budget else None
    case = case_of(row.kind, ticket, row.amount_minor, row.currency, budget)
    level, people, hours = next_level(case, asked_by=row.asked_by_id, after=after)
    fresh = [one.pk for one in people if one.pk not in row.approver_ids]
    row.level, row.approver_ids = level, [*row.approver_ids, *fresh]
    row.deadline_at, row.remind_at = due(row.team_id, hours if people else None)
    row.save(update_fields=["level", "deadline_at", "remind_at", "approver_ids"])
    if fresh:
        emit(DecisionPassedOn(**told(row, ticket), level=level, tell=tuple(fresh), is_late=after > 0))
