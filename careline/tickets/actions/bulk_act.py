"""One ticket of an order for many: change it, snooze it, use a macro, answer its customer. With the rights of whoever ordered it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.tickets.actions.apply_macro import change_by_macro, copy_macro_files
from careline.tickets.actions.bulk_undo import undo_one
from careline.tickets.actions.bulk_work import Outcome, facets, order_of
from careline.tickets.actions.change import Changes, change
from careline.tickets.actions.mark_spam import mark_spam
from careline.tickets.actions.reply import reply
from careline.tickets.actions.snooze import snooze
from careline.tickets.contracts import BulkOrder, Outgoing, Refused
from careline.tickets.models import (
    BulkItem,
    BulkRun,
    Draft,
    DraftFile,
    Macro,
    Message,
    Proposal,
    Status,
    Ticket,
)
from careline.tickets.queries.access import lock_ticket
from careline.tickets.queries.bulk_plan import someone_writes
from careline.tickets.queries.macros import access_macro
from careline.tickets.queries.placeholders import fill_html, values_for
from careline.tickets.wording import clean

if TYPE_CHECKING:
    from careline.accounts.models import Agent

UNDO_SECONDS = 30


def act(run: BulkRun, item: BulkItem, agent: Agent) -> Outcome:
    """Do with one ticket what was ordered, or undo it. Raises what the single actions raise."""
    if run.undoes_id is not None:
        return undo_one(run, item, agent)
    order = order_of(run)
    agent.require(Right.CHANGE_TICKETS)
    ticket = lock_ticket(Ticket(pk=item.ticket_id), by=agent)
    before = facets(ticket)
    macro = access_macro(agent, order.macro_id) if order.macro_id else None
    said = _answer(ticket, order, macro, agent, run.cause_id) if order.sends else None
    if macro is not None:
        change_by_macro(ticket, macro, by=agent, cause=run.cause_id)
    changes = Changes(
        status=order.status, priority=order.priority, type=order.type, team_id=order.team_id,
        assignee_id=order.assignee_id, add_tags=order.add_tags, remove_tags=order.remove_tags,
        fields=order.fields or None,
    )  # fmt: skip
    if order.snooze_until:
        snooze(ticket, datetime.fromisoformat(order.snooze_until), by=agent, cause=run.cause_id)
    if order.spam:
        mark_spam(ticket, by=agent, cause=run.cause_id)
    if changes != Changes():
        change(ticket, changes, by=agent, cause=run.cause_id)
    is_more = said is not None or (macro is not None and bool(macro.note))
    if isinstance(said, Proposal):
        words = _("The answer waits for somebody’s approval.")
        return Outcome(before, proposal_id=said.pk, reason=words, changed=True)
    return Outcome(before, said.pk if said else None, changed=is_more)


def _answer(
    ticket: Ticket, order: BulkOrder, macro: Macro | None, agent: Agent, cause: int
) -> Message | Proposal:
    if ticket.status == Status.CLOSED:
        raise Refused(_("It is closed."))
    if names := someone_writes([ticket], besides=agent):
        raise Refused(_("%(name)s is writing there now.") % {"name": names[ticket.pk]})
    words = clean(order.html or (macro.html if macro else ""))
    filled = fill_html(words, values_for(ticket, agent))
    if filled.missing:
        raise Refused(_("Nothing is known for: %(names)s") % {"names": ", ".join(filled.missing)})
    files = copy_macro_files(ticket, macro.pk, by=agent) if macro else []
    keys = tuple(file.key for file in files)
    outgoing = Outgoing(filled.html, file_keys=keys, undo_seconds=UNDO_SECONDS, spends_draft=False)
    said = reply(ticket, outgoing, by=agent, cause=cause)
    DraftFile.objects.filter(key__in=keys).delete()  # or they would go out again with the next answer
    Draft.objects.filter(ticket=ticket, agent=agent, kind=Draft.Kind.REPLY, version=0, files=None).delete()
    return said
