"""Take in one message from outside: whose it is, which ticket it belongs to, and what it changes there."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from careline.core.events import Actor, Fact, emit
from careline.core.files import store_all
from careline.customers.actions.identify import identify
from careline.tickets import events
from careline.tickets.actions.keep_out import carry_exclusions
from careline.tickets.actions.wake import apply_wake
from careline.tickets.contracts import Grade, InboundMessage, Received, ReceivePolicy, Thread
from careline.tickets.gratitude import is_mere_thanks
from careline.tickets.models import Link, Status, Ticket
from careline.tickets.models.filing import asks_for_us, attachment_values, message_values, policy_values
from careline.tickets.models.received import Filing, file_received
from careline.tickets.queries.access import lock_remaining
from careline.tickets.queries.threading import is_participant

# Raw: the ORM takes longer to say it.
_LOCK = "SELECT * FROM tickets_ticket WHERE id = %s AND merged_into_id IS NULL FOR UPDATE"
_WAITING = {Status.PENDING, Status.ON_HOLD}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a message does: to `ticket` (None: makes a new one), as `follows` says following up an old one.

    `status` is the ticket's next; `ignored` says why the message changed nothing, "" if it counts.
    """

    ticket: Ticket | None
    status: int = Status.NEW
    follows: Ticket | None = None
    ignored: str = ""
    reason: str = ""


def receive(
    message: InboundMessage,
    *,
    policy: ReceivePolicy,
    thread: Thread | None,
    grade: Grade,
    arrival_id: int | None = None,
    received_at: datetime | None = None,
) -> Received:
    """File a message under its ticket, or make one, in the caller's transaction.

    A ticket that was merely guessed counts only for a sender who takes part and is not unverified (domain rule 5);
    else there will be a new one. Late replies follow the policy; thanks and machines change no status, and the ticket
    says so. The message speaks as a customer, whatever address it bears. Emits TicketReceived (new), MessageReceived,
    StatusChanged, ReplyIgnored, TicketWoke and TicketLinked (follow-up) as they apply. `received_at` is when it arrived.
    """
    files = store_all((file.content, file.content_type) for file in message.files) if message.files else []
    customer_id = identify(message.sender.email, name=message.sender.name, language=message.language)
    verdict = _judge(message, policy, _find_home(thread, message, grade), received_at or timezone.now())
    kept = thread if verdict.ticket or verdict.follows else None
    values = message_values(message, grade, kept) | policy_values(policy)
    values |= {"customer": customer_id, "arrival": arrival_id, "status": int(verdict.status)}
    values |= {"ticket": verdict.ticket.pk if verdict.ticket else None, "asks": not verdict.ignored}
    before = verdict.ticket.status if verdict.ticket else None
    if verdict.ticket is not None and not verdict.ignored:
        apply_wake(verdict.ticket, "customer", by=Actor("customer", customer_id))
    facts = tuple(_facts(message, policy, verdict, customer_id))
    filed = file_received(Filing(values, facts, attachment_values(message, files), before), at=received_at)
    if verdict.follows is not None:
        _link(verdict.follows, filed.ticket_id, policy.team_id, Actor("customer", customer_id))
    return Received(filed.ticket_id, filed.message_id, verdict.ticket is None, filed.event_ids)


def _find_home(thread: Thread | None, message: InboundMessage, grade: Grade) -> Ticket | None:
    """The ticket that the thread stands for, locked, if this sender may write there."""
    if thread is None:
        return None
    if not thread.is_proof and grade is Grade.UNVERIFIED:
        return None
    ticket = next(iter(Ticket.objects.raw(_LOCK, [thread.ticket_id])), None)
    ticket = ticket or lock_remaining(thread.ticket_id)
    if ticket is None or thread.is_proof:
        return ticket
    return ticket if is_participant(ticket.pk, message.sender.email) else None


def _judge(message: InboundMessage, policy: ReceivePolicy, ticket: Ticket | None, now: datetime) -> Verdict:
    if ticket is None:
        return Verdict(None)
    status = Status(ticket.status)
    if not asks_for_us(message):
        return Verdict(ticket, status, ignored=message.machine.value)
    if ticket.is_open_work:
        return Verdict(ticket, Status.OPEN if status in _WAITING else status, reason="reply")
    if not policy.thanks_reopens and not message.files and is_mere_thanks(message.reply_text or message.text):
        return Verdict(ticket, status, ignored="thanks")
    if status is Status.CLOSED or not _reopens(ticket, policy, now):
        return Verdict(None, follows=ticket)
    return Verdict(ticket, Status.OPEN, reason="reply")


def _reopens(ticket: Ticket, policy: ReceivePolicy, now: datetime) -> bool:
    if policy.follow_up == "reopen_within":
        return ticket.solved_at is None or now - ticket.solved_at <= timedelta(days=policy.reopen_days)
    return policy.follow_up == "reopen"


def _facts(message: InboundMessage, policy: ReceivePolicy, verdict: Verdict, customer_id: int) -> list[Fact]:
    """What to emit; the statement fills in the ids of ticket, team and message."""
    facts: list[Fact] = []
    if verdict.ticket is None:
        facts.append(events.TicketReceived(0, 0, customer_id=customer_id, channel=policy.channel))
    machine, is_first = message.machine.value, verdict.ticket is None
    facts.append(events.MessageReceived(0, 0, customer_id=customer_id, machine=machine, is_first=is_first))
    if verdict.ignored:
        facts.append(events.ReplyIgnored(0, 0, reason=verdict.ignored))
    if verdict.ticket is not None and verdict.status != verdict.ticket.status:
        changed = events.StatusChanged(
            0, 0, before=verdict.ticket.status, after=int(verdict.status), reason=verdict.reason
        )
        facts.append(changed)
    return facts


def _link(old: Ticket, new_id: int, team_id: int, actor: Actor) -> None:
    kind = Link.Kind.FOLLOW_UP.value
    Link.objects.create(source=old, target_id=new_id, kind=kind)
    if (later := lock_remaining(new_id)) is not None:
        carry_exclusions(old, later, by=actor)
    emit(events.TicketLinked(new_id, team_id, other_id=old.pk, kind=kind, role="earlier"), by=actor)
    emit(events.TicketLinked(old.pk, old.team_id, other_id=new_id, kind=kind, role="later"), by=actor)
