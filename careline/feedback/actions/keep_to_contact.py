"""Give a ticket to the one person who serves a restricted customer. A house-keeping action: no rights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from careline.accounts.queries import find_agents, own_team_ids
from careline.core.events import SYSTEM, emit
from careline.feedback.events import RestrictionFollowed
from careline.tickets.actions.assign import can_take
from careline.tickets.actions.automate import hand_to, hand_to_team
from careline.tickets.contracts import Refused
from careline.tickets.queries.access import lock_remaining

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.models import Ticket


def keep_to_contact(number: int, contact_id: int, *, measure_id: int, cause: int | None = None) -> bool:
    """Assign a ticket to a restricted customer's contact, in a team of theirs if need be. Emits RestrictionFollowed.

    Nothing is done (False) where they have it, where they left, or can't see it anywhere: then it goes as any other does.
    """
    ticket = lock_remaining(number)
    contact = next(iter(find_agents([contact_id])), None)
    if ticket is None or contact is None or ticket.assignee_id == contact_id:
        return False
    fact = RestrictionFollowed(ticket.pk, ticket.team_id, measure_id=measure_id, agent_id=contact_id)
    try:
        with transaction.atomic():
            followed = emit(fact, by=SYSTEM, cause=cause)
            _bring_to(ticket, contact, followed)
            return hand_to(ticket, contact_id, by=SYSTEM, cause=followed)
    except Refused:
        return False


def _bring_to(ticket: Ticket, contact: Agent, cause: int) -> None:
    """Move a ticket that its contact can't see to the first team of theirs."""
    teams = own_team_ids(contact)
    if not can_take(contact, ticket) and teams and ticket.team_id not in teams:
        hand_to_team(ticket, min(teams), by=SYSTEM, cause=cause)
