"""Further changes of a ticket: priority, type, subject, tags, who watches. Answers as `changes` does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from careline.tickets.actions.set_priority import set_priority
from careline.tickets.actions.set_subject import set_subject
from careline.tickets.actions.set_type import set_type
from careline.tickets.actions.tag import tag
from careline.tickets.actions.watch import unwatch, watch
from careline.tickets.contracts import Refused
from careline.tickets.models import Ticket
from careline.tickets.views.changes import change
from careline.tickets.views.doors import agent_page
from careline.ui.numbers import number_of

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@agent_page
@require_POST
def change_priority(request: HttpRequest, number: int) -> HttpResponse:
    """Set the priority."""

    def do(agent: Agent, ticket: Ticket, version: int | None) -> str:
        after = set_priority(ticket, number_of(request.POST.get("priority", "")), by=agent, version=version)
        return _("The priority is now: %(priority)s") % {"priority": after.get_priority_display()}

    return change(request, number, do)


@agent_page
@require_POST
def change_type(request: HttpRequest, number: int) -> HttpResponse:
    """Set the type."""

    def do(agent: Agent, ticket: Ticket, version: int | None) -> str:
        after = set_type(ticket, request.POST.get("type", ""), by=agent, version=version)
        return _("The type is now: %(type)s") % {"type": after.get_type_display()}

    return change(request, number, do)


@agent_page
@require_POST
def change_subject(request: HttpRequest, number: int) -> HttpResponse:
    """Set the subject."""

    def do(agent: Agent, ticket: Ticket, version: int | None) -> str:
        wanted = request.POST.get("subject", "")
        if request.POST.get("seen", ticket.subject) not in (ticket.subject, wanted):
            words = _(
                "Somebody changed the subject meanwhile to “%(now)s”. Yours was not applied: “%(yours)s”"
            )
            raise Refused(words % {"now": ticket.subject, "yours": " ".join(wanted.split())[:300]})
        set_subject(ticket, wanted, by=agent, version=ticket.version)
        return _("The subject was changed")

    return change(request, number, do)


@agent_page
@require_POST
def change_tags(request: HttpRequest, number: int) -> HttpResponse:
    """Add and remove what differs between the tags that were `seen` and those that were written; others stay."""

    def do(agent: Agent, ticket: Ticket, version: int | None) -> str:
        wanted = _listed(request.POST.get("tags", ""))
        seen = _listed(request.POST["seen"]) if "seen" in request.POST else {*ticket.tags}
        after = tag(
            ticket, add=sorted(wanted - seen), remove=sorted(seen - wanted), by=agent, version=version
        )
        others = {*after.tags} - wanted - seen
        if not others:
            return _("Tags saved")
        return _("Tags saved. A colleague added meanwhile: %(tags)s") % {"tags": ", ".join(sorted(others))}

    return change(request, number, do)


def _listed(words: str) -> set[str]:
    return {one.strip() for one in words.split(",") if one.strip()}


@agent_page
@require_POST
def change_watch(request: HttpRequest, number: int) -> HttpResponse:
    """Begin or cease to watch."""

    def do(agent: Agent, ticket: Ticket, version: int | None) -> str:
        if request.POST.get("watches") == "1":
            watch(ticket, by=agent)
            return _("You watch this ticket")
        unwatch(ticket, by=agent)
        return _("You no longer watch this ticket")

    return change(request, number, do)
