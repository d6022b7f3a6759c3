"""A new ticket that we begin: to whom, about what, from which team."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from careline.accounts.contracts import Right
from careline.accounts.queries import open_teams, own_team_ids, visible_team_ids
from careline.tickets.actions.outbound import outbound
from careline.tickets.contracts import Refused
from careline.tickets.forms import ComposerForm, first_error
from careline.tickets.models import Message, Ticket
from careline.tickets.views.composer import trouble
from careline.tickets.views.composing import Composing, drafts_of, fill_from_draft
from careline.tickets.views.doors import agent_of, agent_page, is_part, may_of, number_of
from careline.tickets.views.neighbours import undo_seconds

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@agent_page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Show the page for a new ticket, or open one with its first message."""
    agent = agent_of(request)
    agent.require(Right.REPLY)
    if request.method == "POST":
        return _open(request, agent)
    own = own_team_ids(agent)
    context = {
        "composer": composing_new(agent),
        "may": replace(may_of(agent), note=False),
        "teams": open_teams().filter(pk__in=visible_team_ids(agent)),
        "chosen_team": own[0] if own else 0,
    }
    return render(request, "tickets/new.html", context)


def composing_new(agent: Agent) -> Composing:
    """Return the composer for a new ticket, as the person left it."""
    composing = Composing(
        kind="outbound",
        word=_("Message"),
        href=reverse("tickets:new"),
        number=0,
        based_on=0,
        takes_focus=False,
        needs_approval=agent.replies_need_approval,
    )
    for draft in drafts_of(agent, None):
        fill_from_draft(composing, draft)
    return composing


def _open(request: HttpRequest, agent: Agent) -> HttpResponse:
    form = ComposerForm(request.POST)
    if not form.is_valid():
        return trouble(request, first_error(form))
    team_id, inbox_id = number_of(request.POST.get("team", "")), number_of(request.POST.get("inbox", ""))
    outgoing = replace(form.outgoing(), undo_seconds=undo_seconds(Ticket(inbox_id=inbox_id or None)))
    try:
        message = outbound(outgoing, by=agent, team_id=team_id, inbox_id=inbox_id or None)
    except Refused as refusal:
        return trouble(request, str(refusal))
    address = reverse("tickets:ticket", args=[message.ticket_id])
    if isinstance(message, Message):
        address = f"{address}?sent={message.pk}"
    return (
        HttpResponse(status=204, headers={"HX-Redirect": address}) if is_part(request) else redirect(address)
    )
