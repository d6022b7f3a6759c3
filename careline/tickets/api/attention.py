"""Who watches a ticket, and the signs that colleagues gave to its internal notes."""

from typing import Any, Literal

from django.db import transaction
from django.http import HttpRequest
from ninja import Router
from ninja import Status as Answer

from careline.accounts.contracts import Scope
from careline.core.api.answers import changing, reading
from careline.core.api.callers import Bearer, caller_of
from careline.core.api.paging import PageOf
from careline.core.api.values import Id
from careline.tickets.actions.react import react
from careline.tickets.actions.watch import unwatch, watch
from careline.tickets.api.shown import ReactionShown, WatcherShown
from careline.tickets.models import Reaction
from careline.tickets.queries.access import access_ticket, lock_ticket
from careline.tickets.queries.signs import reactions_to
from careline.tickets.queries.thread import access_message
from careline.tickets.queries.watching import watchers_of

router = Router(tags=["Watchers and signs"])
READ, WRITE = Bearer(Scope.READ_TICKETS), Bearer(Scope.WRITE_TICKETS)
SignWord = Literal["agree", "disagree", "thanks", "done", "looking"]


@router.get(
    "/tickets/{int:ticket_id}/watchers", response=reading(PageOf[WatcherShown], 404), auth=READ,
    operation_id="listWatchers", summary="Who watches a ticket",
)  # fmt: skip
def list_watchers(request: HttpRequest, ticket_id: Id) -> dict[str, Any]:
    """The people who are told of what happens in a ticket. One page."""
    return {"items": watchers_of(access_ticket(caller_of(request), ticket_id))}


@router.put(
    "/tickets/{int:ticket_id}/watch", response=changing(None, 404, status=204), auth=WRITE, operation_id="watchTicket",
    summary="Watch a ticket",
)  # fmt: skip
def begin(request: HttpRequest, ticket_id: Id) -> Any:
    """Have the token's owner watch a ticket; it is well if they did."""
    agent = caller_of(request)
    watch(access_ticket(agent, ticket_id), by=agent)
    return Answer(204, None)


@router.delete(
    "/tickets/{int:ticket_id}/watch", response=changing(None, 404, status=204), auth=WRITE,
    operation_id="unwatchTicket", summary="Cease to watch",
)  # fmt: skip
def cease(request: HttpRequest, ticket_id: Id) -> Any:
    """Have the token's owner watch a ticket no longer; it is well if they did not."""
    agent = caller_of(request)
    unwatch(access_ticket(agent, ticket_id), by=agent)
    return Answer(204, None)


@router.get(
    "/messages/{int:message_id}/reactions", response=reading(PageOf[ReactionShown], 404), auth=READ,
    operation_id="listReactions", summary="Signs under a note",
)  # fmt: skip
def list_reactions(request: HttpRequest, message_id: Id) -> dict[str, Any]:
    """The signs that colleagues gave to an internal note. One page."""
    return {"items": reactions_to(access_message(caller_of(request), message_id))}


@router.put(
    "/messages/{int:message_id}/reactions/{sign}", response=changing(None, 404, status=204), auth=WRITE,
    operation_id="giveReaction", summary="Give a note a sign",
)  # fmt: skip
def give(request: HttpRequest, message_id: Id, sign: SignWord) -> Any:
    """Give an internal note a sign; it is well if it stands there. Refused (422) under public messages."""
    _set(request, message_id, sign, stands=True)
    return Answer(204, None)


@router.delete(
    "/messages/{int:message_id}/reactions/{sign}", response=changing(None, 404, status=204), auth=WRITE,
    operation_id="takeReaction", summary="Take a sign back",
)  # fmt: skip
def take(request: HttpRequest, message_id: Id, sign: SignWord) -> Any:
    """Take one's own sign back; it is well if there was none."""
    _set(request, message_id, sign, stands=False)
    return Answer(204, None)


@transaction.atomic
def _set(request: HttpRequest, message_id: int, sign: str, *, stands: bool) -> None:
    agent = caller_of(request)
    message = access_message(agent, message_id)
    lock_ticket(message.ticket, by=agent)
    if Reaction.objects.filter(message=message, agent=agent, sign=sign).exists() != stands:
        react(message, sign, by=agent)
