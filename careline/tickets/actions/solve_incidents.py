"""Solve a problem: answer and solve all its incidents, as one order for many tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.tickets.actions.bulk_start import start_bulk
from careline.tickets.actions.solve import solve
from careline.tickets.contracts import BulkOrder, Refused, Selection
from careline.tickets.events import IncidentsOrdered
from careline.tickets.models import BulkRun, Status, Ticket
from careline.tickets.queries.access import lock_ticket
from careline.tickets.queries.related import open_incidents

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def solve_incidents(
    problem: Ticket, html: str, *, by: Agent, version: int | None = None, reason: str = ""
) -> BulkRun:
    """Order that every open incident of a problem is answered with these words and solved; the problem is solved at once.

    The words may hold placeholders and go to each requester as an answer of its own; without words nobody is written
    to. Only incidents that this person may see are meant. Refuses where none is open, what `start_bulk` refuses and,
    without a `reason`, a problem with open children. Emits IncidentsOrdered, BulkStarted and StatusChanged.
    """
    by.require(Right.CHANGE_TICKETS)
    problem = lock_ticket(problem, by=by, version=version)
    numbers = tuple(one.pk for one in open_incidents(by, problem))
    if not numbers:
        raise Refused(_("No incident of this problem is open."))
    order = BulkOrder(status=Status.SOLVED, html=html, sends=bool(html.strip()))
    run = start_bulk(Selection(numbers=numbers), order, by=by)
    fact = IncidentsOrdered(problem.pk, problem.team_id, run_id=run.pk, numbers=numbers)
    event_id = emit(fact, by=by.actor, cause=run.cause_id)
    if problem.is_open_work:
        solve(problem, by=by, reason=reason, cause=event_id)
    return run
