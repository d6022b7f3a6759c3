"""Decisions by the API: to list and read, to ask for, to grant and refuse."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query
from ninja import Status as Answer
from pydantic import Field

from careline.accounts.contracts import Right
from careline.authority.actions.ask_decision import ask_decision, withdraw_decision
from careline.authority.actions.take_back import take_back
from careline.authority.actions.take_decision import grant_decision, refuse_decision
from careline.authority.api.routers import READ, WRITE, router
from careline.authority.models import Decision
from careline.authority.queries.deciding import may_decide
from careline.authority.queries.decisions import PAGE, access_decision, browse_decisions, decisions_of
from careline.core.api.answers import changing, reading
from careline.core.api.callers import caller_of
from careline.core.api.paging import PageOf, seal, unseal_id
from careline.core.api.values import NO_NUL, Cursor, Given, Id, Moment, Shown
from careline.tickets.queries.access import access_ticket

Words = Annotated[str, Field(pattern=NO_NUL, max_length=500)]
KindKey = Annotated[str, Field(pattern=r"^[a-z0-9_-]+$", max_length=40, description="Such as `refund`.")]
MINOR = "In minor units of `currency`; leave it out where it is not about money."
Amount = Annotated[int, Field(ge=1, le=10**15, strict=True, description=MINOR)]
AskedAmount = Annotated[int, Field(ge=1, le=10**15, description=MINOR)]
Currency = Annotated[str, Field(pattern=r"^([A-Z]{3})?$", description="ISO 4217.")]


class DecisionShown(Shown):
    """A decision: asked for and waiting, or taken (by who asked, where it was within their limits).

    Amounts in minor units of `currency`, null where it is not about money. `why` says why it needed approval.
    """

    id: int
    ticket_id: int
    customer_id: int
    kind: str
    state: str = Field(description="waiting, granted, refused or withdrawn.")
    amount: int | None
    granted: int | None
    currency: str
    reason: str
    why: str
    answer: str
    asked_by_id: int
    asked_at: Moment
    decided_by_id: int | None
    decided_at: Moment | None
    level: int
    approver_ids: list[int]
    deadline_at: Moment | None

    @staticmethod
    def resolve_kind(row: Decision) -> str:
        """Its key."""
        return row.kind.key

    @staticmethod
    def resolve_amount(row: Decision) -> int | None:
        """What was asked for."""
        return row.amount_minor

    @staticmethod
    def resolve_granted(row: Decision) -> int | None:
        """What was granted of it."""
        return row.granted_minor


class MayShown(Shown):
    """Whether the token's owner may decide something alone: allowed, needs_approval (by whom), or refused (why)."""

    verdict: str
    reason: str
    approver_ids: list[int]
    level: int


class Asked(Given):
    """Which decisions, and which page of them."""

    whose: Literal["to_take", "asked", "all"] = Field(
        "all", description="`to_take`: those that wait for the token's owner; `asked`: those they asked for."
    )
    state: Literal["waiting", "granted", "refused", "withdrawn"] | None = None
    cursor: Cursor = None


class MayAsked(Given):
    """What is to be decided."""

    kind: KindKey
    amount: AskedAmount | None = None
    currency: Currency = ""


class DecisionGiven(Given):
    """What is asked for, and why."""

    kind: KindKey
    amount: Amount | None = None
    currency: Currency = ""
    reason: Annotated[str, Field(pattern=r"^[^\x00]*\S[^\x00]*$", min_length=1, max_length=500)]


class GrantGiven(Given):
    """All of it (no `amount`), or less with words why."""

    amount: Amount | None = None
    words: Words = ""


class WordsGiven(Given):
    """Why."""

    words: Annotated[str, Field(pattern=r"^[^\x00]*\S[^\x00]*$", min_length=1, max_length=500)]


@router.get(
    "/decisions", response=reading(PageOf[DecisionShown]), auth=READ, operation_id="listDecisions",
    summary="List decisions",
)  # fmt: skip
def list_decisions(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """Decisions on tickets that the token's owner may see, newest first, in pages of 50."""
    agent = caller_of(request)
    agent.require(Right.READ_TICKETS)
    before = unseal_id("decisions", asked.cursor)
    rows = browse_decisions(agent, whose=asked.whose, state=asked.state or "", before=before)
    return {
        "items": rows[:PAGE],
        "next_cursor": seal("decisions", rows[PAGE - 1].pk if len(rows) > PAGE else 0),
    }


@router.get(
    "/decisions/{decision_id}", response=reading(DecisionShown, 404), auth=READ, operation_id="getDecision",
    summary="Get a decision",
)  # fmt: skip
def get_decision(request: HttpRequest, decision_id: Id) -> Decision:
    """One decision."""
    return access_decision(caller_of(request), decision_id)


@router.get(
    "/tickets/{number}/decisions", response=reading(PageOf[DecisionShown], 404), auth=READ,
    operation_id="listTicketDecisions", summary="The decisions on a ticket",
)  # fmt: skip
def list_of_ticket(request: HttpRequest, number: Id) -> dict[str, Any]:
    """What was decided and asked for on a ticket, newest first. One page."""
    return {"items": decisions_of(access_ticket(caller_of(request), number))}


@router.get(
    "/tickets/{number}/authority", response=reading(MayShown, 404), auth=READ, operation_id="mayDecide",
    summary="Whether one may decide something alone",
)  # fmt: skip
def may(request: HttpRequest, number: Id, asked: Query[MayAsked]) -> dict[str, Any]:
    """What would happen if the token's owner asked for this decision. Changes nothing."""
    agent = caller_of(request)
    ticket = access_ticket(agent, number)
    found = may_decide(agent, asked.kind, amount=asked.amount, currency=asked.currency, ticket=ticket)
    return {
        "verdict": found.verdict, "reason": found.reason, "approver_ids": [*found.approvers], "level": found.level,
    }  # fmt: skip


@router.post(
    "/tickets/{number}/decisions", response=changing(DecisionShown, 404, status=201), auth=WRITE,
    operation_id="askDecision", summary="Decide, or ask for a decision",
)  # fmt: skip
def ask(request: HttpRequest, number: Id, given: DecisionGiven) -> Any:
    """Decide at once within one's limits (`granted`), else have those asked who may (`waiting`)."""
    agent = caller_of(request)
    ticket = access_ticket(agent, number)
    made = ask_decision(
        ticket, given.kind, by=agent, reason=given.reason, amount=given.amount, currency=given.currency
    )
    return Answer(201, made)


@router.post(
    "/decisions/{decision_id}/approval", response=changing(DecisionShown, 404), auth=WRITE,
    operation_id="grantDecision", summary="Grant what was asked for, or less",
)  # fmt: skip
def grant(request: HttpRequest, decision_id: Id, given: GrantGiven) -> Decision:
    """Grant it. Refused (422): one's own request, who is not asked, beyond one's own limits, what was decided already."""
    agent = caller_of(request)
    row = access_decision(agent, decision_id)
    return grant_decision(row, by=agent, amount=given.amount, words=given.words)


@router.post(
    "/decisions/{decision_id}/refusal", response=changing(DecisionShown, 404), auth=WRITE,
    operation_id="refuseDecision", summary="Refuse what was asked for",
)  # fmt: skip
def refuse(request: HttpRequest, decision_id: Id, given: WordsGiven) -> Decision:
    """Refuse it, with words for who asked. Refused (422) as granting is."""
    agent = caller_of(request)
    return refuse_decision(access_decision(agent, decision_id), by=agent, words=given.words)


@router.post(
    "/decisions/{decision_id}/withdrawal", response=changing(DecisionShown, 404), auth=WRITE,
    operation_id="withdrawDecision", summary="Take one's own request back",
)  # fmt: skip
def withdraw(request: HttpRequest, decision_id: Id) -> Decision:
    """Take back what one asked for oneself and nobody decided."""
    agent = caller_of(request)
    withdraw_decision(access_decision(agent, decision_id), by=agent)
    return access_decision(agent, decision_id)


@router.post(
    "/decisions/{decision_id}/taking-back", response=changing(DecisionShown, 404), auth=WRITE,
    operation_id="takeBackDecision", summary="Take back what was granted and is not given after all",
)  # fmt: skip
def take_back_granted(request: HttpRequest, decision_id: Id, given: WordsGiven) -> Decision:
    """Take back what was granted: the budget has it again. Refused (422): what is not granted, who neither asked nor decided."""
    agent = caller_of(request)
    take_back(access_decision(agent, decision_id), by=agent, reason=given.words)
    return access_decision(agent, decision_id)
