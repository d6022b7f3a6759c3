"""Make the policy that a new desk may begin with: modest promises that most can keep, to be changed at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from careline.policies.actions.check_policy import PolicyDetails
from careline.policies.actions.save_policy import create_policy
from careline.policies.contracts import Kind, Step, Target

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.policies.models import ServicePolicy

HOUR = 3600
SUGGESTED = (
    Target(
        Kind.FIRST_RESPONSE,
        {4: HOUR, 3: 4 * HOUR, 2: 8 * HOUR, 1: 16 * HOUR},
        (Step(-HOUR // 2, "notify", ("assignee",)), Step(HOUR, "notify", ("lead",))),
    ),
    Target(
        Kind.NEXT_RESPONSE,
        {4: 2 * HOUR, 3: 4 * HOUR, 2: 8 * HOUR, 1: 16 * HOUR},
        (Step(-HOUR // 2, "notify", ("assignee",)),),
    ),
    Target(
        Kind.RESOLUTION,
        {4: 8 * HOUR, 3: 16 * HOUR, 2: 40 * HOUR, 1: 80 * HOUR},
        (Step(0, "notify", ("lead",)),),
    ),
)
"""In business hours: for a working day of eight hours, from an hour to two weeks."""


def suggest_policy(*, by: Agent) -> ServicePolicy:
    """Make it for every ticket, in business hours. Refuses and emits what `create_policy` does."""
    return create_policy(PolicyDetails(_("For everybody"), targets=SUGGESTED), by=by)
