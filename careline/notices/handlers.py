"""When it is told whom an event concerns (`audience` knows). Of frequent events an inline look comes first, whether anybody
follows the ticket, and defers the rest: a job for every mail that comes in would cost more than taking the mail in.
"""

from collections.abc import Callable

from careline.accounts.events import AgentDeactivated, LoggedOut, SessionsEnded
from careline.authority.events import DecisionGranted, DecisionRefused, DecisionWithdrawn
from careline.authority.queries import people_asked
from careline.core.events import Fact, Handler, Recorded, reacts_to
from careline.core.live import ping
from careline.notices.actions.mark_read import settle_about
from careline.notices.actions.subscribe import forget_browsers
from careline.notices.audience import thing_of, told_facts
from careline.notices.contracts import Kind
from careline.notices.tasks import tell_and_push, tell_later
from careline.notices.wishes import somebody_wants_teams
from careline.policies.events import ClockBreached, ClockEscalated, ClockWarned
from careline.tickets.events import (
    DeliveryChanged,
    MessageAdded,
    MessageReceived,
    PriorityChanged,
    ReplyApproved,
    ReplyReturned,
    ReplyWithdrawn,
    SideDeliveryChanged,
    SideMessageReceived,
    StatusChanged,
    TicketFact,
    TicketReceived,
)
from careline.tickets.queries.said import has_followers, is_watched

NOT_DELIVERED = frozenset({"failed", "bounced", "unsure", "held"})
_looked_at: set[type[Fact]] = set()


def looks_at(*facts: type[Fact]) -> Callable[[Handler], Handler]:
    """Have an inline handler look at frequent facts first: whether anybody is to be told at all."""

    def register(handler: Handler) -> Handler:
        for fact in facts:
            reacts_to(fact, inline=True)(handler)
        _looked_at.update(facts)
        return handler

    return register


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


def on_decided(fact: DecisionGranted | DecisionRefused | DecisionWithdrawn, recorded: Recorded) -> None:
    """Ask nobody any more for a decision that was taken; who was asked sees one fewer wait for them."""
    for kind in (Kind.DECISION, Kind.DECISION_NEAR):
        settle_about(kind, fact.decision_id, ticket_id=fact.ticket_id)
    ping("notices.changed", [f"notices:{pk}" for pk in people_asked(fact.decision_id)])


for _decided in (DecisionGranted, DecisionRefused, DecisionWithdrawn):
    reacts_to(_decided, inline=True)(on_decided)


@looks_at(MessageReceived)
def on_message_received(fact: MessageReceived, recorded: Recorded) -> None:
    """Have those told whose ticket it is, or who watch it."""
    if not (fact.machine or fact.is_first) and has_followers(fact.ticket_id):
        tell_later.defer(event_id=recorded.id)


@looks_at(TicketReceived)
def on_ticket_received(fact: TicketReceived, recorded: Recorded) -> None:
    """Have those of the team told who chose to hear of each ticket, if anybody did."""
    if somebody_wants_teams():
        tell_later.defer(event_id=recorded.id)


@looks_at(SideMessageReceived)
def on_third_party_answered(fact: SideMessageReceived, recorded: Recorded) -> None:
    """Have those told who asked, whose ticket it is, or who watch it."""
    if not fact.machine:
        tell_later.defer(event_id=recorded.id)


@looks_at(DeliveryChanged, SideDeliveryChanged)
def on_delivery_changed(fact: DeliveryChanged | SideDeliveryChanged, recorded: Recorded) -> None:
    """Have the writer told of what did not arrive."""
    if fact.state in NOT_DELIVERED:
        tell_later.defer(event_id=recorded.id)


@looks_at(ClockBreached, ClockEscalated, ClockWarned)
def on_clock(fact: ClockBreached | ClockEscalated | ClockWarned, recorded: Recorded) -> None:
    """Have those told whom the step of a service policy names, if it names anybody: clocks come by the thousand."""
    if fact.tell:
        tell_later.defer(event_id=recorded.id)


@looks_at(MessageAdded, PriorityChanged, StatusChanged)
def on_change(fact: TicketFact, recorded: Recorded) -> None:
    """Have those told who watch the ticket, if anybody does."""
    if is_watched(fact.ticket_id):
        tell_later.defer(event_id=recorded.id)


def on_event(fact: Fact, recorded: Recorded) -> None:
    """Tell whom it concerns."""
    tell_and_push(thing_of(fact, recorded))


for _fact in told_facts() - _looked_at:
    reacts_to(_fact)(on_event)
