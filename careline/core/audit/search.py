"""Searching the event log by who, what, about what and when; newest first, by key."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from careline.core.events import FACTS
from careline.core.models import Event

SLACK = 5000


@dataclass(frozen=True)
class Question:
    """What is looked for; what is empty is not asked.

    `actor` is "agent:7", "system" or another kind; `name` an event's name or its beginning ("agent."); `subject`
    such as "ticket:12"; `since` and `until` are aware times.
    """

    actor: str = ""
    name: str = ""
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None


def names() -> list[str]:
    """The names of all events that can happen."""
    return sorted(FACTS)


def find(question: Question, *, before: int = 0, limit: int = 50) -> list[Event]:
    """The newest events that fit, with ids below `before` (0: from the newest), at most `limit`."""
    found = _by_what(_by_who(Event.objects.order_by("-pk"), question.actor), question.name)
    if question.subject:
        found = found.filter(subject=question.subject)
    if before:
        found = found.filter(pk__lt=before)
    return [*_by_when(found, question)[:limit]]


def _by_who(found: QuerySet[Event], actor: str) -> QuerySet[Event]:
    kind, _colon, number = actor.partition(":")
    if not kind:
        return found
    found = found.filter(actor_kind=kind)
    return found.filter(actor_id=int(number)) if number.isdecimal() and len(number) < 19 else found


def _by_what(found: QuerySet[Event], name: str) -> QuerySet[Event]:
    if not name:
        return found
    if name in FACTS:
        return found.filter(name=name)
    known = [one for one in FACTS if one.startswith(name)]
    return found.filter(Q(name__in=known) if known else Q(name=name))


def _by_when(found: QuerySet[Event], question: Question) -> QuerySet[Event]:
    """Times are asked exactly, and as ids too, which follow them closely: so the key alone finds the stretch."""
    if question.since:
        first = (
            Event.objects.filter(at__gte=question.since).order_by("at").values_list("pk", flat=True).first()
        )
        if first is None:
            return found.none()
        found = found.filter(at__gte=question.since, pk__gte=first - SLACK)
    if question.until:
        last = (
            Event.objects.filter(at__lt=question.until).order_by("-at").values_list("pk", flat=True).first()
        )
        if last is None:
            return found.none()
        found = found.filter(at__lt=question.until, pk__lte=last + SLACK)
    return found
