"""What channels do when something happened. Inline ones only look whether there is anything to do, and defer it:
a job for every mail that comes in would cost more than taking the mail in.
"""

from careline.channels.agent_mail.notify import Why, mentioned, notify
from careline.channels.configured import inboxes
from careline.channels.tasks import acknowledge_later, notify_followers, notify_writer
from careline.core.events import Recorded, reacts_to
from careline.tickets.events import (
    DeliveryChanged,
    DraftOffered,
    MessageReceived,
    NoteAdded,
    ReminderDue,
    TaskDue,
    TicketAssigned,
    TicketReceived,
)
from careline.tickets.queries.said import has_followers

NOT_DELIVERED = frozenset({"failed", "bounced", "unsure", "held"})


@reacts_to(TicketReceived, inline=True)
def on_ticket_received(fact: TicketReceived, recorded: Recorded) -> None:
    """Have it acknowledged, if any inbox does that."""
    if any(inbox.acknowledges for inbox in inboxes().by_id.values()):
        acknowledge_later.defer(ticket_id=fact.ticket_id, message_id=fact.message_id, cause=recorded.id)


@reacts_to(MessageReceived, inline=True)
def on_message_received(fact: MessageReceived, recorded: Recorded) -> None:
    """Have those told whose ticket it is."""
    if not (fact.machine or fact.is_first) and has_followers(fact.ticket_id):
        notify_followers.defer(ticket_id=fact.ticket_id, message_id=fact.message_id, event_id=recorded.id)


@reacts_to(TicketAssigned)
def on_ticket_assigned(fact: TicketAssigned, recorded: Recorded) -> None:
    """Tell the new assignee, unless they took it themselves."""
    if fact.after:
        reasons = {fact.after: Why.ASSIGNED}
        by_agent = recorded.actor.id if recorded.actor.kind == "agent" else 0
        notify(reasons, ticket_id=fact.ticket_id, message_id=0, event_id=recorded.id, by_agent=by_agent)


@reacts_to(ReminderDue)
def on_reminder_due(fact: ReminderDue, recorded: Recorded) -> None:
    """Remind whoever wanted to be."""
    notify({fact.agent_id: Why.REMINDED}, ticket_id=fact.ticket_id, message_id=0, event_id=recorded.id)


@reacts_to(TaskDue)
def on_task_due(fact: TaskDue, recorded: Recorded) -> None:
    """Tell the owner of a task that its moment has come."""
    if fact.owner_id:
        notify({fact.owner_id: Why.TASK_DUE}, ticket_id=fact.ticket_id, message_id=0, event_id=recorded.id)


@reacts_to(DraftOffered)
def on_draft_offered(fact: DraftOffered, recorded: Recorded) -> None:
    """Tell the colleague to whom a draft is handed."""
    if fact.to_id:
        reasons = {fact.to_id: Why.HANDED}
        notify(
            reasons, ticket_id=fact.ticket_id, message_id=0, event_id=recorded.id, by_agent=recorded.actor.id
        )


@reacts_to(NoteAdded)
def on_note_added(fact: NoteAdded, recorded: Recorded) -> None:
    """Tell those whom it names."""
    if fact.mentioned:
        reasons = mentioned(fact.mentioned)
        notify(
            reasons, ticket_id=fact.ticket_id, message_id=fact.message_id, event_id=recorded.id,
            by_agent=recorded.actor.id,
        )  # fmt: skip


@reacts_to(DeliveryChanged, inline=True)
def on_delivery_changed(fact: DeliveryChanged, recorded: Recorded) -> None:
    """Have the writer told of what did not arrive."""
    if fact.state in NOT_DELIVERED:
        notify_writer.defer(ticket_id=fact.ticket_id, message_id=fact.message_id, event_id=recorded.id)
