"""What follows for clocks from what happens to tickets, policies and hours: in the transaction of what happened.

Changes of a ticket's row come by `follow`, once row and ledger are written; here is only what changes neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from careline.core.events import Fact, Recorded, reacts_to
from careline.customers.events import (
    CustomerChanged,
    CustomerErased,
    CustomerFieldsChanged,
    CustomersMerged,
    CustomersUnmerged,
    IdentityAdded,
    IdentityRemoved,
    OrganisationChanged,
    OrganisationFieldsChanged,
)
from careline.policies.actions.keep_clocks import begin_clocks, keep_clocks
from careline.policies.contracts import Whose
from careline.policies.events import PoliciesOrdered, PolicyRemoved, PolicySaved
from careline.policies.queries.policies import ask_customers
from careline.policies.tasks import defer_recomputing, defer_recomputing_of
from careline.tickets.events import (
    DeliveryChanged,
    MessageAdded,
    MessageCancelled,
    MessageReceived,
    TicketSplitOff,
)
from careline.tickets.queries.access import lock_remaining
from careline.tickets.queries.said import was_scheduled
from careline.tickets.slots import register_follower, register_greeter
from careline.workforce.events import (
    HoursAssigned,
    HoursChanged,
    HoursCreated,
    HoursExceptionAdded,
    HoursExceptionRemoved,
    HoursRemoved,
)
from careline.workforce.queries import organisations_have_hours

if TYPE_CHECKING:
    from careline.tickets.models import Ticket


def on_change(ticket: Ticket, cause_id: int | None) -> None:
    """Keep the clocks of a ticket whose row or ledger changed."""
    keep_clocks([ticket.pk])


@reacts_to(MessageReceived, inline=True)
def on_received(fact: MessageReceived, recorded: Recorded) -> None:
    """Begin what a customer's further message begins, and heed the status that it gave the ticket."""
    if not fact.is_first:
        keep_clocks([fact.ticket_id])


@reacts_to(MessageAdded, inline=True)
def on_said(fact: MessageAdded, recorded: Recorded) -> None:
    """End what an answer ends. No automatic mail answers anybody."""
    if not fact.is_automatic:
        keep_clocks([fact.ticket_id])


@reacts_to(TicketSplitOff, inline=True)
def on_split_off(fact: TicketSplitOff, recorded: Recorded) -> None:
    """Begin the clocks of a ticket that was made of messages of another one."""
    keep_clocks([fact.ticket_id])


@reacts_to(MessageCancelled, inline=True)
def on_cancelled(fact: MessageCancelled, recorded: Recorded) -> None:
    """Let what an answer ended go on, since the answer was taken back."""
    if (ticket := lock_remaining(fact.ticket_id)) is not None:
        keep_clocks([ticket.pk])


@reacts_to(DeliveryChanged, inline=True)
def on_sent(fact: DeliveryChanged, recorded: Recorded) -> None:
    """End what an answer ends that was written for later, once it has gone out."""
    if fact.state != "sent" or not was_scheduled(fact.message_id):
        return
    if (ticket := lock_remaining(fact.ticket_id)) is not None:
        keep_clocks([ticket.pk])


def on_rules_changed(fact: Fact, recorded: Recorded) -> None:
    """Have the worker compute what is open anew: what is promised, or the hours it is counted in, changed."""
    if not (
        isinstance(fact, HoursAssigned) and fact.kind == "agent"
    ):  # no clock goes by a person's own hours
        defer_recomputing(recorded.id)


def on_customer_changed(fact: Fact, recorded: Recorded) -> None:
    """Have the worker compute what is open of a customer anew: what policies ask of them, or whose hours count, changed."""
    if not (ask_customers() or organisations_have_hours()):
        return
    customer, source = getattr(fact, "customer_id", 0), getattr(fact, "source_id", 0)
    organisation = getattr(fact, "organisation_id", 0)
    theirs = tuple(one for one in (customer, source) if one)
    defer_recomputing_of(Whose(theirs, organisation), recorded.id)


for _changed in (
    HoursAssigned, HoursChanged, HoursCreated, HoursExceptionAdded, HoursExceptionRemoved, HoursRemoved, PoliciesOrdered,
    PolicyRemoved, PolicySaved,
):  # fmt: skip
    reacts_to(_changed, inline=True)(on_rules_changed)

for _known in (
    CustomerChanged, CustomerErased, CustomerFieldsChanged, CustomersMerged, CustomersUnmerged, IdentityAdded,
    IdentityRemoved, OrganisationChanged, OrganisationFieldsChanged,
):  # fmt: skip
    reacts_to(_known, inline=True)(on_customer_changed)

register_follower("clocks", on_change)
register_greeter("clocks", begin_clocks)
