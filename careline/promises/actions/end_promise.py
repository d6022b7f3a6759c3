"""End a promise: it was kept, or it is taken back with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.promises.actions.settle_due import settle_due
from careline.promises.contracts import PromiseRefused
from careline.promises.events import PromiseKept, PromiseWithdrawn
from careline.promises.models import Promise
from careline.promises.models.telling import known
from careline.promises.queries.promises import lock_promise

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@transaction.atomic
def keep_promise(promise_id: int, *, by: Agent) -> Promise:
    """Say that what was promised is done. Emits PromiseKept; refuses one that is not owed any more.

    A broken one may still be done: it stays broken in what was told, and is no longer owed.
    """
    by.require(Right.REPLY)
    promise = lock_promise(by, promise_id)
    if promise.state not in (Promise.State.OPEN, Promise.State.BROKEN) or promise.ended_at is not None:
        raise PromiseRefused(_("This promise is not owed any more."))
    if promise.is_open:
        promise.state = Promise.State.KEPT
    promise.ended_at = timezone.now()
    promise.save(update_fields=["state", "ended_at"])
    settle_due(promise.ticket_id)
    emit(PromiseKept(promise.ticket_id, promise.ticket.team_id, **known(promise)), by=by.actor)
    return promise


@transaction.atomic
def withdraw_promise(promise_id: int, *, by: Agent, reason: str = "") -> None:
    """Take a promise back. What was never sent is simply gone; else it needs a reason. Emits PromiseWithdrawn.

    Refuses a broken one: that can only be made good.
    """
    by.require(Right.REPLY)
    promise = lock_promise(by, promise_id)
    if promise.state == Promise.State.DRAFTED:
        promise.delete()
        return
    words = " ".join(reason.split())[:300]
    if not promise.is_open:
        raise PromiseRefused(_("This promise is not owed any more."))
    if not words:
        raise PromiseRefused(_("Say why it is taken back, and what the customer was told."))
    promise.state, promise.ended_at = Promise.State.WITHDRAWN, timezone.now()
    promise.save(update_fields=["state", "ended_at"])
    settle_due(promise.ticket_id)
    emit(
        PromiseWithdrawn(promise.ticket_id, promise.ticket.team_id, **known(promise), reason=words),
        by=by.actor,
    )
