"""Decisions to take: the list, one with its case on one screen, and the decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from careline.accounts.queries import agent_of, find_names
from careline.authority.actions.ask_decision import what_words
from careline.authority.actions.take_decision import grant_decision, may_take, refuse_decision
from careline.authority.contracts import AuthorityRefused
from careline.authority.queries.budgets import budget_of, this_month
from careline.authority.queries.decisions import (
    access_decision,
    decided_before,
    decisions_asked_by,
    decisions_to_take,
)
from careline.authority.queries.limits import limit_of, taken_in
from careline.authority.views.doors import agent_page, money
from careline.fields.contracts import say_money

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.authority.models import Decision

MOST = 100


@agent_page
@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    """Show what waits for the person, and what they asked for themselves."""
    agent = agent_of(request)
    shown = {
        "waiting": [(row, what_words(row)) for row in decisions_to_take(agent)[:MOST]],
        "asked": [(row, what_words(row)) for row in decisions_asked_by(agent)],
    }
    return render(request, "authority/decisions.html", shown)


@agent_page
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the case of a decision on one screen, and take it."""
    agent = agent_of(request)
    row = access_decision(agent, pk)
    error = ""
    if request.method == "POST":
        try:
            _take(request, agent, row)
            return redirect("authority:decisions")
        except AuthorityRefused as refusal:
            error = str(refusal)
            row = access_decision(agent, pk)
    shown = _case(agent, row) | {"error": error, "said": request.POST}
    return render(request, "authority/decision.html", shown, status=422 if error else 200)


def _take(request: HttpRequest, agent: Agent, row: Decision) -> None:
    words = request.POST.get("words", "")
    if request.POST.get("do") == "refuse":
        refuse_decision(row, by=agent, words=words)
        messages.success(request, _("Refused; who asked is told why."))
        return
    amount, currency = money(request.POST.get("amount", ""))
    if amount is not None and currency != row.currency:
        raise AuthorityRefused(
            _("The currency is that of the request: %(currency)s.") % {"currency": row.currency}
        )
    grant_decision(row, by=agent, amount=amount if row.amount_minor is not None else None, words=words)
    messages.success(request, _("Granted; who asked is told."))


def _case(agent: Agent, row: Decision) -> dict[str, Any]:
    budget = budget_of(row.team_id, this_month()) if row.kind.uses_budget else None
    limits = [(who, *_limit(who, row)) for who in (row.asked_by, agent)]
    return {
        "decision": row,
        "what": what_words(row),
        "limits": limits if row.asked_by_id != agent.pk else limits[:1],
        "budget": (
            say_money(budget.most_minor, budget.currency), say_money(budget.used_minor, budget.currency),
            say_money(budget.left_minor, budget.currency),
        ) if budget else None,
        "before": [(one, what_words(one)) for one in decided_before(agent, row)],
        "people": ", ".join(find_names(row.approver_ids).values()),
        "may_take": may_take(row, agent),
    }  # fmt: skip


def _limit(who: Agent, row: Decision) -> tuple[str, str]:
    limit = limit_of(who, row.kind)
    if limit is None:
        return "", ""
    most = _("any amount") if limit.most_minor is None else say_money(limit.most_minor, limit.currency)
    if limit.most_count is None:
        return most, ""
    words = _("%(taken)s of %(most)s %(period)s")
    taken = taken_in(who, row.kind, limit.period)
    return most, words % {"taken": taken, "most": limit.most_count, "period": limit.get_period_display()}
