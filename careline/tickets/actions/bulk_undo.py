"""Take back what an order did to many tickets, where nobody changed them since."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.accounts.queries import find_agents
from careline.tickets.actions.assign import assign
from careline.tickets.actions.bulk_start import begin
from careline.tickets.actions.bulk_work import Outcome, facets, order_of
from careline.tickets.actions.cancel import cancel
from careline.tickets.actions.change_fields import change_fields
from careline.tickets.actions.move_team import move_team
from careline.tickets.actions.return_proposal import withdraw_proposal
from careline.tickets.actions.set_priority import set_priority
from careline.tickets.actions.set_status import apply_status
from careline.tickets.actions.set_type import set_type
from careline.tickets.actions.snooze import snooze
from careline.tickets.actions.tag import tag
from careline.tickets.actions.unmark_spam import let_sender_in
from careline.tickets.actions.wake import wake
from careline.tickets.contracts import Refused
from careline.tickets.models import BulkItem, BulkRun, Ticket
from careline.tickets.queries.access import lock_ticket
from careline.tickets.queries.bulk import access_run

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def undo_bulk(run_id: int, *, by: Agent) -> BulkRun:
    """Order the undoing of a run that is over. Refuses a second time, and undoing an undoing. Emits BulkStarted."""
    by.require(Right.CHANGE_TICKETS)
    run = access_run(by, run_id)
    if run.state not in {BulkRun.State.DONE, BulkRun.State.STOPPED}:
        raise Refused(_("It is still under way: stop it first."))
    if run.undoes_id is not None:
        raise Refused(_("This was an undoing itself."))
    return begin(by, what={}, selection={}, undoes=run)


def undo_one(run: BulkRun, item: BulkItem, agent: Agent) -> Outcome:
    """Put one ticket back as it was, and take an answer back that is still held, or waits for approval.

    Refuses where somebody changed the ticket since, or where the answer is on its way. Notes stay: they were read.
    """
    done = BulkItem.objects.get(run_id=run.undoes_id, ticket_id=item.ticket_id)
    ticket = lock_ticket(Ticket(pk=item.ticket_id), by=agent)
    before = facets(ticket)
    is_taken_back = False
    if done.message_id is not None:
        is_taken_back = cancel(done.message_id, by=agent) is not None
        if not is_taken_back:
            raise Refused(_("The answer is on its way already."))
    if done.proposal_id is not None:
        withdraw_proposal(done.proposal_id, by=agent, keeps_draft=False)
        is_taken_back = True
    if done.before and ticket.version != done.version:
        if not is_taken_back:
            raise Refused(_("Somebody changed it since."))
        return Outcome(reason=_("The answer was taken back; the rest was changed since."), changed=True)
    _restore(ticket, done.before, agent, run.cause_id)
    if run.undoes is not None and order_of(run.undoes).spam:
        let_sender_in(ticket, by=agent)
    reason = "" if done.before or is_taken_back else _("Only a note was added; notes stay.")
    return Outcome(before, reason=reason, changed=is_taken_back)


def _put_to_sleep_again(ticket: Ticket, until: str | None, by: Agent, cause: int) -> None:
    """Wake a ticket that was awake; one that slept until a moment that is still to come sleeps until then."""
    at = datetime.fromisoformat(until) if until else None
    if at is not None and at > timezone.now():
        snooze(ticket, at, by=by, cause=cause)
    elif lock_ticket(ticket, by=by).snoozed_until is not None:
        wake(ticket, by=by)


def _restore(ticket: Ticket, was: dict[str, Any], by: Agent, cause: int) -> None:
    """Give the ticket its former values. `new` too, which nobody can set by hand: it had it a moment ago."""
    if "priority" in was:
        set_priority(ticket, was["priority"], by=by, cause=cause)
    if "type" in was:
        set_type(ticket, was["type"], by=by, cause=cause)
    if "tags" in was:
        now = {*lock_ticket(ticket, by=by).tags}
        tag(ticket, add={*was["tags"]} - now, remove=now - {*was["tags"]}, by=by, cause=cause)
    if "fields" in was:
        now = lock_ticket(ticket, by=by).fields
        change_fields(
            ticket,
            {
                key: was["fields"].get(key)
                for key in {*now, *was["fields"]}
                if now.get(key) != was["fields"].get(key)
            },
            by=by,
            cause=cause,
        )
    if "status" in was:
        by.require(Right.CHANGE_TICKETS)
        apply_status(lock_ticket(ticket, by=by), was["status"], by=by.actor, reason="undo", cause=cause)
    if "snoozed_until" in was:
        _put_to_sleep_again(ticket, was["snoozed_until"], by, cause)
    if "team_id" in was:
        move_team(ticket, was["team_id"], by=by, cause=cause)
    if "assignee_id" in was:
        to = next(iter(find_agents([was["assignee_id"]])), None) if was["assignee_id"] else None
        assign(ticket, to=to, by=by, cause=cause)
