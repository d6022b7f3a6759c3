"""Why somebody is given a ticket, in words of the company's language, for its history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from careline.routing.choosing import used_strategy
from careline.routing.contracts import Person, Plan, Strategy
from careline.workforce.queries import all_skills

if TYPE_CHECKING:
    from careline.workforce.models import Skill


def because(person: Person, plan: Plan, *, stage: int) -> tuple[str, ...]:
    """What spoke for this person: skills with their levels, then the strategy, then whether the queue had widened."""
    skills = {one.pk: one for one in all_skills().filter(pk__in=[*person.levels])} if person.levels else {}
    known = [_knows(skills[key], level) for key, level in person.levels.items() if key in skills]
    widened = [_("after nobody else could")] if stage else []
    return (*known, said_strategy(person, used_strategy(person, plan.strategy, plan.fallback)), *widened)


def _knows(skill: Skill, level: int) -> str:
    words = {
        "language": _("speaks %(skill)s (level %(level)s)"),
        "product": _("knows %(skill)s (level %(level)s)"),
    }.get(skill.kind, _("has %(skill)s (level %(level)s)"))
    return words % {"skill": skill.name, "level": level}


def said_strategy(person: Person, strategy: str) -> str:
    """Why it was this one of those who could."""
    if strategy == Strategy.ROUND_ROBIN:
        return _("whose turn it was")
    if strategy == Strategy.LONGEST_IDLE:
        return _("free for longest")
    if strategy == Strategy.PREVIOUS:
        return _("who had this customer before")
    return _("least loaded (%(load)s of %(capacity)s)") % {"load": person.load, "capacity": person.capacity}
