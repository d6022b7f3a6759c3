"""Many tickets at once: what an order would come to, giving it, and what became of each ticket."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router
from ninja import Status as Answer
from pydantic import Field

from careline.accounts.contracts import Right, Scope
from careline.core.api.answers import changing, reading
from careline.core.api.callers import Bearer, caller_of
from careline.core.api.paging import PageOf, seal, unseal_id
from careline.core.api.values import (
    Anything,
    BodyId,
    Cursor,
    Flag,
    Given,
    GivenMoment,
    Id,
    Limit,
    Line,
    Moment,
    Shown,
)
from careline.tickets.actions.bulk_start import most_of, start_bulk, stop_bulk
from careline.tickets.actions.bulk_undo import undo_bulk
from careline.tickets.api.given import ByHand, PriorityWord, SaidGiven, Tags, TypeWord, priority_of, status_of
from careline.tickets.contracts import BulkOrder, BulkPlan, Selection
from careline.tickets.models import BulkItem, BulkRun
from careline.tickets.queries.bulk import MOST, access_run, items_of, resolve
from careline.tickets.queries.bulk_plan import plan

router = Router(tags=["Many tickets"])
READ, WRITE = Bearer(Scope.READ_TICKETS), Bearer(Scope.WRITE_TICKETS)


class BulkGiven(SaidGiven):
    """Which tickets, and what to do with them. What is left out stays. With `text` or `html` each customer gets an
    answer of its own, in which placeholders such as `{{customer.first_name|there}}` are filled in."""

    ticket_ids: Annotated[list[BodyId], Field(max_length=MOST)] = []
    view: Line = Field(
        "", description="All tickets that this view has when the work begins, instead of `ticket_ids`."
    )
    words: Line = Field("", description="All that this search finds, instead of `ticket_ids`.")
    status: ByHand | None = None
    priority: PriorityWord | None = None
    type: TypeWord | None = None
    team_id: BodyId | None = None
    assignee_id: BodyId | None = Field(None, description="Null (and not left out) for nobody.")
    add_tags: Tags = []
    remove_tags: Tags = []
    macro_id: BodyId | None = None
    sends_macro: Flag = Field(False, description="Send the macro's words to each customer.")
    spam: Flag = Field(False, description="Block the senders and close the tickets.")
    snooze_until: GivenMoment | None = None
    fields: dict[str, Anything] = Field({}, description="Values of your own fields by key; null empties one.")

    def selection(self) -> Selection:
        """Which tickets are meant."""
        if self.view or self.words:
            return Selection(view=self.view, words="" if self.view else self.words)
        return Selection(tuple(self.ticket_ids))

    def order(self) -> BulkOrder:
        """What to do with them."""
        nobody = "assignee_id" in self.model_fields_set and self.assignee_id is None
        return BulkOrder(
            status=status_of(self.status), priority=priority_of(self.priority), type=self.type, team_id=self.team_id,
            assignee_id=0 if nobody else self.assignee_id, add_tags=tuple(self.add_tags),
            remove_tags=tuple(self.remove_tags), macro_id=self.macro_id, html=self.as_html,
            sends=self.sends_macro or bool(self.as_html), spam=self.spam, fields=dict(self.fields),
            snooze_until=self.snooze_until.isoformat() if self.snooze_until else "",
        )  # fmt: skip


class LeftOutShown(Shown):
    """Tickets that an order can't change, and why."""

    reason: str
    ticket_ids: list[int]


class BulkPlanShown(Shown):
    """What an order would come to: tickets that change, those that are so already, and those that can't."""

    can: list[int]
    same: list[int]
    cannot: list[LeftOutShown]

    @staticmethod
    def resolve_cannot(told: BulkPlan) -> list[dict[str, Any]]:
        """By reason."""
        return [{"reason": why, "ticket_ids": list(them)} for why, them in told.cannot]


class BulkRunShown(Shown):
    """An order: `state` is waiting, running, done or stopped; the figures say how many tickets are where."""

    id: int
    state: str
    agent_id: int
    undoes_id: int | None
    trouble: str
    waiting: int
    changed: int
    unchanged: int
    refused: int
    created_at: Moment
    finished_at: Moment | None


class BulkItemShown(Shown):
    """What became of one ticket of an order: waiting, changed, unchanged or refused (and why)."""

    ticket_id: int
    state: str
    reason: str
    message_id: int | None = Field(description="The answer that was sent.")
    proposal_id: int | None = Field(description="The answer that waits for approval.")
    at: Moment | None


class Asked(Given):
    """Which stretch of the tickets."""

    cursor: Cursor = None
    limit: Limit = 50


@router.post(
    "/bulk/preview", response=reading(BulkPlanShown, 400, 404, 409, 413), auth=READ, operation_id="previewBulk",
    summary="What an order would come to",
)  # fmt: skip
def preview(request: HttpRequest, given: BulkGiven) -> BulkPlan:
    """Say of each ticket whether the order would change it. A read: it changes nothing."""
    agent = caller_of(request)
    agent.require(Right.CHANGE_TICKETS)
    order = given.order()
    numbers = resolve(agent, given.selection(), limit=most_of(order, agent, usual=MOST))
    return plan(agent, order, numbers)


@router.post(
    "/bulk", response=changing(BulkRunShown, 404, status=202), auth=WRITE, operation_id="startBulk",
    summary="Order something for many tickets",
)  # fmt: skip
def start(request: HttpRequest, given: BulkGiven) -> Any:
    """Give the order; a worker does it, each ticket for itself. One order of a person at a time, 30 an hour."""
    agent = caller_of(request)
    run = start_bulk(given.selection(), given.order(), by=agent)
    return Answer(202, access_run(agent, run.pk))


@router.get(
    "/bulk/{run_id}", response=reading(BulkRunShown, 404), auth=READ, operation_id="getBulk", summary="How far an order is"
)  # fmt: skip
def get_run(request: HttpRequest, run_id: Id) -> BulkRun:
    """One order of one's own; those of one's teams for who leads."""
    return access_run(caller_of(request), run_id)


@router.get(
    "/bulk/{run_id}/tickets", response=reading(PageOf[BulkItemShown], 404), auth=READ, operation_id="listBulkTickets",
    summary="What became of each ticket",
)  # fmt: skip
def list_items(request: HttpRequest, run_id: Id, asked: Query[Asked]) -> dict[str, Any]:
    """The tickets of an order that the token's owner may see, in the order in which they are done."""
    agent = caller_of(request)
    run = access_run(agent, run_id)
    kind = f"bulk-{run.pk}"
    found: list[BulkItem] = items_of(
        run, agent=agent, after=unseal_id(kind, asked.cursor), limit=asked.limit + 1
    )
    shown = found[: asked.limit]
    return {"items": shown, "next_cursor": seal(kind, shown[-1].pk if len(found) > asked.limit else 0)}


@router.post(
    "/bulk/{run_id}/stop", response=changing(BulkRunShown, 404), auth=WRITE, operation_id="stopBulk",
    summary="Stop an order",
)  # fmt: skip
def stop(request: HttpRequest, run_id: Id) -> BulkRun:
    """Stop after the ticket that it is at; the others stay as they are."""
    agent = caller_of(request)
    stop_bulk(run_id, by=agent)
    return access_run(agent, run_id)


@router.post(
    "/bulk/{run_id}/undoing", response=changing(BulkRunShown, 404, status=202), auth=WRITE, operation_id="undoBulk",
    summary="Take an order back",
)  # fmt: skip
def undo(request: HttpRequest, run_id: Id) -> Any:
    """Order the undoing, where nobody changed a ticket since: an order of its own, to follow like the first."""
    agent = caller_of(request)
    return Answer(202, access_run(agent, undo_bulk(run_id, by=agent).pk))
