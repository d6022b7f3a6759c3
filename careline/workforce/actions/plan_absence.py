"""Planning to be away, with somebody who covers; changing that, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.contracts import Forbidden
from careline.accounts.queries import find_agents
from careline.core.events import SYSTEM, emit
from careline.workforce.contracts import WorkforceRefused
from careline.workforce.events import AbsenceChanged, AbsenceEnded, AbsencePlanned, AbsenceWithdrawn
from careline.workforce.models import Absence
from careline.workforce.queries.planning import may_plan_for

if TYPE_CHECKING:
    from careline.accounts.models import Agent

LONGEST = timedelta(days=3 * 366)
LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class AbsenceDetails:
    """From when to when, who covers (an agent's id), and why: read by the agent and who plans for them only."""

    starts_at: datetime
    ends_at: datetime
    cover_id: int | None = None
    reason: str = ""


@transaction.atomic
def plan_absence(agent: Agent, details: AbsenceDetails, *, by: Agent) -> Absence:
    """Have an agent be absent. Emits AbsencePlanned.

    Refuses (Forbidden) others than the agent and who plans for them; (WorkforceRefused) an end before the start, an
    overlap with another absence, and a cover who is the agent or not here.
    """
    _require(agent.pk, by)
    _one_at_a_time(agent.pk)
    row = Absence(agent=agent, **_checked(agent.pk, details, None))
    row.is_end_told = row.ends_at <= timezone.now()
    row.save()
    emit(AbsencePlanned(**_said(row)), by=by.actor)
    return row


@transaction.atomic
def change_absence(row: Absence, details: AbsenceDetails, *, by: Agent) -> Absence:
    """Change an absence. Refuses what `plan_absence` does. Emits AbsenceChanged, if more than the reason did."""
    _require(row.agent_id, by)
    _one_at_a_time(row.agent_id)
    fresh = Absence.objects.select_for_update().get(pk=row.pk)
    values = _checked(fresh.agent_id, details, fresh)
    changed = [name for name, value in values.items() if getattr(fresh, name) != value]
    if changed:
        before = fresh.cover_id or 0
        for name in changed:
            setattr(fresh, name, values[name])
        fresh.is_end_told = fresh.ends_at <= timezone.now()
        fresh.save(update_fields=[*changed, "is_end_told"])
        if changed != ["reason"]:
            emit(AbsenceChanged(**_said(fresh), covered_before=before), by=by.actor)
    return fresh


@transaction.atomic
def withdraw_absence(row: Absence, *, by: Agent) -> None:
    """Take an absence back, whether it has begun or not. Emits AbsenceWithdrawn, once."""
    _require(row.agent_id, by)
    if Absence.objects.filter(pk=row.pk).delete()[0]:
        emit(AbsenceWithdrawn(**_said(row)), by=by.actor)


@transaction.atomic
def end_absence(absence_id: int) -> None:
    """Tell that an absence is over, once, if its end has come. A house-keeping action: no rights. Emits AbsenceEnded."""
    row = Absence.objects.select_for_update().filter(pk=absence_id, is_end_told=False).first()
    if row is not None and row.ends_at <= timezone.now():
        row.is_end_told = True
        row.save(update_fields=["is_end_told"])
        emit(AbsenceEnded(**_said(row)), by=SYSTEM)


def _require(agent_id: int, by: Agent) -> None:
    if not (by.is_active and by.pk == agent_id) and not may_plan_for(by, agent_id):
        raise Forbidden(_("You don’t plan for this person."))


def _one_at_a_time(agent_id: int) -> None:
    """Until the end of this transaction, nobody else plans for this person: two absences would not see each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('workforce.absence'), %s::int)", [agent_id % 2**31]
        )


def _checked(agent_id: int, details: AbsenceDetails, row: Absence | None) -> dict[str, object]:
    starts_at, ends_at = details.starts_at, details.ends_at
    if ends_at <= starts_at:
        raise WorkforceRefused(_("The end comes before the start."), field="ends_at")
    if ends_at - starts_at > LONGEST:
        raise WorkforceRefused(_("At most three years in one go."), field="ends_at")
    if details.cover_id == agent_id:
        raise WorkforceRefused(_("Somebody else has to cover."), field="cover")
    if details.cover_id is not None and not find_agents([details.cover_id]):
        raise WorkforceRefused(_("Who covers is not here any more."), field="cover")
    others = Absence.objects.filter(agent_id=agent_id, starts_at__lt=ends_at, ends_at__gt=starts_at)
    if others.exclude(pk=row.pk if row else 0).exists():
        raise WorkforceRefused(_("There is an absence at this time already."), field="starts_at")
    reason = " ".join(details.reason.replace("\x00", "").split())[:LONGEST_REASON]
    return {"starts_at": starts_at, "ends_at": ends_at, "cover_id": details.cover_id, "reason": reason}


def _said(row: Absence) -> dict[str, Any]:
    """What every fact about an absence says; why it is, is nobody's business."""
    return {
        "absence_id": row.pk, "agent_id": row.agent_id, "starts_at": row.starts_at.isoformat(),
        "ends_at": row.ends_at.isoformat(), "cover_id": row.cover_id or 0,
    }  # fmt: skip
