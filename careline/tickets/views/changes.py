"""Changes of a ticket from its head: who has it, how it stands. The answer is the head and the conversation anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from careline.accounts.queries import agent_of
from careline.tickets.actions.assign import assign
from careline.tickets.actions.move_team import move_team
from careline.tickets.actions.set_status import set_status
from careline.tickets.actions.solve import solve
from careline.tickets.contracts import Conflict, NeedsReason, NotVisible, Refused
from careline.tickets.models import Status, Ticket
from careline.tickets.queries.access import access_ticket
from careline.tickets.queries.to_do import count_open_tasks
from careline.tickets.views.doors import agent_page, is_part, refused
from careline.tickets.views.threads import thread_context
from careline.ui.numbers import number_of

if TYPE_CHECKING:
    from careline.accounts.models import Agent

Change = Callable[["Agent", Ticket, int | None], str]


def version_of(request: HttpRequest) -> int | None:
    """The version of the ticket that the person had before their eyes."""
    return number_of(request.POST.get("version", "")) or None


def reason_of(request: HttpRequest) -> str:
    """Why somebody does what would be refused otherwise, on one line."""
    return " ".join(request.POST.get("reason", "").split())[:300]


def change(request: HttpRequest, number: int, do: Change, *, undo_url: str = "") -> HttpResponse:
    """Do a change, and show how the ticket stands. If somebody else was faster, say so and change nothing.

    With `undo_url` the toast that tells of it offers the way back.
    """
    agent = agent_of(request)
    ticket = access_ticket(agent, number)
    try:
        done = do(agent, ticket, version_of(request))
    except Conflict:
        words = _(
            "Somebody changed this ticket a moment ago. Look at it again; nothing of yours was applied."
        )
        return changed(request, agent, number, words, icon="circle-alert")
    except NeedsReason as refusal:
        return _ask_why(request, ticket, refusal)
    return changed(request, agent, number, done, undo_url=undo_url)


def _ask_why(request: HttpRequest, ticket: Ticket, refusal: NeedsReason) -> HttpResponse:
    """Ask for the reason to solve a ticket all the same."""
    if not is_part(request):
        return refused(request, str(refusal), status=409)
    status = request.POST.get("status", "") or str(int(Status.SOLVED))
    context = {"ticket": ticket, "words": str(refusal), "status": status}
    answer = render(request, "tickets/open_children.html", context)
    answer["HX-Reswap"] = "none"
    return answer


def changed(
    request: HttpRequest, agent: Agent, number: int, words: str, *, icon: str = "check", undo_url: str = ""
) -> HttpResponse:
    """Answer with the ticket as it stands now and a toast that says what was done."""
    if not is_part(request):
        return redirect("tickets:ticket", number)
    try:
        ticket = access_ticket(agent, number)
    except NotVisible:
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("tickets:desk")})
    context = thread_context(agent, ticket)
    toast = {"toast": words, "toast_icon": icon, "toast_keeps": icon == "circle-alert", "oob": True}
    return render(request, "tickets/changed.html", context | toast | {"undo_url": undo_url})


@agent_page
@require_POST
def change_status(request: HttpRequest, number: int) -> HttpResponse:
    """Set the status; to solve with open tasks, ask first."""
    if asked := ask_of_tasks(request, number, number_of(request.POST.get("status", ""))):
        return asked

    def do(agent: Agent, ticket: Ticket, version: int | None) -> str:
        status, reason = number_of(request.POST.get("status", "")), reason_of(request)
        after = set_status(ticket, status, by=agent, version=version, reason=reason)
        return _("The status is now: %(status)s") % {"status": after.get_status_display()}

    return change(request, number, do)


@agent_page
@require_POST
def solve_ticket(request: HttpRequest, number: int) -> HttpResponse:
    """Solve the ticket; where tasks are open, ask first."""
    if asked := ask_of_tasks(request, number, Status.SOLVED):
        return asked

    def do(agent: Agent, ticket: Ticket, version: int | None) -> str:
        solve(ticket, by=agent, version=version, reason=reason_of(request))
        return _("Solved")

    return change(request, number, do)


def ask_of_tasks(request: HttpRequest, number: int, status: int) -> HttpResponse | None:
    """Ask whether a ticket is to be solved though tasks in it are open, unless that was answered; None to go on."""
    if status < Status.SOLVED or request.POST.get("anyway") or not is_part(request):
        return None
    ticket = access_ticket(agent_of(request), number)
    open_tasks = count_open_tasks(ticket) if ticket.is_open_work else 0
    if not open_tasks:
        return None
    context = {"ticket": ticket, "open_tasks": open_tasks, "status": status, "version": version_of(request)}
    answer = render(request, "tickets/dialog_tasks.html", context)
    answer["HX-Retarget"], answer["HX-Reswap"] = "#dialogs", "innerHTML"
    return answer


@agent_page
@require_POST
def change_assignment(request: HttpRequest, number: int) -> HttpResponse:
    """Put the ticket into somebody's hands, or into another team's queue."""

    def do(agent: Agent, ticket: Ticket, version: int | None) -> str:
        if team_id := number_of(request.POST.get("team", "")):
            move_team(ticket, team_id, by=agent, version=version)
            return _("Moved to the other team")
        to = _agent(number_of(request.POST.get("assignee", "")))
        assign(ticket, to=to, by=agent, version=version)
        return _("Assigned to %(name)s") % {"name": to.name} if to else _("Assigned to nobody")

    return change(request, number, do)


def _agent(agent_id: int) -> Agent | None:
    if not agent_id:
        return None
    found = get_user_model().objects.filter(pk=agent_id, is_active=True).first()
    if found is None:
        raise Refused(_("This person is no longer here."))
    return found
