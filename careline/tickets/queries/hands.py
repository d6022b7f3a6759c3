"""Whose hands tickets are in, and were: how much people have open, who had a customer before, what waits in nobody's."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, F, Q

from careline.tickets.models import Interval, Status, Ticket

IN_WORK = Q(status__in=[Status.NEW, Status.OPEN], snoozed_until__isnull=True, assignee__isnull=False)
"""In somebody's hands, and our move. It is the condition of the index `ticket_in_work`, word for word."""


def open_loads(agent_ids: Iterable[int]) -> dict[tuple[int, str], int]:
    """How many tickets these people have whose move is ours, by agent and channel. One look at an index."""
    rows = Ticket.objects.filter(IN_WORK, assignee_id__in=[*agent_ids]).order_by()
    counted = rows.values_list("assignee_id", "channel").annotate(n=Count("pk"))
    return {(agent or 0, channel): n for agent, channel, n in counted}


def previous_hands(ticket: Ticket) -> int:
    """Who had this ticket last, else the customer's latest other ticket that anybody had; 0 for nobody."""
    held = Interval.objects.filter(ticket=ticket, kind="assignee", value__gt=0)
    last = held.order_by("-started_at").values_list("value", flat=True).first()
    if last:
        return last
    others = Ticket.objects.filter(customer_id=ticket.customer_id, assignee__isnull=False).exclude(
        pk=ticket.pk
    )
    return others.order_by("-pk").values_list("assignee_id", flat=True).first() or 0


def unanswered_of(agent_id: int) -> list[int]:
    """The numbers of an agent's tickets in which the customer had the last word and the move is ours."""
    rows = Ticket.objects.filter(IN_WORK, assignee_id=agent_id, last_customer_at__gte=F("last_message_at"))
    return [*rows.order_by("pk").values_list("pk", flat=True)]


def unassigned_after(number: int, *, limit: int) -> list[int]:
    """The numbers of the next tickets behind a number that are in nobody's hands, and our move."""
    free = Ticket.objects.filter(
        status__in=[Status.NEW, Status.OPEN],
        assignee=None,
        snoozed_until=None,
        merged_into=None,
        pk__gt=number,
    )
    return [*free.order_by("pk").values_list("pk", flat=True)[:limit]]


def needs_hands(ticket: Ticket) -> bool:
    """Whether somebody should have it, and nobody does."""
    return (
        ticket.status in (Status.NEW, Status.OPEN)
        and ticket.assignee_id is None
        and ticket.merged_into_id is None
        and ticket.snoozed_until is None
        and ticket.erased_at is None
    )


def is_in_work(ticket: Ticket) -> bool:
    """Whether somebody has it, and the move is ours."""
    return (
        ticket.status in (Status.NEW, Status.OPEN)
        and ticket.assignee_id is not None
        and ticket.merged_into_id is None
        and ticket.snoozed_until is None
    )


def whose(ticket_id: int) -> int:
    """Who has a ticket, 0 for nobody. One statement."""
    return Ticket.objects.filter(pk=ticket_id).values_list("assignee_id", flat=True).first() or 0
