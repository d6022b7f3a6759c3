"""Say that a promise will not be kept, and why: it is broken, and owed no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.policies.queries.people import people_of
from careline.promises.actions.settle_due import settle_due
from careline.promises.contracts import PromiseRefused
from careline.promises.events import PromiseBroken, PromiseGivenUp
from careline.promises.models import Promise
from careline.promises.models.telling import known
from careline.promises.queries.promises import lock_promise

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def break_promise(promise_id: int, *, by: Agent, reason: str) -> Promise:
    """Break a promise now, or give up one that was broken when its moment passed; either way it is owed no more.

    Needs a reason. Emits PromiseBroken, which tells its agent and the leads, or PromiseGivenUp where they were told.
    """
    by.require(Right.REPLY)
    promise = lock_promise(by, promise_id)
    words = " ".join(reason.split())[:300]
    if promise.state not in (Promise.State.OPEN, Promise.State.BROKEN) or promise.ended_at is not None:
        raise PromiseRefused(_("This promise is not owed any more."))
    if not words:
        raise PromiseRefused(_("Say why it will not be kept."))
    was_open, now = promise.is_open, timezone.now()
    promise.state, promise.ended_at = Promise.State.BROKEN, now
    promise.broken_at = promise.broken_at or now
    promise.save(update_fields=["state", "broken_at", "ended_at"])
    settle_due(promise.ticket_id)
    facts = {**known(promise), "reason": words}
    ticket = promise.ticket
    if was_open:
        tell = {promise.agent_id, *people_of(("lead",), team_id=ticket.team_id, assignee_id=None)}
        emit(PromiseBroken(ticket.pk, ticket.team_id, **facts, tell=tuple(tell - {by.pk})), by=by.actor)
    else:
        emit(PromiseGivenUp(ticket.pk, ticket.team_id, **facts), by=by.actor)
    return promise
