"""Promises over many tickets, by when they are due, page by page: those of tickets that the person may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils import timezone

from careline.accounts.queries import own_team_ids
from careline.promises.models import Promise
from careline.promises.queries.promises import OWED
from careline.tickets.queries.watching import visible_ids

if TYPE_CHECKING:
    from careline.accounts.models import Agent

PAGE = 50
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which promises. `whose`: "mine", "team" (of one's own teams) or "all". `state`: "owed", "late", "ended" or "all"."""

    whose: str = "all"
    state: str = "owed"
    until: datetime | None = None
    ticket_id: int = 0
    customer_id: int = 0
    team_id: int = 0
    agent_id: int = 0


@dataclass(frozen=True, slots=True)
class Stretch:
    """A page of promises, and where the next one begins; "" at the end."""

    promises: list[Promise]
    next: str


def browse_promises(by: Agent, wanted: Wanted, *, after: str = "", limit: int = PAGE) -> Stretch:
    """Visible promises, the most urgent first, those behind the place `after`; what ended comes latest first.

    What others have not sent yet is nobody else's. Raises ValueError for a damaged place. One statement.
    """
    rows = wanted_by(by, wanted).select_related("agent", "ticket", "ticket__customer")
    is_past = wanted.state == "ended"
    rows = rows.order_by("-due_at", "-pk") if is_past else rows.order_by("due_at", "pk")
    if after:
        due_at, pk = _place(after)
        further = Q(due_at__lt=due_at) if is_past else Q(due_at__gt=due_at)
        rows = rows.filter(further | Q(due_at=due_at, **{"pk__lt" if is_past else "pk__gt": pk}))
    found = [*rows[: limit + 1]]
    return Stretch(found[:limit], _said(found[limit - 1]) if len(found) > limit else "")


def wanted_by(by: Agent, wanted: Wanted) -> QuerySet[Promise]:
    """What was asked for, of the tickets that the person may see."""
    rows = Promise.objects.filter(ticket_id__in=visible_ids(by)).exclude(
        Q(state=Promise.State.DRAFTED) & ~Q(agent=by)
    )
    rows = rows.filter(_in_state(wanted.state))
    if wanted.whose == "mine":
        rows = rows.filter(agent=by)
    elif wanted.whose == "team":
        rows = rows.filter(ticket__team_id__in=own_team_ids(by))
    if wanted.until is not None:
        rows = rows.filter(due_at__lt=wanted.until)
    asked = {
        "ticket_id": wanted.ticket_id,
        "ticket__customer_id": wanted.customer_id,
        "ticket__team_id": wanted.team_id,
        "agent_id": wanted.agent_id,
    }
    return rows.filter(**{name: value for name, value in asked.items() if value})


def _in_state(state: str) -> Q:
    if state == "owed":
        return OWED
    if state == "late":
        return OWED & Q(due_at__lte=timezone.now())
    return Q(ended_at__isnull=False) if state == "ended" else Q()


def _said(promise: Promise) -> str:
    return f"{(promise.due_at - _EPOCH) // timedelta(microseconds=1)}-{promise.pk}"


def _place(words: str) -> tuple[datetime, int]:
    micros, _dash, pk = words.partition("-")
    if not (micros.isdecimal() and pk.isdecimal() and len(micros) < 18 and len(pk) < 19):
        raise ValueError(words)
    return _EPOCH + timedelta(microseconds=int(micros)), int(pk)
