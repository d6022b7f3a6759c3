"""Move a run on to where it stands by what is known and done: shared by all that changes one, inside their transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import Actor, emit
from careline.playbooks.actions.enter_step import CHANGED, enter_step
from careline.playbooks.contracts import Moved, PlaybookRefused
from careline.playbooks.events import PlaybookDecided, PlaybookFinished
from careline.playbooks.models import OutcomeReached, Run
from careline.playbooks.procedure.schema import Playbook
from careline.playbooks.queries.runs import Course, access_run, course_of
from careline.tickets.queries.access import lock_ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent


def lock_run(run_id: int, *, by: Agent) -> Run:
    """A run that goes on with its ticket, both locked until the transaction ends: the ticket first, as everybody does.

    Refuses one that is over, and (Moved) one whose ticket was merged at this moment; needs the right to act.
    """
    by.require(Right.CHANGE_TICKETS)
    ticket = lock_ticket(access_run(by, run_id).ticket, by=by)
    rows = Run.objects.select_for_update(of=("self",)).select_related("version", "playbook")
    run = rows.get(pk=run_id)
    if run.ticket_id != ticket.pk:
        raise Moved(_("This ticket was merged meanwhile. Here is how it stands now."))
    if run.state != Run.State.RUNNING:
        raise PlaybookRefused(_("This playbook is no longer followed here."))
    run.ticket = ticket
    return run


def told(run: Run, document: Playbook) -> dict[str, object]:
    """What every fact about a run says; a restricted playbook is not named to all who see the ticket."""
    return {
        "ticket_id": run.ticket_id,
        "team_id": run.ticket.team_id,
        "run_id": run.pk,
        "key": "" if document.restricted_to else run.playbook.key,
        "version": run.version.number,
        "title": {} if document.restricted_to else dict(document.title),
    }


def actor_of(by: Agent | Actor) -> Actor:
    """Who does it, as events name them: a person, or a rule, which has none."""
    return by if isinstance(by, Actor) else by.actor


def move_on(run: Run, *, by: Agent | Actor, cause: int | None) -> Course:
    """Write down where a locked run stands now. Emits PlaybookDecided where the outcome is new, PlaybookFinished at the end.

    Without a person (`by` is an Actor) a run is only begun, and the ticket is locked by the caller.
    """
    course = course_of(run)
    document, position = course.procedure.playbook, course.position
    if position.outcome != run.outcome:
        _tell_outcome(course, by, cause)
    if position.step != run.step:
        enter_step(run, document, position.step, by=by, cause=cause)
    run.outcome = position.outcome
    if position.is_end:
        run.state, run.ended_at, run.due_at, run.tell_at = Run.State.FINISHED, timezone.now(), None, None
        fact = PlaybookFinished(**told(run, document), outcome=run.outcome)  # type: ignore[arg-type]
        emit(fact, by=actor_of(by), cause=cause)
    run.save(update_fields=[*CHANGED, "outcome", "state", "ended_at"])
    return course


def _tell_outcome(course: Course, by: Agent | Actor, cause: int | None) -> None:
    run, document, position = course.run, course.procedure.playbook, course.position
    if not position.outcome or position.row is None:
        return
    person = None if isinstance(by, Actor) else by
    OutcomeReached.objects.create(run=run, outcome=position.outcome, row=position.row, by=person)
    is_told = not document.restricted_to
    fact = PlaybookDecided(
        **told(run, document),  # type: ignore[arg-type]
        outcome=position.outcome if is_told else "",
        words=dict(document.outcomes[position.outcome].title) if is_told else {},
        why=dict(document.decision.rows[position.row].why) if is_told else {},
        before=run.outcome if is_told else "",
    )
    emit(fact, by=actor_of(by), cause=cause)
