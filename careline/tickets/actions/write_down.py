"""Write down what a customer asked for elsewhere: at the counter, in a shop's page, in another program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.accounts.queries import open_teams, visible_team_ids
from careline.tickets.actions.receive import receive
from careline.tickets.contracts import Grade, InboundMessage, ReceivePolicy, Refused
from careline.tickets.models import Ticket
from careline.tickets.models.outgoing import one_line

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def write_down(said: InboundMessage, *, team_id: int, by: Agent, channel: str = "api") -> Ticket:
    """Make a ticket of what a customer said, in their name; nobody is mailed.

    The sender counts as plausible: a colleague vouches for them, no signature does. Refuses a team whose tickets the
    writer can't see, a bad address, and a message without words or subject. Emits what `receive` does.
    """
    by.require(Right.CHANGE_TICKETS)
    if team_id not in visible_team_ids(by) or not open_teams().filter(pk=team_id).exists():
        raise Refused(_("Choose a team for this ticket."))
    if not one_line(said.subject) or not (said.text or said.html):
        raise Refused(_("A ticket needs a subject and some words."))
    try:
        validate_email(said.sender.email)
    except ValidationError as error:
        words = _("“%(words)s” is not an e-mail address.") % {"words": said.sender.email[:80]}
        raise Refused(words) from error
    policy = ReceivePolicy(team_id=team_id, channel=channel)
    received = receive(said, policy=policy, thread=None, grade=Grade.PLAUSIBLE)
    return Ticket.objects.get(pk=received.ticket_id)
