"""A new ticket that we begin: to whom, about what, from which team."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from careline.accounts.contracts import Right
from careline.accounts.queries import active_agents, agent_of, open_teams, own_team_ids, visible_team_ids
from careline.fields.contracts import FieldsRefused, Target
from careline.fields.queries import asked_of_new, posted_words
from careline.tickets.actions.outbound import outbound
from careline.tickets.beginning_forms import BeginningForm
from careline.tickets.contracts import Beginning, Refused
from careline.tickets.forms import ComposerForm, first_error
from careline.tickets.models import Draft, Message, Priority, Ticket, TicketType
from careline.tickets.views.composer import trouble
from careline.tickets.views.composing import Composing, drafts_of, fill_from_draft
from careline.tickets.views.doors import agent_page, is_part, may_of
from careline.tickets.views.neighbours import undo_seconds
from careline.ui.numbers import number_of

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
    drafts = drafts_of(agent, None)
    kept = drafts[0].beginning if drafts else {}
    context = {
        "composer": composing_new(agent, drafts),
        "may": replace(may_of(agent), note=False),
        **_choices(agent, kept),
    }
    return render(request, "tickets/new.html", context)


def _choices(agent: Agent, kept: dict[str, Any]) -> dict[str, Any]:
    """What can be chosen, and what the draft had chosen already."""
    own = own_team_ids(agent)
    answering = [one for one in active_agents() if one.pk != agent.pk and one.may(Right.REPLY)]
    return {
        "teams": open_teams().filter(pk__in=visible_team_ids(agent)),
        "types": TicketType.choices,
        "priorities": Priority.choices,
        "agents": [
            (agent.pk, _("%(name)s (me)") % {"name": agent.name}),
            *((a.pk, a.name) for a in answering),
        ],
        "chosen": {
            "team": number_of(kept.get("team", "")) or (own[0] if own else 0),
            "inbox": kept.get("inbox", ""),
            "type": kept.get("type") or TicketType.QUESTION,
            "priority": number_of(kept.get("priority", "")) or Priority.NORMAL,
            "assignee": number_of(kept["assignee"]) if kept.get("assignee") else agent.pk,
            "tags": kept.get("tags", ""),
            "fields": kept.get("fields", {}),
        },
    }


def composing_new(agent: Agent, drafts: list[Draft]) -> Composing:
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
    for draft in drafts:
        fill_from_draft(composing, draft)
    return composing


def _open(request: HttpRequest, agent: Agent) -> HttpResponse:
    form = ComposerForm(request.POST)
    if not form.is_valid():
        return trouble(request, first_error(form))
    about = BeginningForm(request.POST)
    if not about.is_valid():
        return trouble(request, first_error(about))
    team_id, inbox_id = number_of(request.POST.get("team", "")), number_of(request.POST.get("inbox", ""))
    outgoing = replace(form.outgoing(), undo_seconds=undo_seconds(Ticket(inbox_id=inbox_id or None)))
    words = posted_words(request.POST)
    try:
        beginning = _beginning(agent, about, words)
        message = outbound(
            outgoing, by=agent, team_id=team_id, inbox_id=inbox_id or None, beginning=beginning
        )
    except FieldsRefused as refusal:
        context = {
            "words": str(refusal),
            "errors": refusal.errors,
            "given": words,
            "type": about.cleaned_data["type"],
        }
        return render(request, "tickets/new_refused.html", context, status=422)
    except Refused as refusal:
        return trouble(request, str(refusal))
    address = reverse("tickets:ticket", args=[message.ticket_id])
    if isinstance(message, Message):
        address = f"{address}?sent={message.pk}"
    return (
        HttpResponse(status=204, headers={"HX-Redirect": address}) if is_part(request) else redirect(address)
    )


def _beginning(agent: Agent, form: BeginningForm, words: dict[str, list[str]]) -> Beginning:
    """How the ticket is to stand; only the usual for who may not change tickets: their page asks for nothing else."""
    if not agent.may(Right.CHANGE_TICKETS):
        return Beginning()
    chosen = form.cleaned_data["type"] or TicketType.QUESTION
    return form.beginning(asked_of_new(agent, Target.TICKET, words, ticket_type=chosen).given)
