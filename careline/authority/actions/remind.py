"""Remind those who were asked before a deadline passes. A house-keeping action: no rights. Each reminder is sent once."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from careline.accounts.queries import find_agents
from careline.authority.actions.ask_decision import told
from careline.authority.events import DecisionReminded
from careline.authority.models import Decision
from careline.authority.queries.budgets import budget_of, this_month
from careline.authority.queries.deciding import able_among
from careline.authority.queries.ladder import stood_in_for
from careline.authority.queries.limits import case_of
from careline.core.events import emit
from careline.tickets.queries.access import lock_free

if TYPE_CHECKING:
    from careline.tickets.models import Ticket

AT_ONCE = 100


@transaction.atomic
def remind_due(*, at: datetime | None = None) -> int:
    """Remind of decisions whose deadline comes near; how many it was. Who became absent since is stood in for by their cover.

    Any number of workers may be at it; a ticket that somebody holds now is left for the next time. Emits DecisionReminded.
    """
    near = Decision.objects.filter(state=Decision.State.WAITING, remind_at__lte=at or timezone.now())
    tickets = lock_free([*near.order_by("remind_at", "pk").values_list("ticket_id", flat=True)[:AT_ONCE]])
    mine = near.filter(ticket_id__in=[*tickets]).select_related("kind")
    rows = [*mine.select_for_update(of=("self",), skip_locked=True)[:AT_ONCE]]
    for row in rows:
        _remind(row, tickets[row.ticket_id])
    return len(rows)


def _remind(row: Decision, ticket: Ticket) -> None:
    budget = budget_of(row.team_id, this_month()) if row.kind.uses_budget else None
    case = case_of(row.kind, ticket, row.amount_minor, row.currency, budget)
    here = able_among(stood_in_for(find_agents(row.approver_ids)), case, asked_by=row.asked_by_id)
    covers = [one.pk for one in here if one.pk not in row.approver_ids]
    row.approver_ids, row.remind_at = [*row.approver_ids, *covers], None
    row.save(update_fields=["approver_ids", "remind_at"])
    if here:
        tell = tuple(one.pk for one in here)
        emit(DecisionReminded(**told(row, ticket), tell=tell, covers=tuple(covers)))
