"""Take back what was granted and then not given, since it came out otherwise: the budget has it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.authority.actions.ask_decision import LONGEST, told
from careline.authority.actions.fill_granted import unfill_granted
from careline.authority.contracts import AuthorityRefused
from careline.authority.events import DecisionWithdrawn
from careline.authority.models import Budget, Decision
from careline.authority.models.drawing import draw
from careline.core.events import emit
from careline.tickets.queries.access import access_ticket, lock_ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def take_back(decision: Decision, *, by: Agent, reason: str) -> Decision:
    """Say that what was granted is not given after all: it counts on the ticket no more, and the budget of its month has it again.

    How often somebody decided stays as it is: it was decided. Refuses (AuthorityRefused) who neither asked for it nor
    decided it nor looks after limits, what is not granted, and a missing reason. Emits DecisionWithdrawn, and
    TicketFieldsChanged where the amount stood in a field.
    """
    by.require(Right.CHANGE_TICKETS)
    ticket = lock_ticket(access_ticket(by, decision.ticket_id), by=by)
    rows = Decision.objects.select_for_update(of=("self",)).select_related("kind")
    fresh, said = rows.get(pk=decision.pk), " ".join(reason.split())[:LONGEST]
    if not may_take_back(fresh, by):
        raise AuthorityRefused(_("Only what was granted is taken back, by who asked for it or decided it."))
    if not said:
        raise AuthorityRefused(_("Say why."))
    granted = fresh.granted_minor
    if granted and fresh.budget_id:
        draw(Budget.objects.select_for_update().get(pk=fresh.budget_id), -granted)
    fresh.state, fresh.granted_minor, fresh.budget, fresh.answer = Decision.State.WITHDRAWN, None, None, said
    fresh.save(update_fields=["state", "granted_minor", "budget", "answer"])
    what = told(fresh, ticket) | {"amount": granted}
    cause = emit(DecisionWithdrawn(**what, was_granted=True, words=said), by=by.actor)
    unfill_granted(fresh, granted or 0, by=by.actor, cause=cause)
    return fresh


def may_take_back(decision: Decision, agent: Agent) -> bool:
    """Whether somebody asked for or decided what was granted, or looks after limits."""
    is_theirs = agent.pk in (decision.asked_by_id, decision.decided_by_id) or agent.may(Right.MANAGE_LIMITS)
    return decision.state == Decision.State.GRANTED and is_theirs and agent.may(Right.CHANGE_TICKETS)
