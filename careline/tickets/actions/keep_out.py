"""Keep somebody out of a ticket that concerns them, and let them in again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import Actor, emit
from careline.tickets.actions.assign import apply_assignment
from careline.tickets.contracts import Refused
from careline.tickets.events import AgentKeptOut, AgentLetIn
from careline.tickets.models import Exclusion, Ticket, Viewer, Watcher
from careline.tickets.models.exclusion import copy_exclusions, hold_together, let_back_in
from careline.tickets.queries.access import lock_ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def keep_out(ticket: Ticket, agent: Agent, *, reason: str, by: Agent) -> None:
    """Have a ticket not exist for somebody whom it is about: neither to read nor to find, nor to have assigned.

    Takes it off their desk, and ends their watching. Refuses without a reason, and oneself: who left could not be let in
    again. Emits AgentKeptOut, and TicketAssigned where they had it.
    """
    by.require(Right.KEEP_APART)
    apply_keep_out(lock_ticket(ticket, by=by), agent, reason=reason, by=by)


def apply_keep_out(ticket: Ticket, agent: Agent, *, reason: str, by: Agent, cause: int | None = None) -> bool:
    """The same to a ticket that the caller locked, for rooms whose own right covers it; False if it was so already."""
    words = " ".join(reason.split())[:300]
    if agent.pk == by.pk:
        raise Refused(_("Ask somebody else to keep you out of it."))
    if not words:
        raise Refused(_("Say why."))
    if there := Exclusion.objects.filter(ticket=ticket, agent=agent).first():
        if not there.is_own:  # it came by a merge, and stays now when that is undone
            Exclusion.objects.filter(pk=there.pk).update(is_own=True, at=Now())
        return False
    Exclusion.objects.create(ticket=ticket, agent=agent, reason=words, by=by)
    hold_together(ticket.pk)
    fact = AgentKeptOut(ticket.pk, ticket.team_id, agent_id=agent.pk, reason=words)
    put_out(ticket, by=by.actor, cause=emit(fact, by=by.actor, cause=cause))
    return True


@transaction.atomic
def let_in(ticket: Ticket, agent: Agent, *, by: Agent) -> None:
    """Let somebody see a ticket again. Emits AgentLetIn, once."""
    by.require(Right.KEEP_APART)
    apply_let_in(lock_ticket(ticket, by=by), agent, by=by)


def apply_let_in(ticket: Ticket, agent: Agent, *, by: Agent, cause: int | None = None) -> bool:
    """The same to a ticket that the caller locked, for rooms whose own right covers it; False if nobody was kept out."""
    if not let_back_in(ticket.pk, agent.pk):
        return False
    emit(AgentLetIn(ticket.pk, ticket.team_id, agent_id=agent.pk), by=by.actor, cause=cause)
    return True


def carry_exclusions(source: Ticket, target: Ticket, *, by: Actor, cause: int | None = None) -> None:
    """Keep out of a locked ticket, to which messages of another one come, whoever is kept out of that one."""
    copy_exclusions(source.pk, target.pk)
    put_out(target, by=by, cause=cause)


def put_out(ticket: Ticket, *, by: Actor, cause: int | None = None) -> None:
    """Take a locked ticket off the desks of those who are kept out of it, and end their watching."""
    kept = [*Exclusion.objects.filter(ticket=ticket).values_list("agent_id", flat=True)]
    if not kept:
        return
    Watcher.objects.filter(ticket=ticket, agent_id__in=kept).delete()
    Viewer.objects.filter(ticket=ticket, agent_id__in=kept).delete()
    if ticket.assignee_id in kept:
        apply_assignment(ticket, None, by=by, cause=cause)
