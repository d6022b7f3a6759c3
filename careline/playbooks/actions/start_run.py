"""Begin to follow a playbook on a ticket, and stop before its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import Actor, emit
from careline.playbooks.actions.decide_outcome import withdraw_requests
from careline.playbooks.actions.enter_step import leave_step
from careline.playbooks.actions.follow import actor_of, lock_run, move_on, told
from careline.playbooks.contracts import PlaybookRefused
from careline.playbooks.events import PlaybookStarted, PlaybookStopped
from careline.playbooks.models import Run
from careline.playbooks.queries.playbooks import Published, find_published, may_see, procedure_of
from careline.tickets.actions.set_priority import apply_priority
from careline.tickets.queries.access import lock_ticket
from careline.tickets.queries.conditions import company_zone

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.models import Ticket

_PRIORITY = {"high": 3, "urgent": 4}


@transaction.atomic
def start_run(ticket: Ticket, key: str, *, by: Agent, cause: int | None = None) -> Run:
    """Follow the published version of a playbook on a ticket; raises its priority where the playbook asks for more.

    Refuses one that isn't offered (or not to this person), and one that runs there already. Emits PlaybookStarted.
    """
    by.require(Right.CHANGE_TICKETS)
    ticket = lock_ticket(ticket, by=by)
    found = find_published(key)
    if found is None or not may_see(by, found.procedure.playbook):
        raise PlaybookRefused(_("There is no such playbook."))
    run = _begin(ticket, found, by, cause)
    if run is None:
        raise PlaybookRefused(_("This playbook is followed here already."))
    return run


def start_run_by_rule(ticket: Ticket, key: str, *, by: Actor, cause: int | None = None) -> Run | None:
    """The same without a person, on a ticket that the caller locked; None where it is followed there already.

    Refuses one that isn't offered. Emits PlaybookStarted.
    """
    found = find_published(key)
    if found is None:
        raise PlaybookRefused(_("There is no such playbook."))
    return _begin(ticket, found, by, cause)


def _begin(ticket: Ticket, found: Published, by: Agent | Actor, cause: int | None) -> Run | None:
    now, document = timezone.now(), found.procedure.playbook
    run = Run(
        ticket=ticket, version=found.version, playbook=found.playbook, step="", step_at=now,
        started_by=None if isinstance(by, Actor) else by,
        opened_on=ticket.created_at.astimezone(company_zone()).date(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            run.save()
    except IntegrityError:
        return None
    event = emit(PlaybookStarted(**told(run, document)), by=actor_of(by), cause=cause)  # type: ignore[arg-type]
    wanted = _PRIORITY.get(document.priority, 0)
    if ticket.priority < wanted:
        apply_priority(ticket, wanted, by=actor_of(by), cause=event)
    move_on(run, by=by, cause=event)
    return run


@transaction.atomic
def stop_run(run_id: int, reason: str, *, by: Agent) -> Run:
    """Stop following a playbook before its end; what it waited for is ticked off, what one asked for is taken back.

    Refuses without a reason. Emits PlaybookStopped.
    """
    run = lock_run(run_id, by=by)
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise PlaybookRefused(_("Say why it is stopped."))
    run.state, run.reason, run.ended_at, run.due_at = Run.State.STOPPED, reason, timezone.now(), None
    run.tell_at = None
    procedure = procedure_of(run.version)
    assert procedure is not None, "it ran until now"
    event = emit(PlaybookStopped(**told(run, procedure.playbook), reason=reason), by=by.actor)  # type: ignore[arg-type]
    leave_step(run, by=by, cause=event)
    withdraw_requests(run, by=by)
    run.save(update_fields=["state", "reason", "ended_at", "due_at", "tell_at", "task_id"])
    return run
