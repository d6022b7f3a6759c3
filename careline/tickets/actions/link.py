"""Relate two tickets, or end the relation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.core.transactions import atomic_despite_deadlocks
from careline.tickets.actions.merge import lock_two
from careline.tickets.contracts import Refused
from careline.tickets.events import TicketLinked
from careline.tickets.models import Link, Ticket
from careline.tickets.queries.related import would_circle

if TYPE_CHECKING:
    from careline.accounts.models import Agent

BY_HAND = {*Link.Kind.values} - {Link.Kind.SPLIT.value}
DOWNWARD = BY_HAND - {Link.Kind.RELATED.value}


@atomic_despite_deadlocks
def link(source: Ticket, target: Ticket, *, kind: str, by: Agent, cause: int | None = None) -> Link:
    """Say what `target` is to `source` (child, incident, follow_up, duplicate, related), once.

    Refuses a ticket with itself, an unknown kind, and circles of parents, problems, follow-ups and originals. Emits TicketLinked for both, unless it was so already.
    """
    by.require(Right.CHANGE_TICKETS)
    if source.pk == target.pk or kind not in BY_HAND:
        raise Refused(_("These can't be linked."))
    source, target = lock_two(source, target, by=by)
    if kind in DOWNWARD and would_circle(source.pk, target.pk, kind):
        raise Refused(_("These are linked the other way round already."))
    made, is_new = Link.objects.get_or_create(source=source, target=target, kind=kind)
    if is_new:
        _tell(source, target, kind, by, cause, removed=False)
    return made


@atomic_despite_deadlocks
def unlink(source: Ticket, target: Ticket, *, kind: str, by: Agent, cause: int | None = None) -> bool:
    """End a relation; False if there was none. Emits TicketLinked (removed) for both."""
    by.require(Right.CHANGE_TICKETS)
    source, target = lock_two(source, target, by=by)
    if not Link.objects.filter(source=source, target=target, kind=kind).delete()[0]:
        return False
    _tell(source, target, kind, by, cause, removed=True)
    return True


def _tell(source: Ticket, target: Ticket, kind: str, by: Agent, cause: int | None, *, removed: bool) -> None:
    for one, other, role in ((source, target, kind), (target, source, f"of-{kind}")):
        fact = TicketLinked(one.pk, one.team_id, other_id=other.pk, kind=kind, removed=removed, role=role)
        emit(fact, by=by.actor, cause=cause)
