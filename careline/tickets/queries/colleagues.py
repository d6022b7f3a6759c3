"""Who on the staff may see a ticket: those who can be mentioned in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careline.accounts.contracts import Right
from careline.accounts.queries import active_agents

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.models import Ticket


def colleagues(ticket: Ticket, *, besides: Agent) -> list[Agent]:
    """Everybody but one who may see a ticket, by name. The same rule as `visible_to`, in two statements for all."""
    team = ticket.team
    members = set(team.members.values_list("pk", flat=True)) if team.is_private else set()

    def sees(one: Agent) -> bool:
        is_open = one.sees_every_team or not team.is_private or one.pk in members
        return is_open and one.may(Right.READ_TICKETS)

    return [one for one in active_agents().exclude(pk=besides.pk) if sees(one)]
