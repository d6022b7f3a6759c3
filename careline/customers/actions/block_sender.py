"""Block a sender, or let one in again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.customers.events import SenderBlocked, SenderUnblocked
from careline.customers.models import BlockedSender

if TYPE_CHECKING:
    from careline.accounts.models import Agent


class NotAnAddress(ValueError):
    """What was given is neither an address nor `@` and a domain."""


@transaction.atomic
def block_sender(pattern: str, *, by: Agent, reason: str = "") -> BlockedSender:
    """Suspend later mail from an address (`a@b.example`) or a domain (`@b.example`). Emits SenderBlocked, once."""
    by.require(Right.CHANGE_CUSTOMERS)
    pattern = pattern.strip().lower()[:320]
    if "@" not in pattern or pattern.endswith("@") or " " in pattern:
        raise NotAnAddress(_("“%(pattern)s” is neither an address nor a domain.") % {"pattern": pattern})
    blocked, is_new = BlockedSender.objects.get_or_create(
        pattern=pattern, defaults={"reason": reason[:200], "blocked_by": by}
    )
    if is_new:
        emit(SenderBlocked(blocked.pk, pattern=pattern, reason=reason[:200]), by=by.actor)
    return blocked


@transaction.atomic
def unblock_sender(pattern: str, *, by: Agent, reason: str = "") -> bool:
    """Let mail from an address or domain in again; False if it was not blocked. Emits SenderUnblocked.

    With `reason` only one that was blocked for it.
    """
    by.require(Right.CHANGE_CUSTOMERS)
    row = BlockedSender.objects.select_for_update().filter(pattern=pattern.strip().lower()).first()
    if row is None or (reason and row.reason != reason):
        return False
    emit(SenderUnblocked(row.pk, pattern=row.pattern), by=by.actor)
    row.delete()
    return True
