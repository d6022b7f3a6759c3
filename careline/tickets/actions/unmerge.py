"""Take a merge back: the source is a ticket of its own again, with what was said in it before."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.core.transactions import atomic_despite_deadlocks
from careline.tickets.actions.keep_out import put_out
from careline.tickets.actions.merge import CHANGED, PROPOSALS, move_messages
from careline.tickets.contracts import NotVisible, Refused
from careline.tickets.events import MergeUndone
from careline.tickets.models import Merge, Message, Proposal, Ticket
from careline.tickets.models.exclusion import let_go
from careline.tickets.models.ledger import place_of
from careline.tickets.models.moves import save_change
from careline.tickets.models.proposing import move_proposals
from careline.tickets.models.said import recount_said
from careline.tickets.models.side_said import move_side_conversations, side_ids_of

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@atomic_despite_deadlocks
def unmerge(merge_id: int, *, by: Agent, cause: int | None = None) -> Ticket:
    """Undo a merge and return the source. What arrived since stays with the target, whose status stays too.

    Refuses a merge that was undone, and one whose target was itself merged since (undo that one first).
    Emits MergeUndone for both tickets.
    """
    by.require(Right.MERGE_TICKETS)
    undone = Merge.objects.select_for_update().filter(pk=merge_id).first()
    if undone is None:
        raise NotVisible(merge_id)
    source, target = _lock(undone, by)
    if undone.undone_at is not None or source.merged_into_id != target.pk:
        raise Refused(_("This merge was undone already."))
    if target.merged_into_id is not None:
        raise Refused(_("#%(number)s was merged itself since: undo that first.") % {"number": target.pk})
    undone.undone_at = timezone.now()
    undone.save(update_fields=["undone_at"])
    still = Message.objects.filter(pk__in=undone.moved_message_ids, ticket=target)
    moved = [*still.values_list("pk", flat=True)]
    move_messages(moved, to=source)
    proposed = Proposal.objects.filter(pk__in=undone.source_before.get(PROPOSALS, []), ticket=target)
    move_proposals([one.pk for one in proposed], to=source, from_team=target.team_id)
    move_side_conversations(sorted({*undone.moved_side_ids} & {*side_ids_of(target)}), to=source)
    _restore(source, undone, by, cause)
    let_go(source.pk, target.pk, since=undone.merged_at)
    put_out(source, by=by.actor, cause=cause)
    _recount(target, source, undone, by, cause)
    return source


def _lock(undone: Merge, by: Agent) -> tuple[Ticket, Ticket]:
    ids = sorted((undone.source_id, undone.target_id))
    rows = Ticket.objects.visible_to(by).select_for_update().filter(pk__in=ids).order_by("pk")
    locked = {ticket.pk: ticket for ticket in rows}
    if len(locked) != 2:
        raise NotVisible(undone.source_id)
    return locked[undone.source_id], locked[undone.target_id]


def _restore(source: Ticket, undone: Merge, by: Agent, cause: int | None) -> None:
    event_id = emit(
        MergeUndone(source.pk, source.team_id, other_id=undone.target_id, merge_id=undone.pk),
        by=by.actor,
        cause=cause,
    )
    before = place_of(source)
    source.merged_into = None
    for name in CHANGED:
        value = undone.source_before.get(name)
        is_time = name.endswith(("_at", "_until")) and value is not None
        setattr(source, name, datetime.fromisoformat(value) if is_time else value)
    save_change(source, before, "merged_into", *CHANGED, cause_id=event_id)


def _recount(target: Ticket, source: Ticket, undone: Merge, by: Agent, cause: int | None) -> None:
    fact = MergeUndone(target.pk, target.team_id, other_id=source.pk, merge_id=undone.pk)
    event_id = emit(fact, by=by.actor, cause=cause)
    save_change(target, place_of(target), *recount_said(target), cause_id=event_id)
