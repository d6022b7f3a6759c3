"""How a playbook was followed: its runs that a person may see, and how often each came to what end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from careline.accounts.contracts import Right
from careline.playbooks.models import Playbook, Run
from careline.tickets.queries.watching import visible_ids

if TYPE_CHECKING:
    from careline.accounts.models import Agent

MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the latest 10,000 runs: how many there are by state, how many came to each outcome, and the median time to the end."""

    total: int
    running: int
    finished: int
    stopped: int
    outcomes: tuple[tuple[str, int], ...]
    median: timedelta | None


def runs_of(agent: Agent, playbook: Playbook) -> QuerySet[Run]:
    """The runs of a playbook on tickets that this person may see, newest first. Raises Forbidden."""
    agent.require(Right.MANAGE_PLAYBOOKS)
    rows = Run.objects.filter(playbook=playbook, ticket__in=visible_ids(agent))
    return rows.select_related("version", "started_by", "ticket").order_by("-pk")


def figures_of(runs: QuerySet[Run]) -> Figures:
    """Count some runs. One statement."""
    rows = [
        *runs.select_related(None).values_list("state", "outcome", "started_at", "ended_at")[:MOST_COUNTED]
    ]
    states = Counter(state for state, *_rest in rows)
    took = sorted(end - begin for state, _outcome, begin, end in rows if end and state == Run.State.FINISHED)
    outcomes = Counter(outcome for state, outcome, *_rest in rows if outcome and state == Run.State.FINISHED)
    return Figures(
        len(rows), states[Run.State.RUNNING], states[Run.State.FINISHED], states[Run.State.STOPPED],
        tuple(outcomes.most_common()), took[len(took) // 2] if took else None,
    )  # fmt: skip
