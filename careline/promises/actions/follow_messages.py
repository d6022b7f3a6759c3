"""Let promises follow the words they were made in: sent, they count; taken back, they wait again. Checks no rights."""

from __future__ import annotations

import re
from collections.abc import Iterable

from careline.core.events import Actor, emit
from careline.promises.actions.settle_due import settle_due
from careline.promises.events import PromiseMade
from careline.promises.models import Promise
from careline.promises.models.telling import known
from careline.tickets.queries.merged import family_of
from careline.tickets.queries.said import find_message

_BETWEEN = re.compile(r"[\W_]+")


def begin_sent(message_id: int, *, by: Actor) -> None:
    """Begin what waited for this message. Emits PromiseMade for each; what its words don't say any more is dropped."""
    message = find_message(message_id)
    if message is None or message.agent_id is None or not message.is_public:
        return
    waiting = Promise.objects.filter(
        ticket_id=message.ticket_id, agent_id=message.agent_id, state=Promise.State.DRAFTED
    )
    said = _plain(message.text)
    for promise in waiting.select_for_update():
        if _plain(promise.words) not in said:
            promise.delete()
            continue
        promise.state, promise.message_id = Promise.State.OPEN, message_id
        promise.save(update_fields=["state", "message_id"])
        settle_due(message.ticket_id)
        emit(PromiseMade(message.ticket_id, message.ticket.team_id, **known(promise)), by=by)


def wait_again(message_id: int, ticket_id: int) -> None:
    """Let promises of a message that was taken back wait for its words to be sent once more."""
    made = Promise.objects.filter(message_id=message_id, state=Promise.State.OPEN)
    if made.update(state=Promise.State.DRAFTED, message_id=None):
        settle_due(ticket_id)


def go_along(from_id: int, into_id: int) -> None:
    """Take the promises of a ticket that was merged along; the remaining one is due by them."""
    if Promise.objects.filter(ticket_id=from_id).update(ticket_id=into_id):
        settle_due(from_id, into_id)


def come_back(ticket_id: int, from_id: int) -> None:
    """Give a ticket its own promises back, since the merge was undone, and those of tickets merged into it before."""
    made_there = Promise.objects.filter(made_on_id__in=family_of(ticket_id), ticket_id=from_id)
    if made_there.update(ticket_id=ticket_id):
        settle_due(ticket_id, from_id)


def split_off(from_id: int, to_id: int, message_ids: Iterable[int]) -> None:
    """Take what was promised in these messages along to the ticket that was made of them."""
    promised = Promise.objects.filter(ticket_id=from_id, message_id__in=[*message_ids])
    if promised.update(ticket_id=to_id, made_on_id=to_id):
        settle_due(from_id, to_id)


def _plain(words: str) -> str:
    return _BETWEEN.sub(" ", words).casefold().strip()
