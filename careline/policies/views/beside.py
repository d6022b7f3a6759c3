"""The clocks beside a ticket: how each stands and why, and a due date set by hand. The answer is the panel anew."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of
from careline.policies.actions.set_due_by_hand import clear_due_by_hand, set_due_by_hand
from careline.policies.contracts import Kind, PolicyRefused
from careline.policies.queries.chosen import chosen_words
from careline.policies.queries.policies import policies_by_id
from careline.policies.queries.told import told_clocks
from careline.policies.views.doors import agent_page
from careline.tickets.queries.access import access_ticket
from careline.ui.when import understand

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.models import Ticket


@agent_page
@require_safe
def clocks(request: HttpRequest, number: int) -> HttpResponse:
    """Show the clocks of a ticket."""
    agent = agent_of(request)
    return _panel(request, agent, access_ticket(agent, number))


@agent_page
@require_POST
def due(request: HttpRequest, number: int) -> HttpResponse:
    """Set by hand when a ticket is due, or (`clear=1`) take that back."""
    agent = agent_of(request)
    ticket = access_ticket(agent, number)
    reason = request.POST.get("reason", "")
    if request.POST.get("clear"):
        clear_due_by_hand(ticket, by=agent, reason=reason)
        return _panel(request, agent, ticket)
    try:
        set_due_by_hand(ticket, _moment(request), by=agent, reason=reason)
    except PolicyRefused as refusal:
        if not refusal.field:
            raise
        return _panel(request, agent, ticket, refusal)
    return _panel(request, agent, ticket)


def _moment(request: HttpRequest) -> datetime:
    moment = understand(request.POST.get("when", ""), timezone.localtime())
    if moment is None:
        words = _("When? Write for example tomorrow, fri 9:00 or 24 dec.")
        raise PolicyRefused(words, field="when")
    return moment


def _panel(
    request: HttpRequest, agent: Agent, ticket: Ticket, refusal: PolicyRefused | None = None
) -> HttpResponse:
    """The panel; where a due date was refused, with what was typed, and what is wrong beside its field."""
    context = panel_context(agent, ticket) | {"is_answer": request.method == "POST"}
    if refusal is not None:
        context |= {"is_answer": False, "typed": request.POST, "wrong": {refusal.field: str(refusal)}}
    return render(request, "policies/panel.html", context, status=422 if refusal else 200)


def panel_context(agent: Agent, ticket: Ticket) -> dict[str, Any]:
    """What the panel shows."""
    told = told_clocks(ticket.pk)
    known = policies_by_id({one.clock.policy_id for one in told if one.clock.policy_id})
    chosen = {one.clock.policy_id: known[one.clock.policy_id] for one in told if one.clock.policy_id in known}
    return {
        "chosen": chosen_words(chosen.values(), agent) if chosen else [],
        "ticket": ticket,
        "clocks": told,
        "may_change": agent.may(Right.CHANGE_TICKETS) and ticket.is_open_work,
        "by_hand": next((one for one in told if one.clock.kind == Kind.MANUAL), None),
    }
