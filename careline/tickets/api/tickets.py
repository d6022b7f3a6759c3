"""Tickets to read: lists, views, search, one."""

from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query
from pydantic import Field

from careline.accounts.contracts import Scope
from careline.core.api.answers import reading
from careline.core.api.callers import Bearer, caller_of
from careline.core.api.paging import PageOf, seal, unseal, unseal_id
from careline.core.api.values import Cursor, Given, GivenMoment, Id, Limit, Words
from careline.tickets.actions.note_read import note_read
from careline.tickets.api.given import (
    PriorityWord,
    QueryGiven,
    StatusWord,
    Tag,
    TypeWord,
    priority_of,
    status_of,
)
from careline.tickets.api.routers import tickets as router
from careline.tickets.api.shown import LinkShown, TicketShown
from careline.tickets.models import Link, Read, Ticket
from careline.tickets.queries.access import access_ticket
from careline.tickets.queries.conditions import check_conditions, clause_of
from careline.tickets.queries.listed import Wanted, list_tickets, load_tickets
from careline.tickets.queries.questions import Question, ask, question_of
from careline.tickets.queries.queue import VIEWS, Page, queue
from careline.tickets.queries.related import links_of
from careline.tickets.queries.search import search
from careline.tickets.queries.views import access_view

READ = Bearer(Scope.READ_TICKETS)


ViewKey = Annotated[str, Field(pattern=r"^([a-z_]{1,40}|v[0-9]{1,18})$")]


class Asked(Given):
    """Which tickets are asked for."""

    status: StatusWord | None = None
    priority: PriorityWord | None = None
    type: TypeWord | None = None
    channel: Annotated[str, Field(pattern=r"^[a-z_]{1,16}$")] | None = None
    team_id: Id | None = None
    assignee_id: Id | None = None
    customer_id: Id | None = None
    tag: Tag | None = None
    updated_since: GivenMoment | None = None
    cursor: Cursor = None
    limit: Limit = 50

    def wanted(self) -> Wanted:
        """The conditions, for the query."""
        return Wanted(
            status=status_of(self.status),
            priority=priority_of(self.priority),
            type=self.type, channel=self.channel, team_id=self.team_id, assignee_id=self.assignee_id,
            customer_id=self.customer_id, tags__contains=[self.tag] if self.tag else None,
            updated_at__gte=self.updated_since,
        )  # fmt: skip


@router.get(
    "/tickets",
    response=reading(PageOf[TicketShown]),
    auth=READ,
    operation_id="listTickets",
    summary="List tickets",
)
def list_all(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """Tickets that the token's owner may see, newest first, each condition that is given holding. A page may hold fewer
    than `limit`, even none, and yet have a `next_cursor`: each looks through a bounded stretch of numbers."""
    below = unseal_id("tickets", asked.cursor)
    shown, rest = list_tickets(caller_of(request), asked.wanted(), below=below, limit=asked.limit)
    return {"items": shown, "next_cursor": seal("tickets", rest)}


@router.get(
    "/views/{view}/tickets", response=reading(PageOf[TicketShown], 404), auth=READ, operation_id="listViewTickets",
    summary="The tickets of a view",
)  # fmt: skip
def list_view(
    request: HttpRequest, view: ViewKey, cursor: Cursor = None, limit: Limit = 50
) -> dict[str, Any]:
    """The tickets of a view in its order, as the queue shows them. Views that are saved searches are not found here."""
    agent, kind = caller_of(request), f"view-{view}"
    after = unseal(kind, cursor)
    if view in VIEWS:
        page = queue(agent, view, after=after, limit=limit)
    else:
        saved = access_view(agent, view)
        if saved.is_search:
            raise Http404
        page = ask(agent, question_of(agent, saved), after=after, limit=limit)
    return _page(agent, page, kind)


@router.post(
    "/tickets/query", response=reading(PageOf[TicketShown], 400, 413), auth=READ, operation_id="queryTickets",
    summary="Ask for tickets",
)  # fmt: skip
def query(request: HttpRequest, given: QueryGiven) -> dict[str, Any]:
    """The tickets that fit a question in the language of saved views. A read: it changes nothing."""
    agent = caller_of(request)
    clause = clause_of(check_conditions(given.conditions, agent), agent)
    question = Question.of(clause, sort=given.sort)
    return _page(agent, ask(agent, question, after=unseal("query", given.cursor), limit=given.limit), "query")


def _page(agent: Any, page: Page, kind: str) -> dict[str, Any]:
    return {
        "items": load_tickets(agent, [row.number for row in page.rows]),
        "next_cursor": seal(kind, page.next),
    }


@router.get(
    "/search",
    response=reading(PageOf[TicketShown]),
    auth=READ,
    operation_id="searchTickets",
    summary="Search",
)
def find(request: HttpRequest, q: Words, cursor: Cursor = None) -> dict[str, Any]:
    """The tickets that words and operators find (`printer status:open team:Support`), best of the newest first.

    Only a few searches run at once: 503 with `Retry-After` where none of the seats came free in half a second; 422
    with the code `took_too_long` where it was ended after three seconds."""
    agent = caller_of(request)
    answer = search(agent, q, after=unseal("search", cursor))
    if answer.ended_by:
        raise answer.ended_by
    return {
        "items": load_tickets(agent, [found.row.number for found in answer.found]),
        "next_cursor": seal("search", answer.next),
    }


@router.get(
    "/tickets/{int:ticket_id}", response=reading(TicketShown, 404), auth=READ, operation_id="getTicket",
    summary="One ticket",
)  # fmt: skip
def get_one(request: HttpRequest, response: HttpResponse, ticket_id: Id) -> Ticket:
    """One ticket; the number of a merged one leads to the one that remains. Its version is the `ETag`."""
    ticket = access_ticket(caller_of(request), ticket_id)
    note_read(caller_of(request), Read.Kind.TICKET, ticket.pk)
    response["ETag"] = f'"{ticket.version}"'
    return ticket


@router.get(
    "/tickets/{int:ticket_id}/links", response=reading(PageOf[LinkShown], 404), auth=READ, operation_id="listLinks",
    summary="A ticket's relations",
)  # fmt: skip
def list_links(request: HttpRequest, ticket_id: Id) -> dict[str, list[Link]]:
    """How a ticket stands to others, as far as the token's owner may see them. One page."""
    agent = caller_of(request)
    return {"items": links_of(agent, access_ticket(agent, ticket_id))}
