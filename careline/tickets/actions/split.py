"""Make a ticket of its own out of messages of another one, and take that back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.customers.queries import access_customer
from careline.tickets.actions.keep_out import carry_exclusions
from careline.tickets.actions.merge import merge, move_messages
from careline.tickets.contracts import NotVisible, Refused
from careline.tickets.events import TicketOpened, TicketSplit, TicketSplitOff
from careline.tickets.models import Link, Message, Seen, Split, Status, Ticket, Watcher
from careline.tickets.models.knowing import teams_know
from careline.tickets.models.ledger import open_ledger, place_of
from careline.tickets.models.moves import save_change
from careline.tickets.models.outgoing import one_line
from careline.tickets.models.said import recount_said
from careline.tickets.queries.access import access_ticket, lock_ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@dataclass(frozen=True, slots=True)
class NewTicket:
    """What the ticket that is split off is called, and whose it is: "" and 0 leave it to the messages."""

    subject: str = ""
    customer_id: int = 0


@transaction.atomic
def split(
    ticket: Ticket,
    message_ids: list[int],
    *,
    by: Agent,
    new: NewTicket | None = None,
    version: int | None = None,
    cause: int | None = None,
) -> Split:
    """Move messages, with their files, into a new ticket of the same team and assignee, linked with this one.

    Answers to those messages arrive in the new ticket from then on. Watchers and what people have read come along.
    Refuses nothing, all of it, messages of other tickets, and a merged ticket. Raises Conflict if `version` is stale.
    Emits TicketOpened and TicketSplitOff for the new ticket, TicketSplit for this one.
    """
    by.require(Right.MERGE_TICKETS)
    ticket = lock_ticket(ticket, by=by, version=version)
    messages = _chosen(ticket, message_ids)
    target = _make(ticket, messages, new or NewTicket(), by)
    done = Split.objects.create(source=ticket, target=target, by=by, message_ids=[m.pk for m in messages])
    opened = emit(
        TicketOpened(target.pk, target.team_id, message_id=messages[0].pk), by=by.actor, cause=cause
    )
    open_ledger(target, cause_id=opened)
    _bring_along(ticket, target)
    carry_exclusions(ticket, target, by=by.actor, cause=cause)
    move_messages(done.message_ids, to=target)
    Ticket.objects.filter(pk=target.pk).update(**{n: getattr(target, n) for n in recount_said(target)})
    Link.objects.create(source=ticket, target=target, kind=Link.Kind.SPLIT)
    _tell(ticket, done, by, cause)
    teams_know(ticket.customer_id, target.customer_id)
    return done


@transaction.atomic
def unsplit(split_id: int, *, by: Agent, cause: int | None = None) -> Ticket:
    """Take a split back: the new ticket, with what was said in it since, is merged into the one it came from.

    Refuses a split that was undone, and what `merge` refuses. Emits what `merge` does. Returns the remaining ticket.
    """
    by.require(Right.MERGE_TICKETS)
    done = Split.objects.select_for_update().filter(pk=split_id).first()
    if done is None:
        raise NotVisible(split_id)
    target = access_ticket(by, done.target_id)
    source = access_ticket(by, done.source_id)
    if done.undone_at is not None or target.pk == source.pk or target.pk != done.target_id:
        raise Refused(_("This split was undone already."))
    merge(target, into=source, by=by, cause=cause)
    Link.objects.filter(source_id=done.source_id, target=target, kind=Link.Kind.SPLIT).delete()
    done.undone_at = timezone.now()
    done.save(update_fields=["undone_at"])
    return source


def _chosen(ticket: Ticket, message_ids: list[int]) -> list[Message]:
    wanted = {*message_ids}
    messages = [*Message.objects.filter(ticket=ticket).select_related("agent").order_by("pk")]
    chosen = [message for message in messages if message.pk in wanted]
    if not chosen or len(chosen) != len(wanted):
        raise Refused(_("Choose messages of this ticket."))
    if not any(message.is_public for message in messages if message.pk not in wanted):
        raise Refused(_("At least one message that isn’t a note has to stay."))
    return chosen


def _make(ticket: Ticket, messages: list[Message], new: NewTicket, by: Agent) -> Ticket:
    first, answered = messages[0], [m for m in messages if m.is_public and m.author == Message.Author.AGENT]
    subject = one_line(new.subject) or first.subject or ticket.subject
    target = Ticket.objects.create(
        team_id=ticket.team_id,
        assignee_id=ticket.assignee_id,
        customer_id=_requester(ticket, messages, new, by),
        subject=subject[:300],
        status=Status.OPEN if answered else Status.NEW,
        priority=ticket.priority,
        channel=first.channel if first.is_public else ticket.channel,
        inbox_id=first.inbox_id or ticket.inbox_id,
        language=first.language or ticket.language,
        created_at=first.created_at,
        first_answered_at=answered[0].created_at if answered else None,
    )
    target.refresh_from_db()
    return target


def _requester(ticket: Ticket, messages: list[Message], new: NewTicket, by: Agent) -> int:
    theirs = [m.customer_id for m in messages if m.customer_id is not None]
    if not new.customer_id:
        return theirs[0] if theirs else ticket.customer_id
    if new.customer_id in {*theirs, ticket.customer_id}:
        return new.customer_id
    return access_customer(by, new.customer_id).pk


def _bring_along(ticket: Ticket, target: Ticket) -> None:
    watching = Watcher.objects.filter(ticket=ticket).values_list("agent_id", flat=True)
    Watcher.objects.bulk_create(Watcher(ticket=target, agent_id=agent_id) for agent_id in watching)
    read = Seen.objects.filter(ticket=ticket).values_list("agent_id", "message_id")
    Seen.objects.bulk_create(Seen(ticket=target, agent_id=a, message_id=m) for a, m in read)


def _tell(ticket: Ticket, done: Split, by: Agent, cause: int | None) -> None:
    ids, target = tuple(done.message_ids), done.target
    split_off = TicketSplitOff(
        target.pk, target.team_id, source_id=ticket.pk, split_id=done.pk, message_ids=ids
    )
    emit(split_off, by=by.actor, cause=cause)
    fact = TicketSplit(ticket.pk, ticket.team_id, other_id=target.pk, split_id=done.pk, message_ids=ids)
    event_id = emit(fact, by=by.actor, cause=cause)
    save_change(ticket, place_of(ticket), *recount_said(ticket), cause_id=event_id)
