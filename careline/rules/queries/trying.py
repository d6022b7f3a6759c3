"""A rule tried on a ticket as it is now: every condition, and what would be done. Nothing is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from careline.rules.models import Version
from careline.rules.queries.explaining import Reason, reasons_now
from careline.rules.queries.ready import acts_of
from careline.rules.queries.words import names_for, say_act_wholly
from careline.tickets.queries.conditions import (
    BadConditions,
    Judging,
    company_zone,
    facts_of,
    fields_known,
    from_json,
    judge_of,
)

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@dataclass(frozen=True, slots=True)
class Trial:
    """Whether a rule would run on a ticket, why, and what it would do; `trouble` where it can't be judged."""

    holds: bool
    reasons: tuple[Reason, ...] = ()
    acts: tuple[str, ...] = ()
    trouble: str = ""


def try_on(version: Version, ticket_id: int, agent: Agent) -> Trial:
    """Judge a version's conditions on a ticket that the person may see."""
    names = names_for(acts_of(version), agent)
    acts = tuple(say_act_wholly(act, names) for act in acts_of(version))
    try:
        judge = judge_of(from_json(version.conditions))
    except BadConditions as told:
        return Trial(holds=False, acts=acts, trouble=str(told))
    facts = facts_of([ticket_id])[ticket_id]
    judged = judge.judge(facts, Judging(timezone.now(), company_zone()))
    reasons = reasons_now(judge.conditions, judged, fields_known(agent), agent)
    return Trial(judged.holds, tuple(reasons), acts)
