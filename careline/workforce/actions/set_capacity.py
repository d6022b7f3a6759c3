"""Saying how much people take at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Forbidden, Right
from careline.core.events import emit
from careline.workforce.contracts import MOST_CAPACITY, WorkforceRefused
from careline.workforce.events import CapacityChanged
from careline.workforce.models import Capacity
from careline.workforce.queries.planning import may_plan_for

if TYPE_CHECKING:
    from careline.accounts.models import Agent

AS_USUAL = -1


@transaction.atomic
def set_capacity(agent: Agent | None, channel: str, *, most: int | None, by: Agent) -> None:
    """Have an agent (None: everybody without a number of their own) take at most this many tickets of a channel at a time.

    None takes the number away, 0 means none at all. Refuses (Forbidden) who does not plan for this person, or, for
    everybody, does not manage hours; and (WorkforceRefused) a number that is none. Emits CapacityChanged, if it changed.
    """
    if agent is None:
        by.require(Right.MANAGE_HOURS)
    elif not may_plan_for(by, agent.pk):
        raise Forbidden(_("You don’t plan for this person."))
    if most is not None and not 0 <= most <= MOST_CAPACITY:
        raise WorkforceRefused(_("Give a number from 0 to %(most)s.") % {"most": MOST_CAPACITY})
    if not channel or len(channel) > 20:
        raise WorkforceRefused(_("There is no such channel."))
    row = Capacity.objects.select_for_update().filter(agent=agent, channel=channel).first()
    if (row.most if row else None) == most:
        return
    if most is None:
        Capacity.objects.filter(agent=agent, channel=channel).delete()
    else:
        Capacity.objects.update_or_create(agent=agent, channel=channel, defaults={"most": most})
    told = AS_USUAL if most is None else most
    emit(CapacityChanged(agent.pk if agent else 0, channel, told), by=by.actor)
