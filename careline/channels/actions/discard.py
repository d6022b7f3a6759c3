"""Decide that a held-back or failed arrival shall not become a message. Its bytes are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.channels.events import ArrivalDiscarded
from careline.channels.models import Arrival
from careline.channels.queries import access_arrival
from careline.core.events import emit

if TYPE_CHECKING:
    from careline.accounts.models import Agent


def discard(arrival_id: int, *, by: Agent) -> bool:
    """Set an arrival aside as ignored; False if it is neither suspended nor failed.

    Refuses who may not (Forbidden) or may not see it (Arrival.DoesNotExist). Emits ArrivalDiscarded.
    """
    arrival = access_arrival(by, arrival_id)
    open_states = (Arrival.State.SUSPENDED, Arrival.State.FAILED)
    reason = _("Discarded by %(name)s. Before: %(reason)s") % {"name": by.name, "reason": arrival.reason}
    with transaction.atomic():
        changed = Arrival.objects.filter(pk=arrival.pk, state__in=open_states).update(
            state=Arrival.State.IGNORED, reason=reason[:300], processed_at=timezone.now()
        )
        if changed:
            emit(ArrivalDiscarded(arrival.inbox_id, arrival_id=arrival.pk), by=by.actor)
    return bool(changed)
