"""What makes sense as a service policy, whoever writes it: a page, the API, or the configuration file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from careline.accounts.queries import find_agents, find_team_names
from careline.policies.contracts import TARGETS, PolicyRefused, Step, Target
from careline.policies.models import ServicePolicy
from careline.tickets.queries.conditions import Conditions, check_conditions, to_json
from careline.ui.durations import LONGEST_SECONDS
from careline.workforce.queries import hours_names

if TYPE_CHECKING:
    from careline.accounts.models import Agent

MOST_STEPS = 12
LONGEST_NAME = 80
CLOCK_FIELDS = frozenset({"clock_state", "clock_kind", "service_policy", "due"})
"""What clocks say of a ticket: a policy that asked for it would ask for what it decides."""
WHOM = {"notify": {"assignee", "lead", "team"}, "reassign": set[str](), "raise": set[str]()}
NAMED = {"notify": {"team", "agent"}, "reassign": {"team", "agent"}, "raise": set[str]()}


@dataclass(frozen=True, slots=True)
class PolicyDetails:
    """What can be said about a policy. `hours_id` None takes those of organisation, inbox, team or house."""

    name: str
    conditions: Conditions = field(default_factory=Conditions)
    targets: tuple[Target, ...] = ()
    is_business: bool = True
    hours_id: int | None = None
    pauses: tuple[int, ...] = (3,)
    is_active: bool = True


def checked_policy(details: PolicyDetails, by: Agent, policy: ServicePolicy | None) -> dict[str, Any]:
    """The columns of a policy. Raises PolicyRefused, and BadConditions, with words for what makes no sense."""
    name = _free_name(details.name, policy)
    conditions = check_conditions(details.conditions, by)
    if any(condition.field in CLOCK_FIELDS for condition in conditions):
        raise PolicyRefused(_("A policy can’t ask when a ticket is due: that is what it decides."))
    if not any(target.seconds for target in details.targets):
        raise PolicyRefused(_("Write at least one target: how long may it take?"), field="targets")
    for target in details.targets:
        _check_target(target)
    if details.is_business and details.hours_id is not None and details.hours_id not in hours_names():
        raise PolicyRefused(_("There are no such business hours."), field="hours")
    return {
        "name": name, "conditions": to_json(conditions), "is_business": details.is_business,
        "hours_id": details.hours_id if details.is_business else None, "pauses": sorted({*details.pauses} & {2, 3, 4}),
        "is_active": details.is_active,
    }  # fmt: skip


def _free_name(given: str, policy: ServicePolicy | None) -> str:
    name = " ".join(given.replace("\x00", "").split())[:LONGEST_NAME]
    if not name:
        raise PolicyRefused(_("A policy needs a name."), field="name")
    others = ServicePolicy.objects.filter(removed_at=None, name__iexact=name)
    if others.exclude(pk=policy.pk if policy else 0).exists():
        raise PolicyRefused(_("There is a policy of this name."), field="name")
    return name


def _check_target(target: Target) -> None:
    if target.kind not in TARGETS:
        raise PolicyRefused(_("There is no such target."))
    if any(not 1 <= seconds <= LONGEST_SECONDS for seconds in target.seconds.values()):
        raise PolicyRefused(_("Between a second and a year, please."))
    if len(target.steps) > MOST_STEPS:
        raise PolicyRefused(_("At most %(most)s steps for a target.") % {"most": MOST_STEPS})
    for step in target.steps:
        _check_step(step)


def _check_step(step: Step) -> None:
    if step.do not in WHOM or abs(step.offset) > LONGEST_SECONDS or len(step.key) > 200:
        raise PolicyRefused(_("There is no such step."))
    if (step.do == "raise") is bool(step.who):
        raise PolicyRefused(_("Say of each step whom it concerns; raising a ticket concerns nobody."))
    for who in step.who:
        if who not in WHOM[step.do] and not _is_there(who, NAMED[step.do]):
            raise PolicyRefused(_("“%(who)s” is nobody here.") % {"who": who[:40]})


def _is_there(who: str, kinds: set[str]) -> bool:
    """Whether `agent:5` or `team:3` is somebody: also who left meanwhile, for a policy that named them before."""
    kind, _colon, number = who.partition(":")
    if kind not in kinds or not number.isascii() or not number.isdigit() or len(number) > 15:
        return False
    return bool(find_agents([int(number)]) if kind == "agent" else find_team_names([int(number)]))
