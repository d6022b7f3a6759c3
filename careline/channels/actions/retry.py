"""Run a failed arrival again, from its kept bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from careline.accounts.contracts import Right
from careline.channels.events import ArrivalReleased
from careline.channels.intake import wake
from careline.channels.models import Arrival
from careline.channels.queries import access_arrival, arrivals_visible_to
from careline.core.events import SYSTEM, Actor, emit

if TYPE_CHECKING:
    from careline.accounts.models import Agent

MOST_AT_ONCE = 1000


def retry(arrival_id: int, *, by: Agent) -> bool:
    """Try a failed arrival again; False if it has not failed.

    Refuses who may not (Forbidden) or may not see it (Arrival.DoesNotExist). Emits ArrivalReleased.
    """
    return bool(_again([access_arrival(by, arrival_id).pk], by.actor))


def retry_all(*, by: Agent) -> int:
    """Try every failed arrival again that the person may see; returns how many. Refuses who may not (Forbidden)."""
    by.require(Right.RELEASE_MAIL)
    failed = arrivals_visible_to(by).filter(state=Arrival.State.FAILED)
    return _again(list(failed.values_list("pk", flat=True)[:MOST_AT_ONCE]), by.actor)


def retry_by_operator(arrival_ids: list[int]) -> int:
    """Try failed arrivals again from the command line, where there are no roles; returns how many."""
    return _again(arrival_ids, SYSTEM)


def _again(arrival_ids: list[int], actor: Actor) -> int:
    with transaction.atomic():
        failed = Arrival.objects.select_for_update(of=("self",)).filter(
            pk__in=arrival_ids, state=Arrival.State.FAILED
        )
        found = list(failed.values_list("pk", "inbox_id"))
        Arrival.objects.filter(pk__in=[pk for pk, _ in found]).update(
            state=Arrival.State.WAITING, attempts=0, claimed_by=0, processed_at=None
        )
        for pk, inbox_id in found:
            emit(ArrivalReleased(inbox_id, arrival_id=pk), by=actor)
        if found:
            wake()
    return len(found)
