"""Take one escalation step on a ticket that the caller holds: raise it, or give it to others. Acts as the service target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careline.accounts.queries import find_agents, open_teams
from careline.core.events import Actor
from careline.policies.contracts import Step
from careline.tickets.actions.assign import apply_assignment, can_take
from careline.tickets.actions.move_team import apply_team
from careline.tickets.actions.set_priority import apply_priority

if TYPE_CHECKING:
    from careline.tickets.models import Ticket

HIGHEST_PRIORITY = 4


def take_step(ticket: Ticket, step: Step, *, policy_id: int, cause: int) -> None:
    """Raise the priority by one, or reassign; what is so already, or can't be any more, is left. Emits what changed.

    The policy did it: the actor's kind is `target`; `cause` is the event that tells of the step.
    """
    actor = Actor("target", policy_id)
    if step.do == "raise" and ticket.priority < HIGHEST_PRIORITY:
        apply_priority(ticket, ticket.priority + 1, by=actor, cause=cause)
    elif step.do == "reassign":
        for one in step.who:
            _reassign(ticket, one, actor, cause)


def _reassign(ticket: Ticket, to: str, actor: Actor, cause: int) -> None:
    word, _colon, number = to.partition(":")
    if word == "team":
        team = open_teams().filter(pk=int(number)).first()
        if team is not None:
            apply_team(ticket, team, by=actor, cause=cause)
    elif word == "agent":
        agent = next(iter(find_agents([int(number)])), None)
        if agent is not None and can_take(agent, ticket):
            apply_assignment(ticket, agent, by=actor, cause=cause)
