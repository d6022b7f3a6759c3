"""The time spent on a ticket, prepared for its part of the panel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from careline.accounts.contracts import Right
from careline.tickets.models import Ticket, TimeEntry
from careline.tickets.queries.time_spent import entries_of, own_timer, seconds_below, seconds_of

if TYPE_CHECKING:
    from careline.accounts.models import Agent


def time_context(agent: Agent, ticket: Ticket, ids: list[int]) -> dict[str, Any]:
    """Return what `_time.html` needs; `ids` are the ticket's and those merged into it."""
    running = own_timer(agent)
    entries = [*entries_of(ids)]
    mine = next((one for one in entries if one.agent_id == agent.pk and one.is_open), None)
    total = seconds_of(ids)
    below = seconds_below(agent, ticket)
    return {
        "timer": mine,
        "timer_seconds": _until_now(mine) if mine else 0,
        "runs_elsewhere": running if running and running.ticket_id not in ids else None,
        "entries": [
            {"one": one, "spent": clock(_until_now(one)), "may": _may(agent, one)} for one in entries
        ],
        "total": clock(total),
        "total_below": clock(below) if below != total else "",
        "activities": TimeEntry.Activity.choices,
    }


def clock(seconds: int) -> str:
    """Return a duration as hours and minutes, such as `1:05`; its last minute counts once it has begun."""
    minutes = -(-seconds // 60)
    return f"{minutes // 60}:{minutes % 60:02d}"


def _until_now(entry: TimeEntry) -> int:
    since = entry.running_since
    return entry.seconds + (max(int((timezone.now() - since).total_seconds()), 0) if since else 0)


def _may(agent: Agent, entry: TimeEntry) -> bool:
    is_allowed = entry.agent_id == agent.pk or agent.may(Right.MANAGE_TEAMS)
    return is_allowed and not entry.is_open and agent.may(Right.CHANGE_TICKETS)
