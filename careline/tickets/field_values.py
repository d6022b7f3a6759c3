"""What the fields room needs to serve tickets: how their values are read and written, and tickets as references."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from careline.accounts.contracts import Right
from careline.core.events import Recorded, reacts_to
from careline.fields.contracts import Target
from careline.fields.queries import begun_with
from careline.fields.slots import Holder, Keeper, Reference, register_keeper, register_reference
from careline.tickets.actions.change_fields import change_fields
from careline.tickets.events import TicketOpened, TicketReceived
from careline.tickets.models import Ticket, TicketType
from careline.tickets.queries.access import access_ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent


def holder_of(agent: Agent, number: int) -> Holder:
    """A ticket as the pages of fields see it. Raises NotVisible."""
    ticket = access_ticket(agent, number)
    return Holder(
        target=Target.TICKET,
        id=ticket.pk,
        values=ticket.fields,
        href=f"/tickets/{ticket.pk}/",
        ticket_type=ticket.type,
        may_change=agent.may(Right.CHANGE_TICKETS),
    )


def change(agent: Agent, number: int, given: Mapping[str, Any], seen: Mapping[str, Any]) -> None:
    """Write values of a ticket. Raises NotVisible, Refused, FieldsRefused."""
    change_fields(access_ticket(agent, number), given, by=agent, seen=seen)


def names(agent: Agent, ids: Iterable[int]) -> dict[int, str]:
    """Subjects of the tickets of these numbers that the person may see."""
    found = Ticket.objects.visible_to(agent).filter(pk__in=[*ids]).values_list("pk", "subject")
    return {pk: f"#{pk} {subject}".strip() for pk, subject in found}


def find(agent: Agent, words: str) -> list[tuple[int, str]]:
    """Tickets whose subject holds some words, newest first."""
    found = Ticket.objects.visible_to(agent).filter(subject__icontains=words, merged_into=None)
    return [
        (pk, f"#{pk} {subject}") for pk, subject in found.order_by("-pk").values_list("pk", "subject")[:10]
    ]


@reacts_to(TicketReceived, inline=True)
def on_ticket_received(fact: TicketReceived, recorded: Recorded) -> None:
    """Let it begin with the defaults of its fields."""
    begin_with_defaults(fact.ticket_id)


@reacts_to(TicketOpened, inline=True)
def on_ticket_opened(fact: TicketOpened, recorded: Recorded) -> None:
    """Let it begin with the defaults of its fields."""
    begin_with_defaults(fact.ticket_id)


def begin_with_defaults(ticket_id: int) -> None:
    """Fill in what new tickets begin with, if any field says so; it is part of their beginning, not a change."""
    if begun := begun_with(Target.TICKET):
        Ticket.objects.filter(pk=ticket_id, fields={}).update(fields=begun)


register_keeper(Target.TICKET, Keeper(_("Tickets"), holder_of, change, tuple(TicketType.choices)))
register_reference("ticket", Reference(_("A ticket"), names, find, "/tickets/{}/"))
