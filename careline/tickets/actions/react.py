"""Give an internal note a sign, or take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.tickets.contracts import Refused
from careline.tickets.events import NoteReacted
from careline.tickets.models import Message, Reaction
from careline.tickets.queries.access import lock_ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def react(message: Message, sign: str, *, by: Agent, cause: int | None = None) -> bool:
    """Give a note of an accessed ticket a sign; a second time takes it back. Whether it stands now.

    Refuses what is no internal note, and an unknown sign. Emits NoteReacted; nothing of it leaves the house.
    """
    by.require(Right.NOTE)
    ticket = lock_ticket(message.ticket, by=by)
    if message.is_public or message.ticket_id != ticket.pk:
        raise Refused(_("Signs are for internal notes."))
    if sign not in Reaction.Sign.values:
        raise Refused(_("There is no such sign."))
    given, is_new = Reaction.objects.get_or_create(message=message, agent=by, sign=sign)
    if not is_new:
        given.delete()
    fact = NoteReacted(ticket.pk, ticket.team_id, message_id=message.pk, sign=sign, removed=not is_new)
    emit(fact, by=by.actor, cause=cause)
    return is_new
