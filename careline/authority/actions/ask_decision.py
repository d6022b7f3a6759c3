"""Ask for a decision on a ticket: within one's limits it is decided at once, beyond them others are asked."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.authority.actions.fill_granted import fill_granted
from careline.authority.contracts import AuthorityRefused, Verdict
from careline.authority.events import DecisionAsked, DecisionGranted, DecisionWithdrawn
from careline.authority.models import Decision
from careline.authority.models.drawing import draw
from careline.authority.queries.budgets import lock_budget, this_month
from careline.authority.queries.deciding import answer_of, budget_drawn_on, find_kind, next_level, refusal_of
from careline.authority.queries.limits import Case, case_of
from careline.core.events import emit
from careline.fields.contracts import say_money
from careline.tickets.actions.note import note
from careline.tickets.queries.access import access_ticket, lock_ticket
from careline.workforce.queries import calendar_of, hours_for

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.authority.models import DecisionKind
    from careline.tickets.models import Ticket

LONGEST = 500
REMINDED_AFTER = 0.75
"""The share of the hours after which who is asked is reminded."""
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('authority'), %s)"


@transaction.atomic
def ask_decision(
    ticket: Ticket,
    kind: str,
    *,
    by: Agent,
    reason: str,
    amount: int | None = None,
    currency: str = "",
    about: str = "",
) -> Decision:
    """Decide at once within one's limits, else ask who may. `amount` in minor units of `currency`.

    `about` is what another room asks it for: `queries.ruling_on` finds it by that, and every later event names it.
    Refuses (AuthorityRefused) without a reason, what is no such kind of decision, and a second request of one kind while
    one waits. Emits DecisionGranted, with an internal note, or DecisionAsked.
    """
    by.require(Right.CHANGE_TICKETS)
    ticket = lock_ticket(ticket, by=by)
    words, found, currency = " ".join(reason.split())[:LONGEST], find_kind(kind), currency.upper()
    refusal = refusal_of(by, found, amount, currency) or ("" if words else _("Say why."))
    if found is None or refusal:
        raise AuthorityRefused(refusal)
    waiting = Decision.objects.filter(ticket_id=ticket.pk, kind=found, state=Decision.State.WAITING)
    if waiting.exists():
        raise AuthorityRefused(_("A decision like this waits on this ticket already."))
    case = case_under_lock(found, ticket, amount, currency, by)
    decision = decision_in(case, by, reason=words, about=about[:60])
    answer = answer_of(by, case)
    if answer.verdict is not Verdict.ALLOWED:
        return _ask(decision, case, ticket, by, answer.reason)
    cause = record_grant(decision, case, by)
    said = _("%(what)s decided: %(reason)s") % {"what": what_words(decision), "reason": decision.reason}
    note(ticket, str(format_html("<div>{}</div>", said)), by=by, spends_draft=False, cause=cause)
    fill_granted(decision, by=by.actor, cause=cause)
    return decision


def case_under_lock(kind: DecisionKind, ticket: Ticket, amount: int | None, currency: str, by: Agent) -> Case:
    """What is to be decided on a locked ticket, as it stays until the transaction ends: counts and budget are held."""
    with connection.cursor() as cursor:  # two requests by one person at once would each pass the count
        cursor.execute(_ONE_AT_A_TIME, [by.pk % 2**31])
    budget = lock_budget(ticket.team_id, this_month()) if kind.uses_budget else None
    return case_of(kind, ticket, amount, currency, budget)


def decision_in(case: Case, by: Agent, *, reason: str, about: str = "") -> Decision:
    """A decision in a case, not kept yet."""
    ticket, is_money = case.ticket, case.amount is not None
    return Decision(
        ticket_id=ticket.pk, kind=case.kind, customer_id=ticket.customer_id, team_id=ticket.team_id,
        amount_minor=case.amount, currency=case.currency if is_money else "", reason=reason[:LONGEST], asked_by=by,
        about=about,
    )  # fmt: skip


def record_grant(decision: Decision, case: Case, by: Agent, *, cause: int | None = None) -> int:
    """Keep a decision that somebody takes alone, and draw it from the budget. Emits DecisionGranted; its id."""
    decision.state, decision.granted_minor = Decision.State.GRANTED, decision.amount_minor
    decision.decided_by, decision.decided_at = by, timezone.now()
    decision.budget = budget_drawn_on(case.kind, case.budget, case.amount, case.currency)
    decision.save(force_insert=True)
    draw(decision.budget, decision.granted_minor or 0)
    fact = DecisionGranted(
        case.ticket.pk, case.ticket.team_id, decision_id=decision.pk, kind=case.kind.key, amount=decision.granted_minor,
        currency=decision.currency, asked=decision.amount_minor, agent_id=by.pk, at_once=True, words=decision.reason,
        about=decision.about,
    )  # fmt: skip
    return emit(fact, by=by.actor, cause=cause)


def _ask(decision: Decision, case: Case, ticket: Ticket, by: Agent, why: str) -> Decision:
    level, people, hours = next_level(case, asked_by=by.pk, after=0)
    decision.why, decision.level = why[:LONGEST], level
    decision.approver_ids = [one.pk for one in people]
    decision.deadline_at, decision.remind_at = due(ticket.team_id, hours)
    decision.save(force_insert=True)
    what = told(decision, ticket) | {"reason": decision.reason, "why": decision.why, "level": level}
    emit(DecisionAsked(**what, tell=tuple(decision.approver_ids)), by=by.actor)
    return decision


def told(decision: Decision, ticket: Ticket) -> dict[str, Any]:
    """What every fact about a decision that waits, or waited, says."""
    return {
        "ticket_id": ticket.pk, "team_id": ticket.team_id, "decision_id": decision.pk, "kind": decision.kind.key,
        "amount": decision.amount_minor, "currency": decision.currency, "about": decision.about,
    }  # fmt: skip


@transaction.atomic
def withdraw_decision(decision: Decision, *, by: Agent) -> None:
    """Take one's own request back before anybody decided. Refuses what is decided. Emits DecisionWithdrawn."""
    ticket = lock_ticket(access_ticket(by, decision.ticket_id), by=by)
    fresh = Decision.objects.select_for_update().get(pk=decision.pk)
    if fresh.asked_by_id != by.pk:
        raise AuthorityRefused(_("Only who asked takes it back."))
    if not fresh.is_waiting:
        raise AuthorityRefused(_("This was decided already."))
    fresh.state, fresh.decided_at = Decision.State.WITHDRAWN, timezone.now()
    fresh.deadline_at = fresh.remind_at = None
    fresh.save(update_fields=["state", "deadline_at", "remind_at", "decided_at"])
    emit(DecisionWithdrawn(**told(fresh, ticket)), by=by.actor)


def due(team_id: int, hours: int | None) -> tuple[datetime | None, datetime | None]:
    """By when it is to be decided, and when that is reminded of, in the team's business hours; None for no hours."""
    if hours is None:
        return None, None
    calendar, now = calendar_of(hours_for(team_id=team_id)), timezone.now()
    return calendar.add(now, hours * 3600), calendar.add(now, hours * 3600 * REMINDED_AFTER)


def what_words(decision: Decision) -> str:
    """What is decided about, in words: the kind, with the amount that counts now."""
    amount = decision.amount_minor if decision.granted_minor is None else decision.granted_minor
    return (
        f"{decision.kind}: {say_money(amount, decision.currency)}"
        if amount is not None
        else str(decision.kind)
    )
