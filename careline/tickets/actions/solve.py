"""Solve a ticket: we believe it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careline.tickets.actions.set_status import set_status
from careline.tickets.models import Status, Ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent


def solve(
    ticket: Ticket, *, by: Agent, version: int | None = None, reason: str = "", cause: int | None = None
) -> Ticket:
    """Set the status to solved. Refuses and emits what `set_status` does."""
    return set_status(ticket, Status.SOLVED, by=by, version=version, reason=reason, cause=cause)
