"""The read log, for auditors: who opened a ticket, what a person opened, and alarms."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from careline.accounts.contracts import Right
from careline.accounts.queries import agent_of
from careline.tickets.actions.mind_reads import KEPT_DAYS, UNUSUAL_AN_HOUR
from careline.tickets.models import Read
from careline.tickets.queries.access import access_ticket
from careline.tickets.queries.reads import PAGE, busiest_readers, read_by, readers_of, unusual_reads
from careline.tickets.views.doors import agent_page
from careline.ui.numbers import number_of

HOMES = {
    Read.Kind.TICKET: "/tickets/{}/",
    Read.Kind.CUSTOMER: "/customers/{}/",
    Read.Kind.EXPORT: "/customers/{}/",
}


@agent_page
@require_safe
def readers(request: HttpRequest, number: int) -> HttpResponse:
    """Show who opened a ticket or its files."""
    agent = agent_of(request)
    agent.require(Right.READ_AUDIT)
    ticket = access_ticket(agent, number)
    found = readers_of(agent, ticket, before=number_of(request.GET.get("before", "")))
    return render(request, "tickets/readers.html", {"ticket": ticket, **_shown(found)})


@agent_page
@require_safe
def read_log(request: HttpRequest) -> HttpResponse:
    """Show what one person opened, or without one who opened how much; and the alarms of the last week."""
    agent = agent_of(request)
    reader_id = number_of(request.GET.get("agent", ""))
    unusual, busiest = unusual_reads(agent), [] if reader_id else busiest_readers(agent)
    found = read_by(agent, reader_id, before=number_of(request.GET.get("before", ""))) if reader_id else []
    ids = {reader_id, *(one for one, _n in busiest), *(event.data["agent_id"] for event in unusual)}
    names = _names(ids)
    context = {
        "reader": names.get(reader_id, ""), "reader_id": reader_id, "limit": UNUSUAL_AN_HOUR, "kept": KEPT_DAYS,
        "busiest": [(one, names.get(one, f"{one}"), n) for one, n in busiest],
        "unusual": [(names.get(event.data["agent_id"], ""), event) for event in unusual], **_shown(found),
    }  # fmt: skip
    return render(request, "tickets/read_log.html", context)


def _shown(found: list[Read]) -> dict[str, Any]:
    names = _names({read.agent_id for read in found})
    rows = [
        {"read": one, "name": names.get(one.agent_id, f"{one.agent_id}"), "href": _home(one)}
        for one in found[:PAGE]
    ]
    return {"rows": rows, "next": found[PAGE - 1].pk if len(found) > PAGE else 0}


def _home(read: Read) -> str:
    if read.ticket_id:
        return HOMES[Read.Kind.TICKET].format(read.ticket_id)
    return HOMES[Read.Kind(read.kind)].format(read.object_id) if read.kind in HOMES else ""


def _names(ids: set[int]) -> dict[int, str]:
    return dict(get_user_model().objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}
