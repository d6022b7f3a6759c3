"""Plain lists of tickets and messages by number, page by page, for programs that walk through all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING

from careline.tickets.models import Message, Status, Ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent

STRETCH = 50_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which tickets: each condition that is not None must hold. Merged ones, the pointers, never."""

    status: int | None = None
    priority: int | None = None
    type: str | None = None
    channel: str | None = None
    team_id: int | None = None
    assignee_id: int | None = None
    customer_id: int | None = None
    tags__contains: list[str] | None = None
    updated_at__gte: datetime | None = None

    @property
    def has_index(self) -> bool:
        """Whether PostgreSQL finds these by an index: a customer's, those with a tag, open work."""
        is_open = self.status is not None and self.status < Status.SOLVED
        return is_open or self.customer_id is not None or self.tags__contains is not None


def list_tickets(agent: Agent, wanted: Wanted, *, below: int, limit: int) -> tuple[list[Ticket], int]:
    """Visible tickets with a number below `below` (0: all), newest first, and where the next page begins (0: nowhere).

    What no index serves is looked for among a bounded stretch of numbers: there may be few or none, and yet more.
    """
    rows = Ticket.objects.visible_to(agent).filter(merged_into=None)
    given = {one.name: getattr(wanted, one.name) for one in fields(wanted)}
    rows = rows.filter(**{name: value for name, value in given.items() if value is not None})
    down_to = 0
    if not wanted.has_index:
        newest = Ticket.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        below = min(below or newest + 1, newest + 1)
        down_to = max(below - STRETCH, 0)
        rows = rows.filter(pk__gte=down_to)
    if below:
        rows = rows.filter(pk__lt=below)
    found = [*rows.order_by("-pk")[: limit + 1]]
    if len(found) > limit:
        return found[:limit], found[limit - 1].pk
    return found, down_to


def load_tickets(agent: Agent, ids: Iterable[int]) -> list[Ticket]:
    """Visible tickets of these numbers, in this order."""
    wanted = [*ids]
    found = {ticket.pk: ticket for ticket in Ticket.objects.visible_to(agent).filter(pk__in=wanted)}
    return [found[one] for one in wanted if one in found]


def list_messages(agent: Agent, ticket: Ticket, *, after: int, limit: int) -> list[Message]:
    """The messages of a ticket after one of them, oldest first, with files; one more than `limit` if there are more."""
    visible = Ticket.objects.visible_to(agent).filter(pk=ticket.pk)
    rows = Message.objects.filter(ticket_id=ticket.pk, ticket__in=visible, pk__gt=after)
    rows = rows.select_related("proposal").defer("headers", "authentication", "proposal__html")
    return [*rows.prefetch_related("attachments").order_by("pk")[: limit + 1]]
