"""The API's part of promises: those of the day, of a ticket or a customer; making them, and how they go."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router
from ninja import Status as Answer
from pydantic import Field

from careline.accounts.contracts import Right, Scope
from careline.core.api.answers import changing, reading
from careline.core.api.callers import Bearer, caller_of
from careline.core.api.paging import BadCursor, PageOf, seal, unseal
from careline.core.api.values import BodyId, Cursor, Given, GivenMoment, Id, Limit, Moment, Shown
from careline.promises.actions.break_promise import break_promise
from careline.promises.actions.end_promise import keep_promise, withdraw_promise
from careline.promises.actions.hand_over import hand_over
from careline.promises.actions.make_promise import make_promise
from careline.promises.actions.move_promise import move_promise
from careline.promises.contracts import LONGEST_WORDS
from careline.promises.models import Promise
from careline.promises.queries.day import Wanted, browse_promises
from careline.promises.queries.promises import access_promise, promises_of
from careline.tickets.queries.access import access_ticket

router = Router(tags=["Promises"])
READ, WRITE = Bearer(Scope.READ_TICKETS), Bearer(Scope.WRITE_TICKETS)
Reason = Annotated[str, Field(pattern=r"^[^\x00\r\n]*$", min_length=1, max_length=300)]


class PromiseShown(Shown):
    """What somebody told a customer would happen by a moment.

    `state`: drafted (counts once its words are sent), open, kept, broken or withdrawn; what has no `ended_at` is owed.
    """

    id: int
    ticket_id: int
    agent_id: int
    message_id: int | None = Field(description="The message that said so; null for what was said aloud.")
    words: str
    state: str
    due_at: Moment
    first_due_at: Moment = Field(description="What was said first, should it have been moved.")
    warned_at: Moment | None
    broken_at: Moment | None
    ended_at: Moment | None
    created_at: Moment


class Asked(Given):
    """Which promises, and which page of them."""

    whose: Literal["mine", "team", "all"] = Field("all", description="`team`: of one's own teams.")
    state: Literal["owed", "late", "ended", "all"] = "owed"
    until: GivenMoment | None = Field(None, description="Those that are due before.")
    ticket_id: Id | None = None
    customer_id: Id | None = None
    team_id: Id | None = None
    agent_id: Id | None = None
    limit: Limit = 50
    cursor: Cursor = None


class PromiseGiven(Given):
    """What was promised aloud, and by when; it counts at once."""

    words: Annotated[str, Field(pattern=r"^[^\x00]*$", min_length=1, max_length=LONGEST_WORDS)]
    due_at: GivenMoment


class MoveGiven(Given):
    """Another moment, and what the customer reads of it."""

    due_at: GivenMoment
    message: Annotated[str, Field(pattern=r"^[^\x00]*$", min_length=1, max_length=4000)]


class ReasonGiven(Given):
    """Why."""

    reason: Reason


class ToGiven(Given):
    """Who stands for it from now on."""

    agent_id: BodyId


@router.get(
    "/promises", response=reading(PageOf[PromiseShown]), auth=READ, operation_id="listPromises",
    summary="List promises",
)  # fmt: skip
def list_promises(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """Promises on tickets that the token's owner may see: the most urgent first, those that ended the latest first."""
    agent = caller_of(request)
    agent.require(Right.READ_TICKETS)
    wanted = Wanted(
        asked.whose, asked.state, asked.until, asked.ticket_id or 0, asked.customer_id or 0, asked.team_id or 0,
        asked.agent_id or 0,
    )  # fmt: skip
    kind = f"promises {asked.state}"
    try:
        stretch = browse_promises(agent, wanted, after=unseal(kind, asked.cursor), limit=asked.limit)
    except ValueError as error:
        raise BadCursor(asked.cursor) from error
    return {"items": stretch.promises, "next_cursor": seal(kind, stretch.next)}


@router.get(
    "/tickets/{number}/promises", response=reading(PageOf[PromiseShown], 404), auth=READ,
    operation_id="listTicketPromises", summary="The promises of a ticket",
)  # fmt: skip
def list_of_ticket(request: HttpRequest, number: Id) -> dict[str, Any]:
    """What is promised on a ticket, what is owed first. Of what is not sent yet only one's own. One page."""
    agent = caller_of(request)
    return {"items": promises_of(access_ticket(agent, number).pk, by=agent)}


@router.post(
    "/tickets/{number}/promises", response=changing(PromiseShown, 404, status=201), auth=WRITE,
    operation_id="makePromise", summary="Promise something",
)  # fmt: skip
def make(request: HttpRequest, number: Id, given: PromiseGiven) -> Any:
    """Write down what was promised to the customer. Refused are moments that are past, and words nobody may promise."""
    agent = caller_of(request)
    ticket = access_ticket(agent, number)
    return Answer(201, make_promise(ticket, given.words, given.due_at, by=agent, waits_for_sending=False))


@router.get(
    "/promises/{promise_id}", response=reading(PromiseShown, 404), auth=READ, operation_id="getPromise",
    summary="Get a promise",
)  # fmt: skip
def get_one(request: HttpRequest, promise_id: Id) -> Promise:
    """One promise."""
    return access_promise(caller_of(request), promise_id)


@router.post(
    "/promises/{promise_id}/keeping", response=changing(PromiseShown, 404), auth=WRITE, operation_id="keepPromise",
    summary="Say that a promise was kept",
)  # fmt: skip
def keep(request: HttpRequest, promise_id: Id) -> Promise:
    """Say that what was promised is done. One that was broken stays so, and is owed no more."""
    agent = caller_of(request)
    return keep_promise(access_promise(agent, promise_id).pk, by=agent)


@router.post(
    "/promises/{promise_id}/move", response=changing(PromiseShown, 404), auth=WRITE, operation_id="movePromise",
    summary="Move a promise, and tell the customer",
)  # fmt: skip
def move(request: HttpRequest, promise_id: Id, given: MoveGiven) -> Promise:
    """Promise another moment; the message goes to the customer as a reply. Refused once its moment has come."""
    agent = caller_of(request)
    return move_promise(access_promise(agent, promise_id).pk, given.due_at, given.message, by=agent)


@router.post(
    "/promises/{promise_id}/breach", response=changing(PromiseShown, 404), auth=WRITE, operation_id="breakPromise",
    summary="Say that a promise will not be kept",
)  # fmt: skip
def break_it(request: HttpRequest, promise_id: Id, given: ReasonGiven) -> Promise:
    """Break it now, or close one that was broken; the reason stands in the ticket's history, and it is owed no more."""
    agent = caller_of(request)
    return break_promise(access_promise(agent, promise_id).pk, by=agent, reason=given.reason)


@router.post(
    "/promises/{promise_id}/withdrawal", response=changing(None, 404, status=204), auth=WRITE,
    operation_id="withdrawPromise", summary="Take a promise back",
)  # fmt: skip
def withdraw(request: HttpRequest, promise_id: Id, given: ReasonGiven) -> Any:
    """Take back what the customer needs no more. What was never sent is simply gone."""
    agent = caller_of(request)
    withdraw_promise(access_promise(agent, promise_id).pk, by=agent, reason=given.reason)
    return Answer(204, None)


@router.post(
    "/promises/{promise_id}/handing-over", response=changing(PromiseShown, 404), auth=WRITE,
    operation_id="handPromiseOver", summary="Hand a promise to a colleague",
)  # fmt: skip
def hand(request: HttpRequest, promise_id: Id, given: ToGiven) -> Promise:
    """Let somebody else stand for it, who answers on this ticket."""
    agent = caller_of(request)
    hand_over(access_promise(agent, promise_id).pk, given.agent_id, by=agent)
    return access_promise(agent, promise_id)
