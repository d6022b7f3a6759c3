"""The form of a queue: read from what was posted, with a row more or less as a button asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from careline.accounts.queries import open_teams
from careline.routing.actions.save_queue import MOST_SKILLS, QueueDetails
from careline.routing.contracts import FALLBACKS, Need, Overflow, Strategy
from careline.routing.models import RoutingQueue
from careline.routing.queries.queues import as_plan
from careline.tickets.queries.conditions.building import read_posted
from careline.workforce.queries import all_skills

if TYPE_CHECKING:
    from django.http import QueryDict

    from careline.tickets.queries.conditions import Field


@dataclass(frozen=True, slots=True)
class NeedRow:
    """One skill that is asked for, ready to be chosen: its place, what was chosen, and whether it is the least important."""

    place: int
    skill_id: int
    least: int
    is_last: bool = False


def read_queue(posted: QueryDict, known: Mapping[str, Field]) -> QueueDetails:
    """What was posted; nothing is checked but that numbers are numbers."""
    return QueueDetails(
        name=posted.get("name", ""),
        conditions=read_posted(posted, known),
        team_id=_number(posted, "team") or None,
        needs=_needs(posted),
        language_least=_number(posted, "language"),
        strategy=posted.get("strategy", Strategy.LEAST_LOADED),
        fallback=posted.get("fallback", Strategy.LEAST_LOADED),
        overflow=posted.get("overflow", Overflow.NOTHING),
        after_minutes=_number(posted, "after"),
        overflow_team_id=_number(posted, "overflow_team") or None,
        overflow_queue_id=_number(posted, "overflow_queue") or None,
        priority=_number(posted, "priority"),
        is_active=posted.get("active") == "1",
    )


def _needs(posted: QueryDict) -> tuple[Need, ...]:
    """The skills in their order, with one of them a place further up or down, or gone, if a button asked for that."""
    rows = [n for n in range(MOST_SKILLS) if _number(posted, f"skill-{n}")]
    way, _dash, place = posted.get("do", "").removeprefix("skill-").partition("-")
    chosen = rows.index(int(place)) if place.isdigit() and int(place) in rows else None
    if chosen is not None and way == "drop":
        rows.pop(chosen)
    elif chosen is not None and way in ("up", "down"):
        rows.insert(max(chosen + (1 if way == "down" else -1), 0), rows.pop(chosen))
    return tuple(Need(_number(posted, f"skill-{n}"), _number(posted, f"least-{n}") or 1) for n in rows)


def _number(posted: QueryDict, name: str) -> int:
    given = posted.get(name, "").strip()
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


def details_of(row: RoutingQueue) -> QueueDetails:
    """A queue as its form begins."""
    plan = as_plan(row)
    return QueueDetails(
        row.name, plan.conditions, plan.team_id, plan.needs, plan.language_least, plan.strategy, plan.fallback,
        plan.overflow, plan.after_minutes, plan.overflow_team_id, plan.overflow_queue_id, plan.priority, row.is_active,
    )  # fmt: skip


def choices_for(details: QueueDetails, saved: RoutingQueue | None) -> dict[str, Any]:
    """What the form offers to choose from, and the rows of skills with an empty one at their end."""
    last = len(details.needs) - 1
    needs = [NeedRow(n, need.skill_id, need.least, n == last) for n, need in enumerate(details.needs)]
    if len(needs) < MOST_SKILLS:
        needs.append(NeedRow(len(needs), 0, 1))
    others = RoutingQueue.objects.filter(removed_at=None).exclude(pk=saved.pk if saved else 0)
    return {
        "needs": needs,
        "skills": [*all_skills().values_list("pk", "name")],
        "teams": [*open_teams().values_list("pk", "name")],
        "queues": [*others.order_by("position", "pk").values_list("pk", "name")],
        "strategies": RoutingQueue.Strategy.choices,
        "fallbacks": [(key, RoutingQueue.Strategy(key).label) for key in FALLBACKS],
        "overflows": RoutingQueue.Overflow.choices,
        "levels": range(1, 6),
        "priorities": range(10),
    }
