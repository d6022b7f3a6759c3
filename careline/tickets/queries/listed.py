"""Plain lists of tickets and messages by number, page by page, for programs that walk through all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING

from careline.tickets.models import Message, Ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which tickets: each condition that is not None must hold. `merged` ones, the pointers, only if asked for."""

    status: int | None = None
    priority: int | None = None
    type: str | None = None
    channel: str | None = None
    team_id: int | None = None
    assignee_id: int | None = None
    customer_id: int | None = None
    tags__contains: list[str] | None = None
    updated_at__gte: datetime | None = None


def list_tickets(agent: Agent, wanted: Wanted, *, below: int, limit: int) -> list[Ticket]:
    """Visible tickets with a number below `below` (0: all), newest first; one more than `limit` if there are more."""
    rows = Ticket.objects.visible_to(agent).filter(merged_into=None)
    given = {one.name: getattr(wanted, one.name) for one in fields(wanted)}
    rows = rows.filter(**{name: value for name, value in given.items() if value is not None})
    if below:
        rows = rows.filter(pk__lt=below)
    return [*rows.order_by("-pk")[: limit + 1]]


def load_tickets(agent: Agent, ids: Iterable[int]) -> list[Ticket]:
    """Visible tickets of these numbers, in this order."""
    wanted = [*ids]
    found = {ticket.pk: ticket for ticket in Ticket.objects.visible_to(agent).filter(pk__in=wanted)}
    return [found[one] for one in wanted if one in found]


def list_messages(agent: Agent, ticket: Ticket, *, after: int, limit: int) -> list[Message]:
    """The messages of a ticket after one of them, oldest first, with files; one more than `limit` if there are more."""
    visible = Ticket.objects.visible_to(agent).filter(pk=ticket.pk)
    rows = Message.objects.filter(ticket_id=ticket.pk, ticket__in=visible, pk__gt=after)
    return [
        *rows.defer("headers", "authentication").prefetch_related("attachments").order_by("pk")[: limit + 1]
    ]
