"""Who is kept out of which tickets."""

from __future__ import annotations

from collections.abc import Iterable

from careline.tickets.models import Exclusion, Ticket
from careline.tickets.models.exclusion import not_kept_from

__all__ = ["hidden_from", "kept_from", "kept_out_ids", "kept_out_of", "not_kept_from", "not_kept_in"]


def not_kept_in(column: str) -> str:
    """A condition for statements over rows about tickets, whose number is in `column`: none that person `me` is kept out of."""
    return f"{column} <> ALL(ARRAY(SELECT x.ticket_id FROM tickets_exclusion x WHERE x.agent_id = %(me)s))"  # noqa: S608


def kept_out_of(ticket: Ticket) -> list[Exclusion]:
    """Who is kept out of an accessed ticket, with the reason, in the order in which it was said."""
    return [*Exclusion.objects.filter(ticket=ticket).select_related("agent", "by").order_by("pk")]


def kept_from(agent_id: int) -> list[int]:
    """The tickets that an agent is kept out of."""
    return [*Exclusion.objects.filter(agent_id=agent_id).values_list("ticket_id", flat=True)]


def kept_out_ids(ticket_id: int) -> set[int]:
    """The ids of those who are kept out of a ticket."""
    return {*Exclusion.objects.filter(ticket_id=ticket_id).values_list("agent_id", flat=True)}


def hidden_from(agent_id: int, ticket_ids: Iterable[int]) -> set[int]:
    """Of some tickets those that an agent is kept out of."""
    rows = Exclusion.objects.filter(agent_id=agent_id, ticket_id__in=[*ticket_ids])
    return {*rows.values_list("ticket_id", flat=True)}
