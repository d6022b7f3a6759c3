"""Make, change, order and remove service policies. What is open is computed anew soon after, by the worker."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.policies.actions.check_policy import PolicyDetails, checked_policy
from careline.policies.contracts import TARGETS, PolicyRefused, Step
from careline.policies.events import PoliciesOrdered, PolicyRemoved, PolicySaved
from careline.policies.models import ServicePolicy, ServiceTarget
from careline.policies.queries.policies import COLUMNS, forget_policies
from careline.tickets.contracts import Conflict

if TYPE_CHECKING:
    from careline.accounts.models import Agent

MOST = 100


@transaction.atomic
def create_policy(details: PolicyDetails, *, by: Agent) -> ServicePolicy:
    """Make a policy, asked after those there are. Refuses a missing or taken name, bad conditions, and too many. Emits PolicySaved."""
    by.require(Right.MANAGE_TARGETS)
    values = checked_policy(details, by, None)
    there = ServicePolicy.objects.filter(removed_at=None)
    if there.count() >= MOST:
        raise PolicyRefused(_("There can be at most %(most)s policies.") % {"most": MOST})
    last = there.aggregate(last=Max("position"))["last"] or 0
    policy = ServicePolicy.objects.create(position=last + 1, **values)
    _write_targets(policy, details)
    _told(policy, details, by, is_new=True)
    return policy


@transaction.atomic
def change_policy(
    policy_id: int, details: PolicyDetails, *, by: Agent, version: int | None = None
) -> ServicePolicy:
    """Change a policy; running clocks follow. Refuses what `create_policy` does. Raises Conflict for a stale version."""
    by.require(Right.MANAGE_TARGETS)
    policy = _locked(policy_id)
    if version is not None and version != policy.version:
        raise Conflict(policy.version)
    for name, value in checked_policy(details, by, policy).items():
        setattr(policy, name, value)
    policy.version += 1
    policy.save()
    _write_targets(policy, details)
    _told(policy, details, by, is_new=False)
    return policy


@transaction.atomic
def remove_policy(policy_id: int, *, by: Agent) -> None:
    """Remove a policy: it is asked no more, and its tickets fall to the next that fits. Emits PolicyRemoved."""
    by.require(Right.MANAGE_TARGETS)
    policy = _locked(policy_id)
    policy.removed_at, policy.is_active = timezone.now(), False
    policy.save(update_fields=["removed_at", "is_active"])
    emit(PolicyRemoved(policy.pk, title=policy.name), by=by.actor)
    _forget()


@transaction.atomic
def order_policies(order: Sequence[int], *, by: Agent) -> None:
    """Put the policies into this order; those that are not named follow as they stood. Emits PoliciesOrdered."""
    by.require(Right.MANAGE_TARGETS)
    there = {
        policy.pk: policy for policy in ServicePolicy.objects.select_for_update().filter(removed_at=None)
    }
    wanted = [pk for pk in dict.fromkeys(order) if pk in there]
    wanted += [pk for pk in there if pk not in wanted]
    for place, pk in enumerate(wanted, 1):
        ServicePolicy.objects.filter(pk=pk).exclude(position=place).update(position=place)
    emit(PoliciesOrdered(order=tuple(wanted)), by=by.actor)
    _forget()


def _locked(policy_id: int) -> ServicePolicy:
    policy = ServicePolicy.objects.select_for_update().filter(pk=policy_id, removed_at=None).first()
    if policy is None:
        raise PolicyRefused(_("There is no such policy."))
    return policy


def _write_targets(policy: ServicePolicy, details: PolicyDetails) -> None:
    wanted = {target.kind: target for target in details.targets if target.kind in TARGETS and target.seconds}
    policy.targets.exclude(kind__in=wanted).delete()
    for kind, target in wanted.items():
        values: dict[str, Any] = {
            column: target.seconds.get(priority) for priority, column in COLUMNS.items()
        }
        values["steps"] = [step_as_json(step) for step in target.steps]
        ServiceTarget.objects.update_or_create(policy=policy, kind=kind, defaults=values)


def step_as_json(step: Step) -> dict[str, Any]:
    """A step as it is stored."""
    return {"offset": step.offset, "do": step.do, "who": [*step.who]}


def _told(policy: ServicePolicy, details: PolicyDetails, by: Agent, *, is_new: bool) -> None:
    promises = {
        target.kind: {str(key): value for key, value in target.seconds.items()} for target in details.targets
    }
    emit(PolicySaved(policy.pk, title=policy.name, is_new=is_new, promises=promises), by=by.actor)
    _forget()


def _forget() -> None:
    forget_policies()
    transaction.on_commit(forget_policies)
