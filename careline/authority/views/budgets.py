"""Goodwill budgets: what each team may give away in a month, what is used, what is left; and planning it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from careline.accounts.contracts import Forbidden, Right
from careline.accounts.queries import active_agents, agent_of, open_teams
from careline.authority.actions.plan_budget import plan_budget
from careline.authority.contracts import AuthorityRefused
from careline.authority.models import Budget
from careline.authority.queries.budgets import budgets_for, month_after, this_month
from careline.authority.queries.settings import planned, usual_currency
from careline.authority.views.doors import agent_page, money
from careline.fields.contracts import say_money

MOST = 120


@agent_page
@require_http_methods(["GET", "HEAD", "POST"])
def budgets(request: HttpRequest) -> HttpResponse:
    """Show the budgets of this month and those before; who looks after limits plans this and the next month here."""
    agent = agent_of(request)
    rows = [*budgets_for(agent)[:MOST]]
    may_plan, month, error = agent.may(Right.MANAGE_LIMITS), this_month(), ""
    if not rows and not may_plan and not agent.may(Right.READ_AUDIT):
        raise Forbidden(_("You have no budget to look after."))
    if request.method == "POST":
        try:
            _plan(request)
            messages.success(request, _("Saved."))
            return redirect("authority:budgets")
        except AuthorityRefused as refusal:
            error = str(refusal)
    if may_plan:
        kept = {row.pk for row in rows}
        rows = [*(row for row in planned(month).values() if row.month == month and row.pk not in kept), *rows]
    months = [month, month_after(month)]
    shown = {
        "rows": [_line(row) for row in rows], "may_plan": may_plan, "teams": open_teams(), "people": active_agents(),
        "months": months, "owner_id": _id(request.POST.get("owner", "")) or agent.pk, "error": error, "said": request.POST, "currency": usual_currency(),
    }  # fmt: skip
    return render(request, "authority/budgets.html", shown, status=422 if error else 200)


def _plan(request: HttpRequest) -> None:
    agent, said = agent_of(request), request.POST
    agent.require(Right.MANAGE_LIMITS)
    team = get_object_or_404(open_teams(), pk=_id(said.get("team", "")))
    owner = get_object_or_404(active_agents(), pk=_id(said.get("owner", "")))
    month = this_month() if said.get("month") != "next" else month_after(this_month())
    most, currency = money(said.get("amount", ""))
    if most is None:
        raise AuthorityRefused(_("Write an amount with its currency, such as 50 EUR."))
    plan_budget(team, month, most=most, currency=currency, owner=owner, by=agent)


def _id(said: str) -> int:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else 0


def _line(row: Budget) -> tuple[Budget, str, str, str, int]:
    share = min(100, row.used_minor * 100 // row.most_minor) if row.most_minor else 100
    said = (say_money(one, row.currency) for one in (row.most_minor, row.used_minor, row.left_minor))
    most, used, left = said
    return row, most, used, left, share
