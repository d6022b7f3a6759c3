"""Decide on the outcome of a run, or ask who may: what is beyond one's limits is gone on with only once it is granted."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.queries import find_agents
from careline.authority.actions.ask_decision import ask_decision, withdraw_decision
from careline.authority.contracts import AuthorityRefused
from careline.authority.queries.decisions import access_decision
from careline.playbooks.actions.follow import lock_run, move_on
from careline.playbooks.contracts import Moved, PlaybookRefused
from careline.playbooks.models import OutcomeDecision, Run
from careline.playbooks.procedure.schema import AWAIT
from careline.playbooks.procedure.values import amount_words
from careline.playbooks.queries.authority import Gate
from careline.playbooks.queries.runs import Course, course_of
from careline.tickets.contracts import NotVisible

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.authority.events import DecisionFact

State = OutcomeDecision.State


@transaction.atomic
def decide_outcome(run_id: int, *, by: Agent, reason: str, amount: int | None = None) -> Course:
    """Decide on the outcome at which a run waits, within one's limits; beyond them others are asked, and the run waits.

    `amount` in minor units of the playbook's currency. Refuses more than the playbook allows, a second request while one
    waits, what authority refuses (AuthorityRefused), and (Moved) where there is nothing to decide any more. Emits what
    authority emits, and what follows where the run goes on.
    """
    run = lock_run(run_id, by=by)
    course = course_of(run)
    gate = course.gate
    if course.position.step != AWAIT or gate is None:
        raise Moved(_("Somebody decided on this meanwhile. Here is how it stands now."))
    if gate.is_waiting:
        raise PlaybookRefused(_("A decision on this waits already."))
    _check_amount(gate, amount)
    currency = gate.currency if gate.has_amount else ""
    asked = ask_decision(
        run.ticket,
        gate.kind,
        by=by,
        reason=reason,
        amount=amount if gate.has_amount else None,
        currency=currency,
    )
    OutcomeDecision.objects.create(
        run=run, outcome=course.position.outcome, decision_id=asked.pk, kind=gate.kind, state=asked.state,
        amount_minor=asked.amount_minor, granted_minor=asked.granted_minor, currency=asked.currency, asked_by=by,
        decided_by=asked.decided_by, decided_at=asked.decided_at,
    )  # fmt: skip
    return move_on(run, by=by, cause=None)


def _check_amount(gate: Gate, amount: int | None) -> None:
    if not gate.has_amount:
        return
    if amount is None or amount <= 0:
        raise PlaybookRefused(_("Say how much."))
    if gate.most is not None and amount > gate.most:
        words = _("The playbook allows at most %(most)s here.")
        raise PlaybookRefused(words % {"most": amount_words(gate.most, gate.currency)})


def settle(fact: DecisionFact, state: str, *, by_id: int, words: str = "", cause: int | None = None) -> None:
    """Write down what was decided on a request of a run, and have the run go on where it was granted.

    The ticket is locked by who decided. One statement where the decision is none of a run.
    """
    row = OutcomeDecision.objects.filter(decision_id=fact.decision_id, state=State.WAITING).first()
    decider = next(iter(find_agents([by_id])), None) if row else None
    if row is None or decider is None:
        return
    row.state, row.words, row.decided_by = state, words[:500], decider
    row.granted_minor = fact.amount if state == State.GRANTED else None
    row.decided_at = timezone.now()
    row.save(update_fields=["state", "words", "decided_by", "granted_minor", "decided_at"])
    rows = Run.objects.select_for_update(of=("self",)).select_related("version", "playbook", "ticket")
    run = rows.get(pk=row.run_id)
    stands_here = run.state == Run.State.RUNNING and run.step == AWAIT and run.outcome == row.outcome
    if state == State.GRANTED and stands_here:
        move_on(run, by=decider, cause=cause)


def withdraw_requests(run: Run, *, by: Agent, but_for: str = "") -> None:
    """Take back one's own requests of a locked run, but for those of one outcome; a colleague's stay theirs."""
    waiting = OutcomeDecision.objects.filter(run=run, state=State.WAITING, asked_by=by)
    for row in waiting.exclude(outcome=but_for) if but_for else waiting:
        with suppress(NotVisible, AuthorityRefused):
            withdraw_decision(access_decision(by, row.decision_id), by=by)
