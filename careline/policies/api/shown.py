"""How the API shows service policies, and its words for priorities and statuses."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from careline.core.api.values import Shown
from careline.policies.contracts import Target
from careline.policies.models import ServicePolicy
from careline.policies.queries.policies import as_policy

PRIORITIES = {"low": 1, "normal": 2, "high": 3, "urgent": 4}
PAUSES = {"open": 2, "pending": 3, "on_hold": 4}
PRIORITY_WORDS = {number: word for word, number in PRIORITIES.items()}
PAUSE_WORDS = {number: word for word, number in PAUSES.items()}


class StepShown(Shown):
    """A warning (`offset_seconds` below 0) or a step: `notify` or `reassign` whom `who` names, or `raise` the priority."""

    offset_seconds: int
    do: str
    who: list[str]


class TargetShown(Shown):
    """One thing that a policy promises, in seconds by priority; a priority that is missing is promised nothing."""

    kind: str
    seconds: dict[str, int]
    steps: list[StepShown]


class PolicyShown(Shown):
    """A service policy; the first active one whose conditions a ticket fits counts. `hours_id` null: those that fit the ticket."""

    id: int
    version: int
    name: str
    position: int
    is_active: bool
    conditions: dict[str, Any]
    is_business: bool
    hours_id: int | None
    pauses: list[str] = Field(description="The statuses in which its clocks stand still.")
    targets: list[TargetShown]

    @staticmethod
    def resolve_pauses(row: ServicePolicy) -> list[str]:
        """In words."""
        return [PAUSE_WORDS[status] for status in row.pauses]

    @staticmethod
    def resolve_targets(row: ServicePolicy) -> list[dict[str, Any]]:
        """Its targets, by the words of priorities."""
        return [_shown(one) for one in as_policy(row).targets]


def _shown(target: Target) -> dict[str, Any]:
    return {
        "kind": target.kind,
        "seconds": {PRIORITY_WORDS[key]: value for key, value in target.seconds.items()},
        "steps": [{"offset_seconds": one.offset, "do": one.do, "who": [*one.who]} for one in target.steps],
    }
