"""What is told to whom. Inline ones only look whether anybody follows the ticket, and defer the rest: a job for every
mail that comes in would cost more than taking the mail in.
"""

from careline.accounts.events import AgentDeactivated, LoggedOut, SessionsEnded
from careline.channels.events import InboxFailing
from careline.core.events import Fact, Recorded, reacts_to
from careline.customers.events import ImportFinished
from careline.notices.actions.mark_read import settle_about
from careline.notices.actions.subscribe import forget_browsers
from careline.notices.audience import thing_of
from careline.notices.contracts import Kind
from careline.notices.tasks import tell_and_push, tell_later
from careline.notices.wishes import somebody_wants_teams
from careline.tickets.events import (
    BulkFinished,
    DeliveryChanged,
    DraftOffered,
    MessageAdded,
    MessageReceived,
    NoteAdded,
    PriorityChanged,
    ReadsUnusual,
    ReminderDue,
    ReplyApproved,
    ReplyProposed,
    ReplyReturned,
    ReplyWithdrawn,
    SideDeliveryChanged,
    SideMessageReceived,
    StatusChanged,
    TaskAdded,
    TaskChanged,
    TaskDue,
    TeamChanged,
    TicketAssigned,
    TicketFact,
    TicketReceived,
    TicketWoke,
)
from careline.tickets.queries.said import has_followers, is_watched
from careline.webhooks.events import WebhookDisabled

NOT_DELIVERED = frozenset({"failed", "bounced", "unsure", "held"})


def on_event(fact: Fact, recorded: Recorded) -> None:
    """Tell whom it concerns."""
    tell_and_push(thing_of(fact, recorded))


for _fact in (
    BulkFinished, DraftOffered, ImportFinished, InboxFailing, NoteAdded, ReadsUnusual, ReminderDue, ReplyApproved,
    ReplyProposed, ReplyReturned, TaskAdded,
    TaskChanged, TaskDue, TeamChanged, TicketAssigned, TicketWoke, WebhookDisabled,
):  # fmt: skip
    reacts_to(_fact)(on_event)


@reacts_to(LoggedOut, inline=True)
def on_logged_out(fact: LoggedOut, recorded: Recorded) -> None:
    """Push no more to a browser where somebody else may sit now."""
    if fact.agent_id:
        forget_browsers(fact.agent_id, browser=fact.browser)


def on_shut_out(fact: SessionsEnded | AgentDeactivated, recorded: Recorded) -> None:
    """Push no more to somebody whose sessions were ended by hand, or who left."""
    forget_browsers(fact.agent_id)


for _ended in (SessionsEnded, AgentDeactivated):
    reacts_to(_ended, inline=True)(on_shut_out)


def on_settled(fact: ReplyApproved | ReplyReturned | ReplyWithdrawn, recorded: Recorded) -> None:
    """Ask nobody any more to approve what was decided about."""
    settle_about(Kind.APPROVAL, fact.proposal_id, ticket_id=fact.ticket_id)


for _settled in (ReplyApproved, ReplyReturned, ReplyWithdrawn):
    reacts_to(_settled, inline=True)(on_settled)


@reacts_to(MessageReceived, inline=True)
def on_message_received(fact: MessageReceived, recorded: Recorded) -> None:
    """Have those told whose ticket it is, or who watch it."""
    if not (fact.machine or fact.is_first) and has_followers(fact.ticket_id):
        tell_later.defer(event_id=recorded.id)


@reacts_to(TicketReceived, inline=True)
def on_ticket_received(fact: TicketReceived, recorded: Recorded) -> None:
    """Have those of the team told who chose to hear of each ticket, if anybody did."""
    if somebody_wants_teams():
        tell_later.defer(event_id=recorded.id)


@reacts_to(SideMessageReceived, inline=True)
def on_third_party_answered(fact: SideMessageReceived, recorded: Recorded) -> None:
    """Have those told who asked, whose ticket it is, or who watch it."""
    if not fact.machine:
        tell_later.defer(event_id=recorded.id)


@reacts_to(SideDeliveryChanged, inline=True)
@reacts_to(DeliveryChanged, inline=True)
def on_delivery_changed(fact: DeliveryChanged | SideDeliveryChanged, recorded: Recorded) -> None:
    """Have the writer told of what did not arrive."""
    if fact.state in NOT_DELIVERED:
        tell_later.defer(event_id=recorded.id)


def on_change(fact: TicketFact, recorded: Recorded) -> None:
    """Have those told who watch the ticket, if anybody does."""
    if is_watched(fact.ticket_id):
        tell_later.defer(event_id=recorded.id)


for _change in (MessageAdded, PriorityChanged, StatusChanged):
    reacts_to(_change, inline=True)(on_change)
