"""Saying which hours a team, an inbox, an organisation or an agent goes by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.workforce.events import HoursAssigned
from careline.workforce.models import BusinessHours, HoursUse
from careline.workforce.queries.known import forget_hours
from careline.workforce.queries.planning import may_plan_for

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def assign_hours(kind: str, subject_id: int, hours: BusinessHours | None, *, by: Agent) -> None:
    """Have something go by these hours, or (None) by the default ones again. Emits HoursAssigned, if that is new.

    `kind` is one of HoursUse.Kind. Refuses (Forbidden) who may not manage hours, nor plans for this agent.
    """
    kind = HoursUse.Kind(kind).value
    if kind != HoursUse.Kind.AGENT or not may_plan_for(by, subject_id):
        by.require(Right.MANAGE_HOURS)
    before = HoursUse.objects.select_for_update().filter(kind=kind, subject_id=subject_id).first()
    wanted = hours.pk if hours else None
    if (before.hours_id if before else None) == wanted:
        return
    if hours is None:
        HoursUse.objects.filter(kind=kind, subject_id=subject_id).delete()
    else:
        HoursUse.objects.update_or_create(kind=kind, subject_id=subject_id, defaults={"hours": hours})
    forget_hours()
    transaction.on_commit(forget_hours)
    emit(HoursAssigned(wanted or 0, kind=kind, subject_id=subject_id), by=by.actor)
