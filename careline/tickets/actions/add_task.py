"""Write a task into a ticket: what is to be done, by whom, by when."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import Actor, emit
from careline.tickets.contracts import Refused
from careline.tickets.events import TaskAdded
from careline.tickets.models import Task, Ticket
from careline.tickets.queries.access import lock_ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent

LONGEST_TITLE = 200


@transaction.atomic
def add_task(
    ticket: Ticket,
    title: str,
    *,
    by: Agent,
    owner: Agent | None = None,
    due_at: datetime | None = None,
    cause: int | None = None,
) -> Task:
    """Add a task. Refuses one without words, and an owner who can't see the ticket. Emits TaskAdded."""
    by.require(Right.NOTE)
    ticket = lock_ticket(ticket, by=by)
    return apply_task(ticket, title, by=by.actor, owner=owner, due_at=due_at, cause=cause)


def apply_task(
    ticket: Ticket,
    title: str,
    *,
    by: Actor,
    owner: Agent | None = None,
    due_at: datetime | None = None,
    cause: int | None = None,
) -> Task:
    """The same to a ticket that the caller locked and may change; refuses and emits the same."""
    title = checked_title(title)
    refuse_stranger(ticket, owner)
    task = Task.objects.create(ticket=ticket, title=title, owner=owner, due_at=due_at)
    due = due_at.isoformat() if due_at else ""
    fact = TaskAdded(
        ticket.pk, ticket.team_id, task_id=task.pk, title=title, owner_id=owner.pk if owner else 0, due=due
    )
    emit(fact, by=by, cause=cause)
    return task


def checked_title(title: str) -> str:
    """The words of a task on one line, at most 200 characters. Refuses none."""
    title = " ".join(title.replace("\x00", "").split())[:LONGEST_TITLE]
    if not title:
        raise Refused(_("Write what is to be done."))
    return title


def refuse_stranger(ticket: Ticket, owner: Agent | None) -> None:
    """Raise Refused for an owner who could not see what they are asked to do."""
    if owner is not None and not Ticket.objects.visible_to(owner).filter(pk=ticket.pk).exists():
        raise Refused(_("%(name)s can't see this ticket.") % {"name": owner.name})
