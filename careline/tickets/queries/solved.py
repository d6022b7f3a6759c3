"""Which tickets were solved lately, of those that a person may see: what figures are made of."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from careline.accounts.queries import visible_team_ids
from careline.tickets.models import Ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent

DONE = (5, 6)


def solved_since(agent: Agent, since: datetime, *, team_id: int | None = None, most: int) -> list[int]:
    """Ids of visible tickets that were solved since a moment and still are, the latest change first, at most `most`.

    Merged ones are left out: what they were merged into stands for them.
    """
    teams = [team for team in visible_team_ids(agent) if team_id in (None, team)]
    done = Ticket.objects.visible_to(agent).filter(
        status__in=DONE, merged_into=None, team__in=teams, updated_at__gte=since, solved_at__gte=since
    )
    return [*done.order_by("-updated_at", "-id").values_list("pk", flat=True)[:most]]


def named(agent: Agent, ticket_ids: list[int]) -> dict[int, tuple[str, str, int]]:
    """Subject, customer and team id of those of these tickets that the person may see."""
    rows = Ticket.objects.visible_to(agent).filter(pk__in=ticket_ids)
    return {
        pk: (subject, customer, team)
        for pk, subject, customer, team in rows.values_list("pk", "subject", "customer__name", "team_id")
    }
