"""Beside a ticket: its decisions with a form to ask for one, and where it was escalated to. The answer is the panel anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of, find_agents, find_names
from careline.authority.actions.ask_decision import ask_decision, what_words, withdraw_decision
from careline.authority.actions.escalate import current_level, de_escalate, escalate, ladder_of
from careline.authority.actions.take_back import may_take_back, take_back
from careline.authority.actions.take_decision import may_take
from careline.authority.contracts import AuthorityRefused
from careline.authority.models import Decision
from careline.authority.queries.decisions import decisions_of, escalation_of, offer_on
from careline.authority.queries.ladder import steps_of, who_words
from careline.authority.views.doors import agent_page, money
from careline.fields.contracts import say_money
from careline.tickets.actions.keep_out import keep_out, let_in
from careline.tickets.queries.access import access_ticket
from careline.tickets.queries.colleagues import colleagues
from careline.tickets.queries.kept_out import kept_out_of
from careline.ui.numbers import number_of

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.models import Ticket


@agent_page
@require_safe
def panel(request: HttpRequest, number: int) -> HttpResponse:
    """Show the decisions and the escalation of a ticket."""
    agent = agent_of(request)
    return _panel(request, agent, access_ticket(agent, number))


@agent_page
@require_POST
def ask(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for a decision; within one's limits it is taken at once."""
    agent = agent_of(request)
    ticket = access_ticket(agent, number)
    amount, currency = money(request.POST.get("amount", ""))
    reason = request.POST.get("reason", "")
    ask_decision(
        ticket, request.POST.get("kind", ""), by=agent, reason=reason, amount=amount, currency=currency
    )
    return _panel(request, agent, ticket)


@agent_page
@require_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take one's own request back."""
    agent = agent_of(request)
    ticket = access_ticket(agent, number)
    own = Decision.objects.visible_to(agent).filter(asked_by=agent)
    withdraw_decision(get_object_or_404(own, pk=number_of(request.POST.get("decision"))), by=agent)
    return _panel(request, agent, ticket)


@agent_page
@require_POST
def ungrant(request: HttpRequest, number: int) -> HttpResponse:
    """Take back what was granted and is not given after all."""
    agent = agent_of(request)
    ticket = access_ticket(agent, number)
    here = Decision.objects.visible_to(agent).filter(ticket_id=ticket.pk)
    found = get_object_or_404(here, pk=number_of(request.POST.get("decision")))
    take_back(found, by=agent, reason=request.POST.get("reason", ""))
    return _panel(request, agent, ticket)


@agent_page
@require_http_methods(["GET", "HEAD", "POST"])
def escalation(request: HttpRequest, number: int) -> HttpResponse:
    """Ask to which level, why and with what note; take the ticket there."""
    agent = agent_of(request)
    ticket = access_ticket(agent, number)
    agent.require(Right.CHANGE_TICKETS)
    level, error = request.POST.get("level", ""), ""
    if request.method == "POST":
        said = {"reason": request.POST.get("reason", ""), "words": request.POST.get("note", "")}
        try:
            escalate(ticket, int(level) if level.isdecimal() and len(level) < 4 else 0, by=agent, **said)
            return (
                redirect("tickets:ticket", number=ticket.pk)
                if sees(agent, ticket)
                else redirect("tickets:desk")
            )
        except AuthorityRefused as refusal:
            error = str(refusal)
    steps, at = steps_of(ladder_of(ticket)), current_level(ticket)
    words = who_words(steps)
    shown = {
        "ticket": ticket, "steps": [(one, words[one.who]) for one in steps if one.level > at], "error": error,
        "said": request.POST,
    }  # fmt: skip
    return render(request, "authority/escalation.html", shown, status=422 if error else 200)


@agent_page
@require_POST
def back(request: HttpRequest, number: int) -> HttpResponse:
    """Give an escalated ticket back to where it came from."""
    agent = agent_of(request)
    ticket = access_ticket(agent, number)
    de_escalate(ticket, reason=request.POST.get("reason", ""), by=agent)
    return _panel(request, agent, ticket)


@agent_page
@require_POST
def apart(request: HttpRequest, number: int) -> HttpResponse:
    """Keep somebody out of a ticket that concerns them, or (`let_in=1`) let them in again."""
    agent = agent_of(request)
    ticket = access_ticket(agent, number)
    wanted = request.POST.get("agent", "")
    other = next(iter(find_agents([int(wanted) if wanted.isdecimal() and len(wanted) < 19 else 0])), None)
    if other is None:
        raise AuthorityRefused(_("Choose somebody."))
    if request.POST.get("let_in"):
        let_in(ticket, other, by=agent)
    else:
        keep_out(ticket, other, reason=request.POST.get("reason", ""), by=agent)
    return _panel(request, agent, access_ticket(agent, number))


def sees(agent: Agent, ticket: Ticket) -> bool:
    """Whether somebody still sees a ticket that they moved."""
    return type(ticket).objects.visible_to(agent).filter(pk=ticket.pk).exists()


def _panel(request: HttpRequest, agent: Agent, ticket: Ticket) -> HttpResponse:
    context = panel_context(agent, ticket) | {"is_answer": request.method == "POST"}
    return render(request, "authority/panel.html", context)


def panel_context(agent: Agent, ticket: Ticket) -> dict[str, Any]:
    """What the panel shows."""
    rows = decisions_of(ticket)
    offer = offer_on(ticket)
    escalated = escalation_of(ticket) if offer.is_escalated else None
    waiting = {pk for row in rows if row.is_waiting for pk in row.approver_ids}
    names = find_names(waiting) if waiting else {}
    return {
        "ticket": ticket,
        "decisions": [
            (row, what_words(row), _asked_words(row), may_take(row, agent), may_take_back(row, agent), _people(row, names))
            for row in rows
        ],
        "kinds": offer.kinds, "currency": offer.currency, "me": agent, "escalation": escalated,
        **_apart(agent, ticket),
        "may_ask": agent.may(Right.CHANGE_TICKETS) and ticket.merged_into_id is None,
        "who": who_words([one for one in steps_of(escalated.ladder_team_id) if one.level == escalated.level]).get(escalated.who, "")
        if escalated else "",
    }  # fmt: skip


def _apart(agent: Agent, ticket: Ticket) -> dict[str, object]:
    """Who is kept out of the ticket, for those who may say so."""
    if not agent.may(Right.KEEP_APART):
        return {}
    return {
        "kept_out": kept_out_of(ticket),
        "others": colleagues(ticket, besides=agent),
        "may_keep_apart": True,
    }


def _people(row: Decision, names: Mapping[int, str]) -> str:
    """Who is asked for what waits."""
    return ", ".join(names[pk] for pk in row.approver_ids if pk in names) if row.is_waiting else ""


def _asked_words(row: Decision) -> str:
    """What was asked for, where less was granted."""
    if row.granted_minor is None or row.amount_minor is None or row.granted_minor == row.amount_minor:
        return ""
    return _("of %(asked)s asked for") % {"asked": say_money(row.amount_minor, row.currency)}
