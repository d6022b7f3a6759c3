"""Merging, undoing a merge, and relations between tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from careline.accounts.queries import agent_of
from careline.tickets.actions.link import link, unlink
from careline.tickets.actions.merge import merge
from careline.tickets.actions.unmerge import unmerge
from careline.tickets.contracts import NotVisible, Refused
from careline.tickets.models import Ticket
from careline.tickets.queries.access import access_ticket
from careline.tickets.views.changes import changed
from careline.tickets.views.doors import agent_page, is_part
from careline.tickets.views.linked import UPWARD, side_too
from careline.ui.numbers import number_of

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@agent_page
@require_POST
def merge_ticket(request: HttpRequest, number: int) -> HttpResponse:
    """Merge the ticket into another, and go there."""
    agent = agent_of(request)
    source = access_ticket(agent, number)
    if source.pk != number:
        raise Refused(_("This ticket was merged into #%(number)s.") % {"number": source.pk})
    into = _other(agent, request.POST.get("into", ""))
    merge(source, into=into, by=agent)
    address = reverse("tickets:ticket", args=[into.pk])
    return (
        HttpResponse(status=204, headers={"HX-Redirect": address}) if is_part(request) else redirect(address)
    )


@agent_page
@require_POST
def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Take a merge back."""
    agent = agent_of(request)
    source = unmerge(number_of(request.POST.get("merge", "")), by=agent)
    words = _("#%(number)s stands on its own again") % {"number": source.pk}
    return side_too(changed(request, agent, number, words))


@agent_page
@require_POST
def link_ticket(request: HttpRequest, number: int) -> HttpResponse:
    """Say what another ticket is to this one."""
    agent = agent_of(request)
    ticket = access_ticket(agent, number)
    other = _other(agent, request.POST.get("number", ""))
    kind = request.POST.get("kind", "")
    if kind.startswith(UPWARD):
        link(other, ticket, kind=kind.removeprefix(UPWARD), by=agent)
    else:
        link(ticket, other, kind=kind, by=agent)
    return side_too(changed(request, agent, number, _("Linked with #%(number)s") % {"number": other.pk}))


@agent_page
@require_POST
def unlink_ticket(request: HttpRequest, number: int) -> HttpResponse:
    """Remove a relation, whichever way it was made."""
    agent = agent_of(request)
    ticket = access_ticket(agent, number)
    other = _other(agent, request.POST.get("number", ""))
    kind = request.POST.get("kind", "")
    if not unlink(ticket, other, kind=kind, by=agent):
        unlink(other, ticket, kind=kind, by=agent)
    words = _("No longer linked with #%(number)s") % {"number": other.pk}
    return side_too(changed(request, agent, number, words))


def _other(agent: Agent, words: str) -> Ticket:
    try:
        return access_ticket(agent, number_of(words))
    except NotVisible:
        raise Refused(_("There is no ticket with the number “%(words)s”.") % {"words": words[:20]}) from None
