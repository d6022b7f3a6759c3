"""The desk's tools: views with their figures, and macros."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from careline.accounts.contracts import Scope
from careline.core.api.answers import changing, reading
from careline.core.api.callers import Bearer, caller_of
from careline.core.api.paging import PageOf
from careline.core.api.values import Id
from careline.tickets.actions.apply_macro import apply_macro
from careline.tickets.api.shown import FilledShown, MacroShown, ViewShown
from careline.tickets.contracts import FilledMacro
from careline.tickets.queries.access import access_ticket
from careline.tickets.queries.counts import counts
from careline.tickets.queries.macros import macros_for
from careline.tickets.queries.queue import views_of
from careline.tickets.queries.views import views_for

router = Router()
READ, WRITE = Bearer(Scope.READ_TICKETS), Bearer(Scope.WRITE_TICKETS)


@router.get(
    "/views",
    response=reading(PageOf[ViewShown]),
    auth=READ,
    operation_id="listViews",
    summary="Views",
    tags=["Views"],
)
def list_views(request: HttpRequest) -> dict[str, Any]:
    """The views of the token's owner: the standard ones with how many tickets stand in each, then saved ones. One page."""
    agent = caller_of(request)
    figures = counts(agent)
    standard = [
        {"key": view.key, "name": str(view.name), "scope": "standard", "count": figures.get(view.key)}
        for view in views_of(agent)
    ]
    saved = [
        {"key": view.key, "name": view.name, "scope": view.scope, "count": None}
        for view in views_for(agent)
        if not view.is_search
    ]
    return {"items": standard + saved}


@router.get(
    "/macros", response=reading(PageOf[MacroShown]), auth=READ, operation_id="listMacros", summary="Macros",
    tags=["Macros"],
)  # fmt: skip
def list_macros(request: HttpRequest) -> dict[str, Any]:
    """The macros that the token's owner may use, by name. One page."""
    return {"items": macros_for(caller_of(request))}


@router.post(
    "/tickets/{int:ticket_id}/macros/{macro_id}", response=changing(FilledShown, 404), auth=WRITE,
    operation_id="applyMacro", summary="Use a macro", tags=["Macros"],
)  # fmt: skip
def use_macro(request: HttpRequest, ticket_id: Id, macro_id: Id) -> FilledMacro:
    """Make a macro's changes to a ticket, and get its words, filled. Nothing is sent: that is for a reply."""
    agent = caller_of(request)
    return apply_macro(access_ticket(agent, ticket_id), macro_id, by=agent)
