"""Tell that a step wasn't done by its time: who has the ticket, later its team lead, each once. House-keeping: no rights.

Any number of workers may be at it, and any may be killed: who was told is written in the transaction that tells.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from careline.accounts.queries import find_agents
from careline.core.events import emit
from careline.playbooks.actions.follow import told
from careline.playbooks.events import PlaybookStepLate
from careline.playbooks.models import Run
from careline.playbooks.queries.hours import lead_at
from careline.playbooks.queries.playbooks import may_see, procedure_of
from careline.policies.queries.people import people_of
from careline.tickets.queries.access import lock_free
from careline.tickets.queries.to_do import tasks_of

if TYPE_CHECKING:
    from careline.playbooks.procedure.schema import Playbook

AT_ONCE = 200
LONGEST_SLEEP_SECONDS, BUSY_SECONDS = 5.0, 0.2
HOLDER, LEAD = 1, 2


@transaction.atomic
def tell_late(*, at: datetime | None = None) -> int:
    """Tell of the steps that are late; how many runs were looked at. Emits PlaybookStepLate for each that goes on.

    A ticket that somebody holds at this moment is left for the next time.
    """
    moment = at or timezone.now()
    late = Run.objects.filter(state=Run.State.RUNNING, tell_at__lte=moment).order_by("tell_at", "pk")
    wanted = [*late.values_list("ticket_id", flat=True)[:AT_ONCE]]
    if not wanted:
        return 0
    tickets = lock_free(wanted)
    held = late.filter(ticket_id__in=[*tickets]).select_related("version", "playbook")
    runs = [*held.select_for_update(of=("self",), skip_locked=True)[:AT_ONCE]]
    for run in runs:
        run.ticket = tickets[run.ticket_id]
        _tell(run, moment)
    return len(runs)


def seconds_to_next() -> float:
    """How long no step becomes late, five seconds at most: one look at a small index."""
    waiting = Run.objects.filter(state=Run.State.RUNNING, tell_at__isnull=False)
    nearest = waiting.aggregate(at=Min("tell_at"))["at"]
    if nearest is None:
        return LONGEST_SLEEP_SECONDS
    left: float = (nearest - timezone.now()).total_seconds()
    return min(max(left, BUSY_SECONDS), LONGEST_SLEEP_SECONDS)


def _tell(run: Run, moment: datetime) -> None:
    procedure = procedure_of(run.version)
    document = procedure.playbook if procedure else None
    if document is None or run.step not in document.steps or not run.ticket.is_open_work:
        Run.objects.filter(pk=run.pk).update(tell_at=None)  # told anew when the ticket is open again
        return
    is_lead = run.told >= HOLDER or run.ticket.assignee_id is None
    run.told = LEAD if is_lead else HOLDER
    run.tell_at = None if is_lead else lead_at(run, document, moment)
    run.save(update_fields=["told", "tell_at"])
    fact = PlaybookStepLate(
        **told(run, document),  # type: ignore[arg-type]
        step=run.step, words={} if document.restricted_to else dict(document.steps[run.step].title),
        due=run.due_at.isoformat() if run.due_at else "", is_lead=is_lead, tell=_people(run, document, is_lead=is_lead),
    )  # fmt: skip
    emit(fact)


def _people(run: Run, document: Playbook, *, is_lead: bool) -> tuple[int, ...]:
    """Whom to tell, of those who may see the playbook; whose task it is to wait is told by the task."""
    ticket = run.ticket
    ids = people_of(
        ("lead",) if is_lead else ("assignee",), team_id=ticket.team_id, assignee_id=ticket.assignee_id
    )
    task = tasks_of([ticket.pk]).filter(pk=run.task_id).first() if run.task_id and not is_lead else None
    by_task = task.owner_id if task else None
    return tuple(one.pk for one in find_agents(ids) if one.pk != by_task and may_see(one, document))
