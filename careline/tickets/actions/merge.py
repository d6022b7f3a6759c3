"""Make two tickets one: the source forwards to the target for ever, and what was said moves there."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import F, TextField, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.core.transactions import atomic_despite_deadlocks
from careline.tickets.actions.keep_out import put_out
from careline.tickets.actions.set_status import apply_status
from careline.tickets.actions.wake import apply_wake
from careline.tickets.contracts import Refused
from careline.tickets.events import TicketAbsorbed, TicketMerged
from careline.tickets.models import (
    Draft,
    DraftFile,
    Merge,
    Message,
    MessageSearch,
    Proposal,
    Status,
    Ticket,
    Watcher,
)
from careline.tickets.models.exclusion import hold_together
from careline.tickets.models.ledger import place_of
from careline.tickets.models.moves import save_change, set_status_fields
from careline.tickets.models.proposing import move_proposals
from careline.tickets.models.side_said import move_side_conversations, side_ids_of
from careline.tickets.queries.access import lock_ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent

CHANGED = (
    "status",
    "solved_at",
    "closed_at",
    "message_count",
    "snippet",
    "last_customer_at",
    "last_message_at",
    "snoozed_until",
)
PROPOSALS = "proposals"  # beside these: the ids of those that came along


@atomic_despite_deadlocks
def merge(source: Ticket, *, into: Ticket, by: Agent, cause: int | None = None) -> Merge:
    """Merge `source` into another ticket that is not closed. Both requesters stay, watchers, drafts and proposed replies come along;
    who was writing in both has both texts in one draft.

    The source becomes a closed pointer and counts no more; a solved target is open again if the source was open
    work. Refuses a ticket into itself, a merged or a closed one. Emits TicketMerged and TicketAbsorbed.
    """
    by.require(Right.MERGE_TICKETS)
    if source.pk == into.pk:
        raise Refused(_("A ticket can't be merged into itself."))
    source, into = lock_two(source, into, by=by)
    if into.status == Status.CLOSED:
        raise Refused(_("#%(number)s is closed: choose another ticket.") % {"number": into.pk})
    ids = [*Message.objects.filter(ticket=source).order_by("pk").values_list("pk", flat=True)]
    proposed = [*Proposal.objects.filter(ticket=source).values_list("pk", flat=True)]
    done = Merge.objects.create(
        source=source, target=into, by=by, moved_message_ids=ids, moved_side_ids=side_ids_of(source),
        source_status=source.status,
        source_before={name: _plain(getattr(source, name)) for name in CHANGED} | {PROPOSALS: proposed},
    )  # fmt: skip
    was_open_work = source.is_open_work
    source_until = source.snoozed_until
    move_messages(ids, to=into)
    move_proposals(proposed, to=into, from_team=source.team_id)
    move_side_conversations(done.moved_side_ids, to=into)
    _bring_along(source, into)
    _point(source, into, done, by)
    hold_together(into.pk)
    put_out(into, by=by.actor, cause=cause)
    _absorb(source, into, done, by)
    if was_open_work and into.snoozed_until is not None:
        _sleep_no_longer(into, source_until, by, cause)
    if was_open_work and into.status == Status.SOLVED:
        apply_status(into, Status.OPEN, by=by.actor, reason="merged", cause=cause)
    return done


def lock_two(one: Ticket, other: Ticket, *, by: Agent) -> tuple[Ticket, Ticket]:
    """Lock two tickets in the order of their numbers, so that two merges never wait for each other."""
    locked = {t.pk: lock_ticket(t, by=by) for t in sorted((one, other), key=lambda t: t.pk)}
    return locked[one.pk], locked[other.pk]


def move_messages(ids: list[int], *, to: Ticket) -> None:
    """Put messages, with their words for search, under another ticket."""
    Message.objects.filter(pk__in=ids).update(ticket=to)
    MessageSearch.objects.filter(message_id__in=ids).update(ticket_id=to.pk, team_id=to.team_id)


def _bring_along(source: Ticket, into: Ticket) -> None:
    watching = Watcher.objects.filter(ticket=source).values_list("agent_id", flat=True)
    watchers = [Watcher(ticket=into, agent_id=agent_id) for agent_id in watching]
    Watcher.objects.bulk_create(watchers, ignore_conflicts=True)
    taken = {_slot(draft): draft for draft in Draft.objects.filter(ticket=into)}
    for draft in Draft.objects.filter(ticket=source):
        there = taken.get(_slot(draft))
        if there is None:
            Draft.objects.filter(pk=draft.pk).update(ticket=into)
        else:
            _join_drafts(draft, there)


def _slot(draft: Draft) -> tuple[int, str, int]:
    return draft.agent_id, draft.kind, draft.side_conversation_id


def _join_drafts(draft: Draft, there: Draft) -> None:
    """Put what somebody was writing in the source below what they write in the target."""
    both = Concat("html", Value(draft.html), output_field=TextField())
    Draft.objects.filter(pk=there.pk).update(
        html=both, version=F("version") + 1, foreign_version=F("version") + 1,
        returned_id=there.returned_id or draft.returned_id,
    )  # fmt: skip
    DraftFile.objects.filter(draft=draft).update(draft=there)
    draft.delete()


def _point(source: Ticket, into: Ticket, done: Merge, by: Agent) -> None:
    fact = TicketMerged(source.pk, source.team_id, into_id=into.pk, merge_id=done.pk)
    event_id = emit(fact, by=by.actor)
    before = place_of(source)
    source.merged_into = into
    source.message_count = 0
    fields = set_status_fields(source, Status.CLOSED)
    save_change(source, before, "merged_into", "message_count", *fields, cause_id=event_id)


def _absorb(source: Ticket, into: Ticket, done: Merge, by: Agent) -> None:
    fact = TicketAbsorbed(into.pk, into.team_id, source_id=source.pk, merge_id=done.pk)
    event_id = emit(fact, by=by.actor)
    if source.last_message_at > into.last_message_at:
        into.snippet = source.snippet
    into.message_count += len(done.moved_message_ids)
    into.last_message_at = max(into.last_message_at, source.last_message_at)
    into.last_customer_at = max(into.last_customer_at, source.last_customer_at)
    fields = ("snippet", "message_count", "last_message_at", "last_customer_at")
    save_change(into, place_of(into), *fields, cause_id=event_id)


def _sleep_no_longer(into: Ticket, source_until: datetime | None, by: Agent, cause: int | None) -> None:
    """A target that sleeps wakes for a source that did not; of two that sleep the earlier time counts."""
    if source_until is None:
        apply_wake(into, "merged", by=by.actor, cause=cause)
    elif into.snoozed_until is not None and source_until < into.snoozed_until:
        Ticket.objects.filter(pk=into.pk).update(snoozed_until=source_until)
        into.snoozed_until = source_until


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
