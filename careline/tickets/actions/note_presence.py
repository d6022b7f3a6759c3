"""Note that somebody has a ticket open, or is writing in it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from careline.core.live import ping
from careline.tickets.contracts import NotVisible
from careline.tickets.models import Ticket, Viewer
from careline.tickets.queries.queue import HERE_SECONDS

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def note_presence(ticket: Ticket, *, by: Agent, types: bool = False) -> None:
    """Write a sign of life down. Those who look at the ticket are told (`presence:<number>`, a passing ping) when
    somebody comes, or begins or ceases to type. Raises NotVisible. Emits nothing.
    """
    if not Ticket.objects.visible_to(by).filter(pk=ticket.pk).exists():
        raise NotVisible(ticket.pk)
    now = timezone.now()
    before = Viewer.objects.filter(ticket=ticket, agent=by).first()
    values = {"at": now, "typed_at": now if types else None}
    Viewer.objects.update_or_create(ticket=ticket, agent=by, defaults=values)
    was_here = before is not None and before.at > now - timedelta(seconds=HERE_SECONDS)
    if not was_here or bool(before and before.typed_at) != types:
        ping("ticket.presence", [f"presence:{ticket.pk}"])
