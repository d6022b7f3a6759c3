"""Let a held-back arrival through: it is filed at the next look, whatever the checks say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from careline.channels.events import ArrivalReleased
from careline.channels.intake import wake
from careline.channels.models import Arrival
from careline.channels.queries import access_arrival
from careline.core.events import emit

if TYPE_CHECKING:
    from careline.accounts.models import Agent

RELEASABLE = (Arrival.State.SUSPENDED, Arrival.State.IGNORED)


def release(arrival_id: int, *, by: Agent) -> bool:
    """Release a suspended or ignored arrival; False if it is neither any more.

    Refuses who may not (Forbidden) or may not see it (Arrival.DoesNotExist). Emits ArrivalReleased.
    """
    arrival = access_arrival(by, arrival_id)
    with transaction.atomic():
        changed = Arrival.objects.filter(pk=arrival.pk, state__in=RELEASABLE).update(
            state=Arrival.State.WAITING, released_by_id=by.pk, attempts=0, claimed_by=0, processed_at=None
        )
        if changed:
            emit(ArrivalReleased(arrival.inbox_id, arrival_id=arrival.pk), by=by.actor)
            wake()
    return bool(changed)
