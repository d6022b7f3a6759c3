"""How the outbox is: what waits to go out, and what did not. For administrators of the whole desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count

from careline.tickets.models import Message, Ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent

WAITING = ("held", "queued", "sending", "retrying")
TROUBLED = ("failed", "unsure")


def waiting_by_state(agent: Agent) -> list[tuple[str, int]]:
    """How many messages wait in each state, by its name, in tickets that the person may see."""
    rows = Message.objects.filter(state__in=WAITING, ticket__in=Ticket.objects.visible_to(agent))
    counted = rows.order_by("state").values_list("state").annotate(Count("pk"))
    return [(str(Message.State(state).label), count) for state, count in counted]


def troubled_messages(agent: Agent, *, limit: int = 20) -> list[Message]:
    """The newest messages that failed or may have been sent twice, in tickets that the person may see."""
    rows = Message.objects.filter(state__in=TROUBLED, ticket__in=Ticket.objects.visible_to(agent))
    shown = ("id", "ticket_id", "ticket__subject", "state", "state_detail", "state_at", "subject")
    return [*rows.select_related("ticket").only(*shown).order_by("-pk")[:limit]]
