"""Claim sendings that are due, and say what became of them. Claimed and committed before the wire is touched."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from careline.notices.models import Notice, Sending
from careline.notices.queries.people import preferences_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from careline.accounts.models import Agent

from careline.notices.contracts import Kind, Way

State = Sending.State
MOST_TOGETHER = 200
MOST_ATTEMPTS = 8


def claim_next(way: Way) -> list[Sending] | None:
    """Take what is due next: one sending, or all that go together to one person; None if nothing is due.

    What was read meanwhile, what its person may no longer see or no longer wants is dropped; so the list may be empty.
    Whoever else is at it takes others.
    """
    with transaction.atomic():
        due = _due(way)
        first = due.order_by("due_at", "pk").first()
        if first is None:
            return None
        together = [first]
        if first.is_gathered:
            together = [
                *due.filter(is_gathered=True, notice__agent=first.notice.agent_id).order_by("pk")[
                    :MOST_TOGETHER
                ]
            ]
        wanted = [one for one in together if _still_wanted(one)]
        settle((one for one in together if one not in wanted), State.DROPPED)
        settle(wanted, State.CLAIMED)
    return wanted


def settle(sendings: Iterable[Sending], state: State) -> None:
    """Write down how far sendings are."""
    ids = [one.pk for one in sendings]
    if ids:
        Sending.objects.filter(pk__in=ids).update(state=state, changed_at=timezone.now())


def try_later(sendings: list[Sending]) -> None:
    """Put sendings in line again of which the other side took nothing: later each time, and at last not at all."""
    for one in sendings:
        one.attempts += 1
        one.state = State.REFUSED if one.attempts >= MOST_ATTEMPTS else State.DUE
        one.due_at = timezone.now() + timedelta(minutes=2**one.attempts)
        one.save(update_fields=["attempts", "state", "due_at"])


def _due(way: Way) -> QuerySet[Sending]:
    rows = Sending.objects.filter(way=way, state=State.DUE, due_at__lte=timezone.now())
    return rows.select_for_update(of=("self",), skip_locked=True).select_related(
        "notice__agent", "notice__ticket"
    )


def _still_wanted(sending: Sending) -> bool:
    agent: Agent = sending.notice.agent
    seen = Notice.objects.visible_to(agent).unread()
    ways = preferences_of([agent.pk])[agent.pk].ways(Kind(sending.notice.kind))
    return agent.is_active and Way(sending.way) in ways and seen.filter(pk=sending.notice_id).exists()
