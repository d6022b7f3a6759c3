"""Take a decision that somebody asked for: grant it, grant less, or refuse it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.authority.actions.ask_decision import LONGEST, told, what_words
from careline.authority.actions.fill_granted import fill_granted
from careline.authority.contracts import AuthorityRefused
from careline.authority.events import DecisionGranted, DecisionRefused
from careline.authority.models import Budget, Decision
from careline.authority.models.drawing import draw
from careline.authority.queries.budgets import lock_budget, this_month
from careline.authority.queries.deciding import budget_drawn_on
from careline.authority.queries.limits import case_of, objections_to
from careline.core.events import emit
from careline.tickets.actions.note import note
from careline.tickets.queries.access import access_ticket, lock_ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.models import Ticket


@transaction.atomic
def grant_decision(decision: Decision, *, by: Agent, amount: int | None = None, words: str = "") -> Decision:
    """Grant what was asked for, or less (`amount` in minor units; None: all of it).

    Refuses (AuthorityRefused) one's own request, who was not asked, what goes beyond the decider's own limits, more than
    was asked for, less without a reason, and what is decided already. Emits DecisionGranted, with an internal note.
    """
    ticket, fresh = _lock(decision, by)
    granted = fresh.amount_minor if amount is None else amount
    said = " ".join(words.split())[:LONGEST]
    _check_amount(fresh, granted, said)
    budget = lock_budget(ticket.team_id, this_month()) if fresh.kind.uses_budget else None
    _check_limits(fresh, ticket, granted, budget, by)
    fresh.granted_minor, fresh.budget = granted, budget_drawn_on(fresh.kind, budget, granted, fresh.currency)
    _settle(fresh, Decision.State.GRANTED, said, by)
    draw(fresh.budget, granted or 0)
    what = told(fresh, ticket) | {"amount": granted}
    fact = DecisionGranted(**what, asked=fresh.amount_minor, agent_id=fresh.asked_by_id, words=said)
    cause = emit(fact, by=by.actor)
    _write(ticket, _("%(what)s granted, as %(who)s asked") % _told(fresh), said, by=by, cause=cause)
    fill_granted(fresh, by=by.actor, cause=cause)
    return fresh


@transaction.atomic
def refuse_decision(decision: Decision, *, by: Agent, words: str) -> Decision:
    """Refuse what was asked for, with a reason. Refuses as `grant_decision`. Emits DecisionRefused, with a note."""
    ticket, fresh = _lock(decision, by)
    said = " ".join(words.split())[:LONGEST]
    if not said:
        raise AuthorityRefused(_("Say why, so that who asked can explain it."))
    _settle(fresh, Decision.State.REFUSED, said, by)
    fact = DecisionRefused(**told(fresh, ticket), agent_id=fresh.asked_by_id, words=said)
    _write(
        ticket,
        _("%(what)s refused, which %(who)s asked for") % _told(fresh),
        said,
        by=by,
        cause=emit(fact, by=by.actor),
    )
    return fresh


def may_take(decision: Decision, agent: Agent) -> bool:
    """Whether somebody is asked for this decision, or looks after limits, and did not ask themselves."""
    is_asked = agent.pk in decision.approver_ids or agent.may(Right.MANAGE_LIMITS)
    return decision.is_waiting and is_asked and decision.asked_by_id != agent.pk and agent.may(Right.NOTE)


def _lock(decision: Decision, by: Agent) -> tuple[Ticket, Decision]:
    by.require(Right.NOTE)
    ticket = lock_ticket(access_ticket(by, decision.ticket_id), by=by)
    fresh = (
        Decision.objects.select_for_update(of=("self",))
        .select_related("kind", "asked_by")
        .get(pk=decision.pk)
    )
    if fresh.asked_by_id == by.pk:
        raise AuthorityRefused(_("Nobody decides what they asked for themselves."))
    if not fresh.is_waiting:
        raise AuthorityRefused(_("This was decided already."))
    if not may_take(fresh, by):
        raise AuthorityRefused(_("You are not asked for this decision."))
    return ticket, fresh


def _check_amount(decision: Decision, granted: int | None, said: str) -> None:
    asked = decision.amount_minor
    if asked is None:
        return
    if granted is None or not 0 < granted <= asked:
        raise AuthorityRefused(_("Grant an amount up to what was asked for."))
    if granted < asked and not said:
        raise AuthorityRefused(_("Say why it is less."))


def _check_limits(
    decision: Decision, ticket: Ticket, granted: int | None, budget: Budget | None, by: Agent
) -> None:
    case = case_of(decision.kind, ticket, granted, decision.currency, budget)
    if against := objections_to(by, case, counts=False):
        raise AuthorityRefused(" ".join(against))


def _settle(decision: Decision, state: Decision.State, said: str, by: Agent) -> None:
    decision.state, decision.answer, decision.decided_by = state, said, by
    decision.decided_at, decision.deadline_at, decision.remind_at = timezone.now(), None, None
    decision.save(
        update_fields=[
            "state", "answer", "decided_by", "decided_at", "deadline_at", "remind_at", "granted_minor", "budget",
        ]
    )  # fmt: skip


def _told(decision: Decision) -> dict[str, str]:
    return {"what": what_words(decision), "who": decision.asked_by.name}


def _write(ticket: Ticket, sentence: str, said: str, *, by: Agent, cause: int) -> None:
    words = f"{sentence}: {said}" if said else f"{sentence}."
    note(ticket, str(format_html("<div>{}</div>", words)), by=by, spends_draft=False, cause=cause)
