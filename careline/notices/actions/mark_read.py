"""Mark notices as read: of a ticket that somebody looks at, one of them, or all. Each only their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from careline.core.live import ping
from careline.notices.contracts import Kind
from careline.notices.models import Notice

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from careline.accounts.models import Agent


def mark_ticket_read(ticket_id: int, *, by: Agent) -> int:
    """Mark the person's notices of one ticket as read; how many were not. Other tabs show it at once."""
    return _mark(Notice.objects.filter(ticket_id=ticket_id), by)


def mark_notice_read(notice_id: int, *, by: Agent) -> int:
    """Mark one of the person's notices as read; 0 if it is somebody else's, or was read."""
    return _mark(Notice.objects.filter(pk=notice_id), by)


def mark_all_read(*, by: Agent, up_to: int) -> int:
    """Mark all of the person's notices as read, but for those that came after the one of this id."""
    return _mark(Notice.objects.filter(pk__lte=up_to), by)


@transaction.atomic
def settle_about(kind: Kind, about_id: int, *, ticket_id: int) -> None:
    """Mark as read, for everybody, what asked for something that is settled now, in a ticket or one that was merged into it.

    Asks no rights.
    """
    here = Q(ticket_id=ticket_id) | Q(ticket__merged_into_id=ticket_id)
    asked = Notice.objects.filter(here, kind=kind, about_id=about_id, read_at=None)
    people = {*asked.values_list("agent_id", flat=True)}
    if people:
        asked.update(read_at=timezone.now())
        ping("notices.changed", [f"notices:{pk}" for pk in sorted(people)])


@transaction.atomic
def _mark(notices: QuerySet[Notice], by: Agent) -> int:
    count = notices.filter(agent=by, read_at=None).update(read_at=timezone.now())
    if count:
        ping("notices.changed", [f"notices:{by.pk}"])
    return count
