"""What the fields room needs to serve tickets: how their values are read and written, and tickets as references."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from careline.accounts.contracts import Right
from careline.fields.contracts import Target
from careline.fields.slots import Holder, Keeper, Reference, register_keeper, register_reference
from careline.tickets.actions.change_fields import change_fields
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


register_keeper(Target.TICKET, Keeper(_("Tickets"), holder_of, change, tuple(TicketType.choices)))
register_reference("ticket", Reference(_("A ticket"), names, find, "/tickets/{}/"))
