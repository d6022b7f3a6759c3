"""Unblock a sender."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careline.accounts.contracts import Right
from careline.customers.models import BlockedSender

if TYPE_CHECKING:
    from careline.accounts.models import Agent


def unblock(blocked_id: int, *, by: Agent) -> None:
    """Take a sender off the list; what was held back stays where it is. Refuses without the right (Forbidden)."""
    by.require(Right.RELEASE_MAIL)
    BlockedSender.objects.filter(pk=blocked_id).delete()
