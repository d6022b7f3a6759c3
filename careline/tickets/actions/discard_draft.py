"""Throw a draft away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careline.tickets.models import Draft, Ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent


def discard_draft(ticket: Ticket | None, *, kind: str, by: Agent) -> bool:
    """Delete the agent's own draft of a kind, with its files; False if there was none. Emits nothing."""
    return bool(Draft.objects.filter(ticket=ticket, agent=by, kind=kind).delete()[0])
