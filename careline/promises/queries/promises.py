"""Promises with the rights of the person who asks: those of their tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.promises.contracts import PromiseRefused
from careline.promises.models import Promise
from careline.tickets.contracts import NotVisible
from careline.tickets.queries.access import access_ticket, lock_ticket
from careline.tickets.queries.watching import visible_ids

if TYPE_CHECKING:
    from careline.accounts.models import Agent

OWED = Q(state__in=[Promise.State.OPEN, Promise.State.BROKEN], ended_at=None)
MOST_SHOWN = 200


def promises_of(ticket_id: int, *, by: Agent) -> list[Promise]:
    """The promises of a ticket that the person accessed, what is owed first; of those not sent only their own."""
    found = Promise.objects.filter(ticket_id=ticket_id).select_related("agent")
    others = Q(state=Promise.State.DRAFTED) & ~Q(agent=by)
    ranks = {Promise.State.DRAFTED: 0, Promise.State.BROKEN: 1, Promise.State.OPEN: 2}
    shown = [*found.exclude(others).order_by("due_at", "pk")[:MOST_SHOWN]]
    return sorted(shown, key=lambda one: (one.ended_at is not None, ranks.get(Promise.State(one.state), 3)))


def open_promises(ticket_id: int) -> QuerySet[Promise]:
    """What is still owed on a ticket."""
    return Promise.objects.filter(OWED, ticket_id=ticket_id)


def access_promise(by: Agent, promise_id: int) -> Promise:
    """A promise on a ticket that the person may see. Raises NotVisible, also for what others have not sent yet."""
    found = Promise.objects.filter(pk=promise_id, ticket_id__in=visible_ids(by)).first()
    if found is None or (found.state == Promise.State.DRAFTED and found.agent_id != by.pk):
        raise NotVisible(promise_id)
    return found


def lock_promise(by: Agent, promise_id: int) -> Promise:
    """A promise on a ticket that the person may see, both locked until the transaction ends: the ticket first, always.

    Raises NotVisible, PromiseRefused; the latter too where it went along with a merge at this very moment.
    """
    ticket_id = Promise.objects.filter(pk=promise_id).values_list("ticket_id", flat=True).first()
    if ticket_id is None:
        raise PromiseRefused(_("This promise is not there any more."))
    ticket = lock_ticket(access_ticket(by, ticket_id), by=by)
    found = Promise.objects.select_related("ticket").select_for_update(of=("self",))
    promise = found.filter(pk=promise_id, ticket_id=ticket.pk).first()
    if promise is None:
        raise PromiseRefused(_("This promise is not there any more."))
    if promise.state == Promise.State.DRAFTED and promise.agent_id != by.pk:
        raise NotVisible(promise.ticket_id)
    return promise


def may_stand_for(agent: Agent, promise: Promise) -> bool:
    """Whether somebody can keep a promise: they answer, and see its ticket."""
    if not agent.may(Right.REPLY):
        return False
    try:
        access_ticket(agent, promise.ticket_id)
    except NotVisible:
        return False
    return True
