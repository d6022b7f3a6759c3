"""How the outbox is: what waits to go out, and what did not. For administrators of the whole desk."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.db.models import Count

from careline.tickets.models import Message, SideMessage, Ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent

WAITING = ("held", "queued", "sending", "retrying")
TROUBLED = ("failed", "unsure")


def waiting_by_state(agent: Agent) -> list[tuple[str, int]]:
    """How many messages wait in each state, by its name, in tickets that the person may see."""
    visible = Ticket.objects.visible_to(agent)
    said = Message.objects.filter(state__in=WAITING, ticket__in=visible)
    aside = SideMessage.objects.filter(state__in=WAITING, conversation__ticket__in=visible)
    counted: Counter[str] = Counter()
    for rows in (said, aside):
        counted.update(dict(rows.order_by("state").values_list("state").annotate(Count("pk"))))
    return [(str(Message.State(state).label), counted[state]) for state in sorted(counted)]


def troubled_messages(agent: Agent, *, limit: int = 20) -> list[Message | SideMessage]:
    """The newest messages that failed or may have been sent twice, in tickets that the person may see.

    Those to third parties too.
    """
    visible = Ticket.objects.visible_to(agent)
    rows = Message.objects.filter(state__in=TROUBLED, ticket__in=visible)
    aside = SideMessage.objects.filter(state__in=TROUBLED, conversation__ticket__in=visible)
    shown = ("id", "ticket_id", "ticket__subject", "state", "state_detail", "state_at", "subject")
    both: list[Message | SideMessage] = [*rows.select_related("ticket").only(*shown).order_by("-pk")[:limit]]
    both += aside.select_related("conversation__ticket").order_by("-pk")[:limit]
    return sorted(both, key=lambda one: one.pk, reverse=True)[:limit]
