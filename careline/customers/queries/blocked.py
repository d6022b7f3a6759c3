"""Reading the list of senders that nobody wants to hear from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from careline.accounts.contracts import Right
from careline.customers.models import BlockedSender

if TYPE_CHECKING:
    from careline.accounts.models import Agent


def blocked_patterns() -> list[str]:
    """Every blocked address (`a@b.example`) and domain (`@b.example`), in lower case."""
    return list(BlockedSender.objects.values_list("pattern", flat=True))


def blocked_senders(*, by: Agent) -> QuerySet[BlockedSender]:
    """The blocked senders, newest first, for who may release mail. Raises Forbidden."""
    by.require(Right.RELEASE_MAIL)
    return BlockedSender.objects.select_related("blocked_by").order_by("-blocked_at", "-pk")
