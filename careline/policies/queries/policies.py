"""The policies as clocks see them, kept in memory for a few seconds so that no message asks for them again."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from threading import Lock
from typing import TYPE_CHECKING

import structlog

from careline.policies.contracts import Policy, Step, Target
from careline.policies.models import ServicePolicy, ServiceTarget
from careline.tickets.queries.conditions import (
    BadConditions,
    Batch,
    Conditions,
    Facts,
    Judge,
    Judging,
    company_zone,
    fields_needed,
    from_json,
    judge_of,
)

if TYPE_CHECKING:
    from careline.tickets.models import Ticket

FRESH_SECONDS = 5.0
_OF_CUSTOMERS = ("customer", "address", "organisation")  # and what begins so: their own fields, and tags
COLUMNS = {1: "low_seconds", 2: "normal_seconds", 3: "high_seconds", 4: "urgent_seconds"}
log = structlog.get_logger()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Known:
    """The active policies in their order, those of them that can be judged, and where days begin for them."""

    policies: tuple[Policy, ...] = ()
    judges: tuple[tuple[Policy, Judge], ...] = ()
    zone: tzinfo = UTC
    loaded_at: float = 0.0


_kept = Known()


def policies() -> tuple[Policy, ...]:
    """The active policies in their order, at most a few seconds old."""
    return _known().policies


def forget_policies() -> None:
    """Read the policies again at the next use: one was changed."""
    global _kept
    with _lock:
        _kept = Known()


def _known() -> Known:
    global _kept
    with _lock:
        if not _kept.loaded_at or time.monotonic() - _kept.loaded_at > FRESH_SECONDS:
            active = tuple(map(as_policy, _active()))
            _kept = Known(active, tuple(judges_of(active)), company_zone(), time.monotonic())
        return _kept


def policies_by_id(ids: Iterable[int]) -> dict[int, Policy]:
    """Policies by id, also those that are switched off or removed by now: clocks tell of them."""
    known = {policy.id: policy for policy in policies()}
    missing = {*ids} - {*known}
    if missing:
        rows = ServicePolicy.objects.filter(pk__in=missing).prefetch_related("targets")
        known |= {row.pk: as_policy(row) for row in rows}
    return known


def policy_name(policy_id: int) -> str:
    """The name of one policy, also of one that is gone; "" for none. No statement for an active one, as long as they are kept."""
    known = policies_by_id([policy_id]).get(policy_id) if policy_id else None
    return known.name if known else ""


def policy_names() -> dict[int, str]:
    """The names of all policies that there ever were, by id: clocks and figures tell of those that are gone too."""
    return dict(ServicePolicy.objects.values_list("pk", "name"))


def as_policy(row: ServicePolicy) -> Policy:
    """A row with its targets as it is judged."""
    return Policy(
        id=row.pk,
        name=row.name,
        conditions=from_json(row.conditions) if row.conditions else Conditions(),
        is_business=row.is_business,
        hours_id=row.hours_id,
        pauses=frozenset(row.pauses),
        targets=tuple(map(_target, sorted(row.targets.all(), key=lambda one: one.pk))),
    )


def _active() -> Iterable[ServicePolicy]:
    rows = ServicePolicy.objects.filter(is_active=True, removed_at=None)
    return rows.order_by("position", "pk").prefetch_related("targets")


def _target(row: ServiceTarget) -> Target:
    given = {priority: getattr(row, column) for priority, column in COLUMNS.items()}
    steps = tuple(Step(int(one["offset"]), one["do"], tuple(one.get("who", ()))) for one in row.steps)
    return Target(row.kind, {key: value for key, value in given.items() if value}, steps)


def asks_tickets() -> bool:
    """Whether it takes more than the order of policies to choose one: the first has conditions."""
    judges = _known().judges
    return bool(judges) and bool([*judges[0][0].conditions])


def ask_customers() -> bool:
    """Whether any policy asks who the customer is, or to which organisation they belong."""
    asked = (one.field for policy, _judge in _known().judges for one in policy.conditions)
    return any(one.startswith(_OF_CUSTOMERS) for one in asked)


def fitting(ticket_ids: Iterable[int], facts: Mapping[int, Facts], *, at: datetime) -> dict[int, Policy]:
    """The policy of each ticket that fits one: the first in order whose conditions hold.

    `facts` are what is known of them, where `asks_tickets`.
    """
    known = _known()
    if not known.judges:
        return {}
    if not asks_tickets():
        return dict.fromkeys(ticket_ids, known.judges[0][0])
    return first_fitting(known.judges, facts, Judging(at, known.zone))


def fitting_newcomer(ticket: Ticket) -> Policy | None:
    """The policy of a ticket that was just made, from what is at hand; only a condition on more reads more."""
    known = _known()
    facts = {ticket.pk: Facts(ticket, Batch({ticket.pk: ticket}))}
    return first_fitting(known.judges, facts, Judging(ticket.created_at, known.zone)).get(ticket.pk)


def first_fitting(
    judges: Sequence[tuple[Policy, Judge]], facts: Mapping[int, Facts], judging: Judging
) -> dict[int, Policy]:
    """Of each ticket the first policy whose conditions hold; none of tickets that fit none."""
    found = {}
    for ticket_id, known in facts.items():
        policy = next((one for one, judge in judges if judge.holds(known, judging)), None)
        if policy is not None:
            found[ticket_id] = policy
    return found


def judges_of(chosen: Sequence[Policy]) -> list[tuple[Policy, Judge]]:
    """Policies ready to be judged; one that asks about a field that is gone fits nothing, and its page says so."""
    asked = Conditions("all", tuple(group for policy in chosen for group in policy.conditions.groups))
    known = fields_needed(None, asked)
    judges = []
    for policy in chosen:
        try:
            judges.append((policy, judge_of(policy.conditions, known=known)))
        except BadConditions:
            log.warning("policy_asks_of_gone_field", policy=policy.id)
    return judges
