"""The clocks of a ticket, as they stand."""

from __future__ import annotations

from collections.abc import Iterable

from careline.policies.models import Clock


def clocks_of(ticket_id: int) -> list[Clock]:
    """Every clock that ever ran on a ticket, in the order in which they began. No rights: for who has the ticket already."""
    return [*Clock.objects.filter(ticket_id=ticket_id).order_by("pk")]


def judged_clocks(ticket_ids: Iterable[int]) -> list[tuple[int, str, int, bool]]:
    """Ticket, kind, policy (0: set by hand) and whether it was kept, of every target of these tickets that was kept or missed."""
    judged = Clock.objects.filter(
        ticket_id__in=[*ticket_ids], state__in=[Clock.State.MET, Clock.State.BREACHED]
    )
    rows = judged.exclude(kind="internal").order_by("pk")
    return [
        (ticket, kind, policy or 0, state == Clock.State.MET)
        for ticket, kind, policy, state in rows.values_list("ticket_id", "kind", "policy_id", "state")
    ]
