"""Write to a customer first: a new ticket with our message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.accounts.queries import open_teams, visible_team_ids
from careline.customers.actions.identify import identify
from careline.tickets.actions.begin import begin
from careline.tickets.actions.propose import must_wait, propose
from careline.tickets.actions.set_status import BY_HAND, apply_status
from careline.tickets.actions.speak import speak
from careline.tickets.contracts import Beginning, Outgoing, Refused
from careline.tickets.models import Draft, Message, Proposal, Status
from careline.tickets.models.knowing import teams_know
from careline.tickets.models.outgoing import one_line, outgoing_values

if TYPE_CHECKING:
    from careline.accounts.models import Agent


USUAL = Beginning()


@transaction.atomic
def outbound(
    outgoing: Outgoing,
    *,
    by: Agent,
    team_id: int,
    inbox_id: int | None = None,
    beginning: Beginning = USUAL,
    cause: int | None = None,
) -> Message | Proposal:
    """Open a ticket with a message to somebody; it is pending and the writer's own unless said otherwise.

    The first recipient is the requester. Where somebody has to approve the message first, the ticket is open until
    they do. Refuses a team whose tickets the writer can't see, a missing subject, and what `begin` and `reply` refuse.
    Emits what `begin` does and MessageAdded or ReplyProposed, and StatusChanged for another status.
    """
    by.require(Right.REPLY)
    team = open_teams().filter(pk=team_id).first()
    if team is None or team.pk not in visible_team_ids(by):
        raise Refused(_("Choose a team for this ticket."))
    if not one_line(outgoing.subject):
        raise Refused(_("A subject needs some words."))
    outgoing_values(outgoing)
    then = outgoing.then_status or Status.PENDING
    if then not in BY_HAND:
        raise Refused(_("A ticket can't be given this status by hand."))
    waits = must_wait(outgoing, by=by)
    first = outgoing.to[0]
    ticket = begin(
        beginning, by=by, team_id=team.pk, customer_id=identify(first.email, name=first.name), cause=cause,
        subject=one_line(outgoing.subject)[:300], status=Status.OPEN if waits else Status.PENDING, inbox_id=inbox_id,
    )  # fmt: skip
    teams_know(ticket.customer_id)
    if waits:
        return propose(ticket, outgoing, by=by, kind=Draft.Kind.OUTBOUND, cause=cause)
    message = speak(ticket, outgoing, by=by, kind=Draft.Kind.OUTBOUND, cause=cause)
    apply_status(ticket, then, by=by.actor, cause=cause)
    return message
