"""Who on the staff may see a ticket: those who can be mentioned in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careline.accounts.contracts import Right
from careline.accounts.queries import active_agents
from careline.tickets.queries.kept_out import kept_out_ids

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.models import Ticket


def colleagues(ticket: Ticket, *, besides: Agent) -> list[Agent]:
    """Everybody but one who may see a ticket, by name. The same rule as `visible_to`, in three statements for all."""
    team = ticket.team
    members = set(team.members.values_list("pk", flat=True)) if team.is_private else set()

    kept_out = kept_out_ids(ticket.pk)

    def sees(one: Agent) -> bool:
        is_open = one.sees_every_team or not team.is_private or one.pk in members
        return is_open and one.may(Right.READ_TICKETS) and one.pk not in kept_out

    return [one for one in active_agents().exclude(pk=besides.pk) if sees(one)]
