"""Hand a ticket to another team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.accounts.queries import open_teams
from careline.core.events import Actor, emit
from careline.tickets.actions.assign import apply_assignment, can_take
from careline.tickets.contracts import Refused
from careline.tickets.events import TeamChanged
from careline.tickets.models import MessageSearch, Ticket
from careline.tickets.models.knowing import teams_know
from careline.tickets.models.ledger import place_of
from careline.tickets.models.moves import save_change
from careline.tickets.queries.access import lock_ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent, Team


@transaction.atomic
def move_team(
    ticket: Ticket, team_id: int, *, by: Agent, version: int | None = None, cause: int | None = None
) -> Ticket:
    """Move a ticket to any team, also to one whose queue the mover can't see. Refuses archived teams.

    An assignee who can't see the new team's tickets loses it. Search and the customer's visibility follow.
    Emits TeamChanged, and TicketAssigned where the assignee went.
    """
    by.require(Right.CHANGE_TICKETS)
    ticket = lock_ticket(ticket, by=by, version=version)
    team = open_teams().filter(pk=team_id).first()
    if team is None:
        raise Refused(_("There is no such team."))
    apply_team(ticket, team, by=by.actor, cause=cause)
    return ticket


def apply_team(ticket: Ticket, team: Team, *, by: Actor, cause: int | None = None) -> None:
    """Move a ticket that the caller locked and may move to an open team; nothing if it is there already."""
    if team.pk == ticket.team_id:
        return
    before = place_of(ticket)
    fact = TeamChanged(ticket.pk, team.pk, before=ticket.team_id, after=team.pk)
    event_id = emit(fact, by=by, cause=cause)
    ticket.team = team
    save_change(ticket, before, "team", cause_id=event_id)
    MessageSearch.objects.filter(ticket_id=ticket.pk).update(team_id=team.pk)
    teams_know(ticket.customer_id)
    if ticket.assignee is not None and not can_take(ticket.assignee, ticket):
        apply_assignment(ticket, None, by=by, cause=cause)
