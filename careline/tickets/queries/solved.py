"""The tickets that figures are made of: all of them by number for counting, and by name for a person who may see them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from careline.tickets.models import Ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent


def count_tickets() -> int:
    """How many tickets there are. Reads them all: for what happens rarely. No rights, as the next ones."""
    return Ticket.objects.count()


def numbers_below(number: int, *, limit: int) -> list[int]:
    """The numbers of the next tickets below one, downwards."""
    return [*Ticket.objects.filter(pk__lt=number).order_by("-pk").values_list("pk", flat=True)[:limit]]


def kinds_of(ticket_ids: Iterable[int]) -> dict[int, dict[str, str]]:
    """Channel and type of these tickets."""
    rows = Ticket.objects.filter(pk__in=[*ticket_ids]).values_list("pk", "channel", "type")
    return {pk: {"channel": channel, "type": kind} for pk, channel, kind in rows}


def named(agent: Agent, ticket_ids: list[int]) -> dict[int, tuple[str, str, int]]:
    """Subject, customer and team id of those of these tickets that the person may see."""
    rows = Ticket.objects.visible_to(agent).filter(pk__in=ticket_ids)
    return {
        pk: (subject, customer, team)
        for pk, subject, customer, team in rows.values_list("pk", "subject", "customer__name", "team_id")
    }
