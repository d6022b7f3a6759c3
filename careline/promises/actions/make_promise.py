"""Promise something: beside a draft, where it counts once the words are sent, or at once, for what was said aloud."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.promises.actions.settle_due import settle_due
from careline.promises.contracts import LONGEST_WORDS, PromiseRefused
from careline.promises.events import PromiseMade
from careline.promises.models import Promise
from careline.promises.models.telling import known
from careline.promises.queries.settings import never_said
from careline.tickets.queries.access import lock_ticket

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.tickets.models import Ticket

LONGEST = timedelta(days=3 * 366)
SOONEST_WARNING, LATEST_WARNING = timedelta(minutes=15), timedelta(hours=4)


@transaction.atomic
def make_promise(
    ticket: Ticket, words: str, due_at: datetime, *, by: Agent, waits_for_sending: bool
) -> Promise:
    """Promise something to the customer of a ticket by a moment. Emits PromiseMade, or nothing while it waits.

    With `waits_for_sending` it counts once the agent's answer with these words is sent. The same words of the same
    agent are promised once: a second time changes the moment of one that waits. Refuses an empty promise, a moment
    that is past or years away, and words that nobody may promise.
    """
    by.require(Right.REPLY)
    ticket = lock_ticket(ticket, by=by)
    words = " ".join(words.split())[:LONGEST_WORDS]
    refuse(words, due_at)
    waiting = Promise.objects.filter(ticket_id=ticket.pk, agent_id=by.pk, words=words)
    promise = waiting.filter(state__in=[Promise.State.DRAFTED, Promise.State.OPEN]).first()
    if promise is not None and promise.is_open:
        return promise
    promise = promise or Promise(ticket_id=ticket.pk, made_on_id=ticket.pk, agent_id=by.pk, words=words)
    promise.due_at = promise.first_due_at = due_at
    promise.warn_at = warning_of(due_at)
    promise.state = Promise.State.DRAFTED if waits_for_sending else Promise.State.OPEN
    promise.save()
    if promise.is_open:
        settle_due(ticket.pk)
        emit(PromiseMade(ticket.pk, ticket.team_id, **known(promise)), by=by.actor)
    return promise


def refuse(words: str, due_at: datetime) -> None:
    """Refuse what can't be promised."""
    if not words:
        raise PromiseRefused(_("What do you promise?"))
    if not timezone.now() < due_at <= timezone.now() + LONGEST:
        raise PromiseRefused(_("Promise it for a moment to come."))
    if (never := never_said(words)) is not None:
        raise PromiseRefused(_("“%(words)s” may not be promised here.") % {"words": never})


def warning_of(due_at: datetime) -> datetime:
    """When its agent is told that it comes near: a quarter of the time before, from 15 minutes to 4 hours."""
    quarter = (due_at - timezone.now()) / 4
    return due_at - min(max(quarter, SOONEST_WARNING), LATEST_WARNING)
