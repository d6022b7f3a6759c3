"""Hand a promise to a colleague, by hand or since its agent is absent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.accounts.queries import find_agents
from careline.core.events import SYSTEM, emit
from careline.promises.contracts import PromiseRefused
from careline.promises.events import PromiseHandedOver
from careline.promises.models import Promise
from careline.promises.models.telling import known
from careline.promises.queries.promises import lock_promise, may_stand_for
from careline.workforce.queries import cover_of

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def hand_over(promise_id: int, to_id: int, *, by: Agent) -> None:
    """Let somebody else stand for a promise. Emits PromiseHandedOver.

    Refuses one that is not owed any more, and people who don't answer on this ticket.
    """
    by.require(Right.REPLY)
    promise = lock_promise(by, promise_id)
    to = next(iter(find_agents([to_id])), None)
    if not promise.is_open:
        raise PromiseRefused(_("This promise is not owed any more."))
    if to is None or not may_stand_for(to, promise):
        raise PromiseRefused(_("They don’t answer on this ticket."))
    _give(promise, to.pk, is_absence=False, by=by)


@transaction.atomic
def hand_over_of_absent() -> int:
    """Give the open promises of people who are absent now to who covers for them; how many. A house-keeping action.

    Whoever may not see a ticket does not get its promise: it stays, and its team's leads hear when it comes near.
    """
    promises = Promise.objects.filter(state=Promise.State.OPEN).select_related("ticket").order_by("pk")
    owners = find_agents({*promises.values_list("agent_id", flat=True).distinct()})
    covers = {owner.pk: cover for owner in owners if (cover := cover_of(owner)) is not None}
    moved = 0
    for promise in promises.filter(agent_id__in=covers).select_for_update(of=("self",), skip_locked=True):
        cover = covers[promise.agent_id]
        if may_stand_for(cover, promise):
            _give(promise, cover.pk, is_absence=True, by=None)
            moved += 1
    return moved


def _give(promise: Promise, to_id: int, *, is_absence: bool, by: Agent | None) -> None:
    before, promise.agent_id = promise.agent_id, to_id
    if before == to_id:
        return
    promise.save(update_fields=["agent"])
    fact = PromiseHandedOver(
        promise.ticket_id, promise.ticket.team_id, **known(promise), before=before, is_absence=is_absence
    )
    emit(fact, by=by.actor if by else SYSTEM)
