"""Do a step of a run: with what becomes of it, what proves it, and what it does to the ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.html import linebreaks
from django.utils.translation import gettext as _

from careline.accounts.contracts import Forbidden
from careline.core.events import emit
from careline.playbooks.actions.follow import lock_run, move_on, told
from careline.playbooks.actions.keep_evidence import keep_evidence
from careline.playbooks.contracts import Deed, Moved, PlaybookRefused
from careline.playbooks.events import PlaybookStepDone
from careline.playbooks.models import Run
from careline.playbooks.procedure.flow import ways
from careline.playbooks.procedure.schema import AWAIT, Do, HandOver, Playbook, Step
from careline.playbooks.queries.playbooks import has_rank
from careline.playbooks.queries.runs import Course, course_of
from careline.tickets.actions.add_task import add_task
from careline.tickets.actions.change import Changes, change
from careline.tickets.actions.move_team import move_team
from careline.tickets.actions.note import note

if TYPE_CHECKING:
    from careline.accounts.models import Agent

_STATUS = {"open": 2, "pending": 3, "on_hold": 4, "solved": 5}
_PRIORITY = {"low": 1, "normal": 2, "high": 3, "urgent": 4}


@transaction.atomic
def do_step(run_id: int, step_key: str, deed: Deed, *, by: Agent) -> Course:
    """Do the step at which a run stands, with what it does to the ticket. Hands over last.

    Refuses a role that is too low, missing evidence, a step after an outcome that nobody granted, and (Moved) a step at
    which the run no longer stands. Emits PlaybookStepDone, what its action emits, and what follows from it.
    """
    run = lock_run(run_id, by=by)
    course = course_of(run)
    document, turns = course.procedure.playbook, course.done.get(step_key, [])
    if course.position.step == AWAIT and step_key in document.steps:
        raise PlaybookRefused(_("Nobody has decided on the outcome yet: this step comes after the decision."))
    if course.position.step != step_key or course.position.open_facts or len(turns) != deed.turn:
        raise Moved(_("Somebody did this step meanwhile. Here is how it stands now."))
    step = document.steps[step_key]
    if not has_rank(by, step.role):
        raise Forbidden(_("This step is for a higher role."))
    if deed.answer not in ways(step):
        raise PlaybookRefused(_("Choose what became of it."))
    keep_evidence(run, step_key, step, deed, by=by)
    fact = PlaybookStepDone(
        **told(run, document),  # type: ignore[arg-type]
        step=step_key,
        words={} if document.restricted_to else dict(step.title),
        answer=deed.answer,
    )
    event = emit(fact, by=by.actor)
    course = move_on(run, by=by, cause=event)
    _act(run, document, step, by, event)
    if isinstance(step, HandOver):
        _hand_over(run, document, step, deed, by, event)
    return course


def _act(run: Run, document: Playbook, step: Step, by: Agent, event: int) -> None:
    if not isinstance(step, Do) or step.action is None:
        return
    action = step.action
    changes = Changes(
        status=_STATUS.get(action.status or ""),
        priority=_PRIORITY.get(action.priority or ""),
        type=action.type,
        add_tags=action.add_tags,
    )
    if changes != Changes():
        change(run.ticket, changes, by=by, cause=event)
    if action.task:
        add_task(run.ticket, document.in_words(dict(action.task), by.language), by=by, owner=by, cause=event)
    if action.note:
        _note(run, document.in_words(dict(action.note), by.language), by, event)


def _hand_over(run: Run, document: Playbook, step: HandOver, deed: Deed, by: Agent, event: int) -> None:
    if step.note:
        _note(run, document.in_words(dict(step.note), by.language), by, event)
    if deed.team_id and deed.team_id != run.ticket.team_id:
        move_team(run.ticket, deed.team_id, by=by, cause=event)


def _note(run: Run, words: str, by: Agent, event: int) -> None:
    note(run.ticket, linebreaks(words, autoescape=True), by=by, spends_draft=False, cause=event)
