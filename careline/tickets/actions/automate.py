"""Change a ticket without a person, by the words and ids that rules know. The caller has locked it, and may change it.

Each returns whether anything changed, and raises Refused as the action of a person does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from careline.accounts.queries import find_agents, open_teams
from careline.tickets.actions.assign import apply_assignment, can_take
from careline.tickets.actions.move_team import apply_team
from careline.tickets.actions.set_priority import apply_priority
from careline.tickets.actions.set_status import BY_HAND, apply_status, refuse_open_children, refuse_unfilled
from careline.tickets.actions.set_type import apply_type
from careline.tickets.actions.wake import apply_wake
from careline.tickets.contracts import Refused
from careline.tickets.models import Priority, Status, Ticket, TicketType

if TYPE_CHECKING:
    from careline.core.events import Actor


def give_status(ticket: Ticket, word: str, *, reason: str, by: Actor, cause: int | None = None) -> bool:
    """Set the status. Refuses one that nobody can give, and to solve what is not ready for it."""
    status = Status.__members__.get(word.upper())
    if status not in BY_HAND:
        raise Refused(_("A ticket can't be given this status by hand."))
    refuse_unfilled(ticket, status)
    refuse_open_children(ticket, status, reason="")
    return apply_status(ticket, status, by=by, reason=reason, cause=cause) is not None


def give_priority(ticket: Ticket, word: str, *, by: Actor, cause: int | None = None) -> bool:
    """Set the priority."""
    priority = Priority.__members__.get(word.upper())
    if priority is None:
        raise Refused(_("There is no such priority."))
    return apply_priority(ticket, int(priority), by=by, cause=cause) is not None


def raise_priority(ticket: Ticket, *, by: Actor, cause: int | None = None) -> bool:
    """Set the priority one step higher, up to urgent."""
    priority = min(ticket.priority + 1, int(Priority.URGENT))
    return apply_priority(ticket, priority, by=by, cause=cause) is not None


def give_type(ticket: Ticket, word: str, *, by: Actor, cause: int | None = None) -> bool:
    """Set the type."""
    if word not in TicketType.values:
        raise Refused(_("There is no such type."))
    return apply_type(ticket, word, by=by, cause=cause) is not None


def hand_to_team(ticket: Ticket, team_id: int, *, by: Actor, cause: int | None = None) -> bool:
    """Move it to an open team."""
    team = open_teams().filter(pk=team_id).first()
    if team is None:
        raise Refused(_("There is no such team."))
    if team.pk == ticket.team_id:
        return False
    apply_team(ticket, team, by=by, cause=cause)
    return True


def hand_to(ticket: Ticket, agent_id: int, *, by: Actor, cause: int | None = None) -> bool:
    """Assign it to somebody who can take it, or (0) to nobody; what sleeps and gets somebody wakes."""
    to = next(iter(find_agents([agent_id])), None) if agent_id else None
    if agent_id and to is None:
        raise Refused(_("There is no such person."))
    if to is not None and not can_take(to, ticket):
        raise Refused(_("%(name)s can't take this ticket.") % {"name": to.name})
    if apply_assignment(ticket, to, by=by, cause=cause) is None:
        return False
    if to is not None:
        apply_wake(ticket, "assigned", by=by, cause=cause)
    return True
