"""Move a promise before it is due, and tell the customer in the same breath."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from careline.core.events import emit
from careline.promises.actions.make_promise import refuse, warning_of
from careline.promises.actions.settle_due import settle_due
from careline.promises.contracts import PromiseRefused
from careline.promises.events import PromiseMoved
from careline.promises.models.telling import known
from careline.promises.queries.promises import lock_promise
from careline.tickets.actions.reply import reply
from careline.tickets.contracts import Outgoing

if TYPE_CHECKING:
    from careline.accounts.models import Agent
    from careline.promises.models import Promise


@transaction.atomic
def move_promise(promise_id: int, due_at: datetime, message: str, *, by: Agent) -> Promise:
    """Promise another moment, with a message to the customer that says so. Emits PromiseMoved, and what a reply emits.

    Refuses one whose moment has come: the customer is told before, never after. Refuses an empty message. The answer goes
    the way of every answer: it can be undone while it is held, and waits where somebody has to approve it.
    """
    promise = lock_promise(by, promise_id)
    if not promise.is_open or promise.due_at <= timezone.now():
        raise PromiseRefused(_("Its moment has come: say sorry, and make a new promise."))
    refuse(promise.words, due_at)
    paragraphs = [one.strip() for one in message.split("\n") if one.strip()]
    if not paragraphs:
        raise PromiseRefused(_("Write to the customer when it will be instead."))
    html = str(format_html_join("", "<p>{}</p>", ((one,) for one in paragraphs)))
    reply(promise.ticket, Outgoing(html=html, spends_draft=False), by=by)
    before = promise.due_at
    promise.due_at, promise.warn_at, promise.warned_at = due_at, warning_of(due_at), None
    promise.save(update_fields=["due_at", "warn_at", "warned_at"])
    settle_due(promise.ticket_id)
    emit(
        PromiseMoved(promise.ticket_id, promise.ticket.team_id, **known(promise), before=before.isoformat()),
        by=by.actor,
    )
    return promise
