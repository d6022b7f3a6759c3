"""Tasks, reminders and time beside a ticket: added, changed and ticked off in place. The answer is the panel anew."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from careline.accounts.queries import active_agents, agent_of, find_agents
from careline.tickets.actions.add_task import add_task
from careline.tickets.actions.change_task import change_task
from careline.tickets.actions.finish_task import drop_task, finish_task, undo_task
from careline.tickets.actions.set_reminder import set_reminder, settle_reminder
from careline.tickets.contracts import Refused
from careline.tickets.models import Task, Ticket
from careline.tickets.queries.access import access_ticket
from careline.tickets.queries.family import merged_ids
from careline.tickets.queries.to_do import access_reminder, access_task, reminders_of, tasks_of
from careline.tickets.views.doors import agent_page, is_part, may_of
from careline.tickets.views.snoozing import asked_moment
from careline.tickets.views.time_shown import time_context
from careline.ui.numbers import number_of

if TYPE_CHECKING:
    from careline.accounts.models import Agent

SHOWN_DONE = 20


@agent_page
@require_safe
def to_do_panel(request: HttpRequest, number: int) -> HttpResponse:
    """Show the tasks of a ticket, the person's reminders of it, and the time spent on it."""
    agent = agent_of(request)
    return panel(request, agent, access_ticket(agent, number))


@agent_page
@require_POST
def add(request: HttpRequest, number: int) -> HttpResponse:
    """Write a task into the ticket."""
    agent = agent_of(request)
    ticket = access_ticket(agent, number)
    owner, due_at = asked_owner(request), asked_due(request)
    add_task(ticket, request.POST.get("title", ""), by=agent, owner=owner, due_at=due_at)
    return panel(request, agent, ticket)


@agent_page
@require_POST
def change(request: HttpRequest, task_id: int) -> HttpResponse:
    """Change what a task says, whose it is, or when it is due."""
    agent = agent_of(request)
    ticket = access_ticket(agent, access_task(agent, task_id).ticket_id)
    given = _given(request, access_task(agent, task_id))
    change_task(task_id, by=agent, **given)
    return panel(request, agent, ticket)


def _given(request: HttpRequest, task: Task) -> dict[str, Any]:
    """What a person changed of a task; what they left as they saw it stays as it is now.

    Raises Refused where a colleague changed the same meanwhile: nothing of theirs is overwritten.
    """
    posted = request.POST
    due = timezone.localtime(task.due_at).strftime("%Y-%m-%d %H:%M") if task.due_at else ""
    now = {"title": task.title, "owner": str(task.owner_id or 0), "when": due}
    seen = {name: posted.get(f"seen_{name}", now[name]) for name in now}
    wanted = {name for name in now if posted.get(name, now[name]).strip() != seen[name]}
    if crossed := [name for name in wanted if seen[name] != now[name] != posted.get(name, "").strip()]:
        said = task.owner.name if crossed[0] == "owner" and task.owner else now[crossed[0]]
        words = _("A colleague changed this task meanwhile: “%(now)s”. Nothing of yours was applied.")
        raise Refused(words % {"now": said if said != "0" else _("nobody")})
    return {
        "title": posted["title"] if "title" in wanted else task.title,
        "owner": asked_owner(request) if "owner" in wanted else task.owner,
        "due_at": asked_due(request) if "when" in wanted else task.due_at,
    }


@agent_page
@require_POST
def settle(request: HttpRequest, task_id: int) -> HttpResponse:
    """Tick a task off (`done=1`), take the tick back (`done=0`), or remove it (`drop=1`)."""
    agent = agent_of(request)
    ticket = access_ticket(agent, access_task(agent, task_id).ticket_id)
    if request.POST.get("drop"):
        drop_task(task_id, by=agent)
    else:
        act = finish_task if request.POST.get("done") == "1" else undo_task
        act(task_id, by=agent)
    return panel(request, agent, ticket)


@agent_page
@require_POST
def remind(request: HttpRequest, number: int) -> HttpResponse:
    """Set a reminder for the person who asks."""
    agent = agent_of(request)
    ticket = access_ticket(agent, number)
    set_reminder(ticket, asked_moment(request), by=agent, note=request.POST.get("note", ""))
    return panel(request, agent, ticket)


@agent_page
@require_POST
def settle_own_reminder(request: HttpRequest, reminder_id: int) -> HttpResponse:
    """Say that a reminder has served."""
    agent = agent_of(request)
    reminder = access_reminder(agent, reminder_id)
    settle_reminder(reminder.pk, by=agent)
    return panel(request, agent, access_ticket(agent, reminder.ticket_id))


def panel(request: HttpRequest, agent: Agent, ticket: Ticket) -> HttpResponse:
    """Show the panel of a ticket that the person accessed; outside htmx go back where they came from."""
    if request.method == "POST" and not is_part(request):
        is_agenda = request.POST.get("from") == "agenda"
        return redirect("tickets:agenda") if is_agenda else redirect("tickets:ticket", ticket.pk)
    return render(request, "tickets/to_do.html", panel_context(agent, ticket))


def panel_context(agent: Agent, ticket: Ticket) -> dict[str, Any]:
    """Return what `to_do.html` needs."""
    ids = merged_ids(ticket.pk)
    tasks = [*tasks_of(ids)]
    done = [task for task in tasks if task.done_at]
    return {
        "ticket": ticket,
        "me": agent,
        "may": may_of(agent),
        "now": timezone.now(),
        "open_tasks": [task for task in tasks if not task.done_at],
        "done_tasks": done[-SHOWN_DONE:],
        "reminders": [*reminders_of(agent, ids)],
        "agents": [*active_agents()],
        **time_context(agent, ticket, ids),
    }


def asked_owner(request: HttpRequest) -> Agent | None:
    """Return the owner that a form names, None for nobody. Raises Refused for one who is no longer here."""
    agent_id = number_of(request.POST.get("owner", ""))
    found = next(iter(find_agents([agent_id])), None) if agent_id else None
    if agent_id and found is None:
        raise Refused(_("This person is no longer here."))
    return found


def asked_due(request: HttpRequest) -> datetime | None:
    """Return the moment that a form asks for, None where the field is empty. Raises Refused where it is none."""
    return asked_moment(request) if request.POST.get("when", "").strip() else None
