"""Whether a new desk is in use yet: its first ticket, its first answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careline.tickets.models import Message, Ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent


def first_ticket(agent: Agent) -> int | None:
    """The number of the oldest ticket that the person may see; None while there is none."""
    return Ticket.objects.visible_to(agent).order_by("pk").values_list("pk", flat=True).first()


def was_answered() -> bool:
    """Whether anybody of the staff has answered a customer yet."""
    return Message.objects.filter(author=Message.Author.AGENT, is_public=True).exists()
