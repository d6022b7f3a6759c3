"""How a ticket stands to others: its links, and its merge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from careline.tickets.contracts import NotVisible
from careline.tickets.models import Link, Merge, Ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent


def links_of(agent: Agent, ticket: Ticket) -> list[Link]:
    """The relations of a ticket, both ways, to tickets that this person may see."""
    visible = Ticket.objects.visible_to(agent).values("pk")
    rows = Link.objects.filter(Q(source=ticket) | Q(target=ticket), source__in=visible, target__in=visible)
    return [*rows.order_by("pk")]


def access_merge(agent: Agent, source_id: int) -> Merge:
    """The merge that stands of the ticket of this number. Raises NotVisible."""
    visible = Ticket.objects.visible_to(agent).values("pk")
    done = Merge.objects.filter(source_id=source_id, undone_at=None, source__in=visible, target__in=visible)
    found = done.order_by("-pk").first()
    if found is None:
        raise NotVisible(source_id)
    return found
