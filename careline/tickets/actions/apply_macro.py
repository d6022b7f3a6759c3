"""Use a canned reply: its changes happen to the ticket, its words go to the writer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F

from careline.accounts.contracts import Right
from careline.tickets.actions.set_priority import set_priority
from careline.tickets.actions.set_status import set_status
from careline.tickets.actions.tag import tag
from careline.tickets.contracts import FilledMacro
from careline.tickets.models import Macro, Ticket
from careline.tickets.queries.access import lock_ticket
from careline.tickets.queries.macros import access_macro, fill

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def apply_macro(ticket: Ticket, macro_id: int, *, by: Agent, cause: int | None = None) -> FilledMacro:
    """Do what a macro does beside its words (status, priority, tags), count its use, and return its words, filled.

    Nothing is sent: the words are for the composer. Refuses a macro that is not this person's to use. Emits what the
    single changes emit.
    """
    by.require(Right.CHANGE_TICKETS)
    macro = access_macro(by, macro_id)
    ticket = lock_ticket(ticket, by=by)
    if macro.set_status is not None:
        ticket = set_status(ticket, macro.set_status, by=by, cause=cause)
    if macro.set_priority is not None:
        ticket = set_priority(ticket, macro.set_priority, by=by, cause=cause)
    if macro.add_tags:
        ticket = tag(ticket, add=macro.add_tags, by=by, cause=cause)
    Macro.objects.filter(pk=macro.pk).update(used_count=F("used_count") + 1)
    return fill(macro, ticket=ticket, agent=by)
