"""Block a sender: what they send from now on is held back, never lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careline.accounts.contracts import Right
from careline.customers.models import BlockedSender

if TYPE_CHECKING:
    from careline.accounts.models import Agent


def block(pattern: str, *, by: Agent, reason: str = "") -> BlockedSender:
    """Block an address (`a@b.example`) or a domain (`@b.example`); blocked already, it stays as it is.

    Refuses without the right to release mail (Forbidden), and what is neither (ValueError).
    """
    by.require(Right.RELEASE_MAIL)
    wanted = pattern.strip().lower()
    local, at, domain = wanted.rpartition("@")
    if not at or not domain or len(wanted) > 320 or " " in wanted or "@" in local:
        raise ValueError(wanted)
    row, _ = BlockedSender.objects.get_or_create(
        pattern=wanted, defaults={"reason": reason[:200], "blocked_by": by}
    )
    return row
