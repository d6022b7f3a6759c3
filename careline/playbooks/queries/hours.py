"""By which hours the steps of a run are counted: those of its ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careline.playbooks.procedure.deadlines import due_after
from careline.playbooks.procedure.schema import AWAIT, DECIDE, END, Playbook, Wait
from careline.workforce.contracts import ALWAYS, BusinessCalendar
from careline.workforce.queries import calendar_of, hours_for, organisations_have_hours

if TYPE_CHECKING:
    from datetime import datetime

    from careline.playbooks.models import Run
    from careline.tickets.models import Ticket


def calendar_for(ticket: Ticket) -> BusinessCalendar:
    """The calendar of a ticket: of its organisation, inbox or team, else of the house."""
    organisation_id = ticket.customer.organisation_id if organisations_have_hours() else None
    return calendar_of(
        hours_for(team_id=ticket.team_id, inbox_id=ticket.inbox_id, organisation_id=organisation_id)
    )


def due_at(run: Run, playbook: Playbook) -> datetime | None:
    """When the step at which a run stands since `step_at` should be done; None where nothing says so."""
    if run.step in (END, DECIDE, AWAIT):
        return None
    step = playbook.steps[run.step]
    span = step.at_most if isinstance(step, Wait) else step.within
    if not span:
        return None
    return due_after(run.step_at, span, ALWAYS if step.time == "calendar" else calendar_for(run.ticket))


def lead_at(run: Run, playbook: Playbook, since: datetime) -> datetime:
    """When the team lead is told that a step is still not done, of which who has the ticket was told at `since`."""
    step = playbook.steps[run.step]
    calendar = ALWAYS if step.time == "calendar" else calendar_for(run.ticket)
    return due_after(since, playbook.tell_lead_after, calendar)
