"""Make, change, order and remove queues. What is in nobody's hands is looked at anew soon after, by the worker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.accounts.queries import open_teams
from careline.core.events import emit
from careline.routing.contracts import FALLBACKS, Need, Overflow, RoutingRefused, Strategy
from careline.routing.events import QueueRemoved, QueueSaved, QueuesOrdered
from careline.routing.models import QueueSkill, RoutingQueue, Waiting
from careline.tickets.contracts import Conflict
from careline.tickets.queries.conditions import Conditions, check_conditions, to_json
from careline.workforce.queries import all_skills

if TYPE_CHECKING:
    from careline.accounts.models import Agent

MOST = 100
MOST_SKILLS = 8
MOST_MINUTES = 30 * 24 * 60


@dataclass(frozen=True, slots=True)
class QueueDetails:
    """What can be said about a queue; as in `contracts.Plan`."""

    name: str
    conditions: Conditions = field(default_factory=Conditions)
    team_id: int | None = None
    needs: tuple[Need, ...] = ()
    language_least: int = 0
    strategy: str = Strategy.LEAST_LOADED
    fallback: str = Strategy.LEAST_LOADED
    overflow: str = Overflow.NOTHING
    after_minutes: int = 0
    overflow_team_id: int | None = None
    overflow_queue_id: int | None = None
    priority: int = 0
    is_active: bool = True


@transaction.atomic
def create_queue(details: QueueDetails, *, by: Agent) -> RoutingQueue:
    """Make a queue, asked after those there are. Refuses a missing or taken name, bad conditions, and too many. Emits QueueSaved."""
    by.require(Right.MANAGE_ROUTING)
    values = _checked(details, by, None)
    there = RoutingQueue.objects.filter(removed_at=None)
    if there.count() >= MOST:
        raise RoutingRefused(_("There can be at most %(most)s queues.") % {"most": MOST})
    last = there.aggregate(last=Max("position"))["last"] or 0
    queue = RoutingQueue.objects.create(position=last + 1, **values)
    _write_skills(queue, details)
    emit(QueueSaved(queue.pk, queue.name, is_new=True), by=by.actor)
    return queue


@transaction.atomic
def change_queue(
    queue_id: int, details: QueueDetails, *, by: Agent, version: int | None = None
) -> RoutingQueue:
    """Change a queue. Refuses what `create_queue` does. Raises Conflict for a stale version. Emits QueueSaved."""
    by.require(Right.MANAGE_ROUTING)
    queue = _locked(queue_id)
    if version is not None and version != queue.version:
        raise Conflict(queue.version)
    for name, value in _checked(details, by, queue).items():
        setattr(queue, name, value)
    queue.version += 1
    queue.save()
    _write_skills(queue, details)
    emit(QueueSaved(queue.pk, queue.name), by=by.actor)
    return queue


@transaction.atomic
def remove_queue(queue_id: int, *, by: Agent) -> None:
    """Remove a queue: what waits in it falls to the next that fits. Emits QueueRemoved."""
    by.require(Right.MANAGE_ROUTING)
    queue = _locked(queue_id)
    queue.removed_at, queue.is_active = timezone.now(), False
    queue.save(update_fields=["removed_at", "is_active"])
    Waiting.objects.filter(queue=queue).update(next_at=timezone.now())
    emit(QueueRemoved(queue.pk, queue.name), by=by.actor)


@transaction.atomic
def order_queues(order: Sequence[int], *, by: Agent) -> None:
    """Put the queues into this order; those that are not named follow as they stood. Emits QueuesOrdered."""
    by.require(Right.MANAGE_ROUTING)
    there = {one.pk: one for one in RoutingQueue.objects.select_for_update().filter(removed_at=None)}
    wanted = [pk for pk in dict.fromkeys(order) if pk in there]
    wanted += [pk for pk in there if pk not in wanted]
    for place, pk in enumerate(wanted, 1):
        RoutingQueue.objects.filter(pk=pk).exclude(position=place).update(position=place)
    emit(QueuesOrdered(tuple(wanted)), by=by.actor)


def _locked(queue_id: int) -> RoutingQueue:
    queue = RoutingQueue.objects.select_for_update().filter(pk=queue_id, removed_at=None).first()
    if queue is None:
        raise RoutingRefused(_("There is no such queue."))
    return queue


def _checked(details: QueueDetails, by: Agent, queue: RoutingQueue | None) -> dict[str, Any]:
    name = " ".join(details.name.replace("\x00", "").split())[:80]
    if not name:
        raise RoutingRefused(_("A queue needs a name."))
    others = RoutingQueue.objects.filter(removed_at=None).exclude(pk=queue.pk if queue else 0)
    if others.filter(name__iexact=name).exists():
        raise RoutingRefused(_("There is a queue of this name already."))
    _check_choices(details)
    _check_overflow(details, queue)
    _check_teams(details)
    return {
        "name": name, "conditions": to_json(check_conditions(details.conditions, by)), "team_id": details.team_id,
        "language_least": details.language_least, "strategy": details.strategy, "fallback": details.fallback,
        "overflow": details.overflow, "is_active": details.is_active, "priority": details.priority,
        "after_minutes": details.after_minutes if details.overflow != Overflow.NOTHING else 0,
        "overflow_team_id": details.overflow_team_id if details.overflow == Overflow.TEAM else None,
        "overflow_queue_id": details.overflow_queue_id if details.overflow == Overflow.QUEUE else None,
    }  # fmt: skip


def _check_choices(details: QueueDetails) -> None:
    if details.strategy not in [*Strategy] or details.fallback not in FALLBACKS:
        raise RoutingRefused(_("Choose whom it takes."))
    if not 0 <= details.priority <= 9:
        raise RoutingRefused(_("Give a number from 0 to 9 for how much it matters."))
    if not 0 <= details.language_least <= 5 or any(not 1 <= need.least <= 5 for need in details.needs):
        raise RoutingRefused(_("A level is a number from 1 to 5."))
    wanted = {need.skill_id for need in details.needs}
    if len(wanted) != len(details.needs) or len(wanted) > MOST_SKILLS:
        raise RoutingRefused(
            _("Ask for each skill once, and for at most %(most)s of them.") % {"most": MOST_SKILLS}
        )
    if wanted and all_skills(with_archived=True).filter(pk__in=wanted).count() != len(wanted):
        raise RoutingRefused(_("There is no such skill."))


def _check_overflow(details: QueueDetails, queue: RoutingQueue | None) -> None:
    if details.overflow not in [*Overflow]:
        raise RoutingRefused(_("Choose what happens when nobody can take a ticket."))
    if details.overflow == Overflow.NOTHING:
        return
    if not 1 <= details.after_minutes <= MOST_MINUTES:
        raise RoutingRefused(_("Say after how many minutes it widens: at least 1."))
    if details.overflow == Overflow.TEAM and details.overflow_team_id is None:
        raise RoutingRefused(_("Choose the other team."))
    if details.overflow == Overflow.QUEUE:
        others = RoutingQueue.objects.filter(pk=details.overflow_queue_id or 0, removed_at=None)
        if not others.exclude(pk=queue.pk if queue else 0).exists():
            raise RoutingRefused(_("Choose the other queue."))
    if details.overflow == Overflow.SKILL and not details.needs and not details.language_least:
        raise RoutingRefused(_("It asks for no skill that could be let go."))


def _check_teams(details: QueueDetails) -> None:
    wanted = {one for one in (details.team_id, details.overflow_team_id) if one is not None}
    if open_teams().filter(pk__in=wanted).count() != len(wanted):
        raise RoutingRefused(_("There is no such team."))


def _write_skills(queue: RoutingQueue, details: QueueDetails) -> None:
    QueueSkill.objects.filter(queue=queue).delete()
    QueueSkill.objects.bulk_create(
        QueueSkill(queue=queue, skill_id=need.skill_id, least=need.least, place=place)
        for place, need in enumerate(details.needs, 1)
    )
