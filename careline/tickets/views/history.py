"""The whole history of a ticket on a page: who did what, from what to what, when and why; to filter and to take away."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import strip_tags
from django.views.decorators.http import require_safe

from careline.accounts.queries import agent_of
from careline.tickets.actions.note_read import note_read
from careline.tickets.models import Read, Ticket
from careline.tickets.queries.access import access_ticket
from careline.tickets.queries.history import MOST, causes_of, history
from careline.tickets.slots import is_told
from careline.tickets.views.doors import agent_page
from careline.tickets.views.history_words import FAMILIES, from_and_to, in_words, names_of
from careline.tickets.views.phrases import who
from careline.ui.numbers import number_of

if TYPE_CHECKING:
    from careline.accounts.models import Agent

PAGE = 100
COLUMNS = ("id", "at", "event", "who", "what", "before", "after", "because")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@agent_page
@require_safe
def history_page(request: HttpRequest, number: int) -> HttpResponse:
    """Show the history, newest first; as a file with `?format=json` or `?format=csv`."""
    agent = agent_of(request)
    ticket = access_ticket(agent, number)
    kind = request.GET.get("kind", "")
    kind = kind if kind in FAMILIES else ""
    if request.GET.get("format") in {"json", "csv"}:
        note_read(agent, Read.Kind.EXPORT, ticket.pk, ticket_id=ticket.pk)
        return _file(agent, ticket, kind, request.GET["format"])
    rows = rows_of(agent, ticket, kind, before=number_of(request.GET.get("before", "")), limit=PAGE + 1)
    context = {
        "ticket": ticket, "rows": [row for row in rows[:PAGE] if not row["is_told"]], "kind": kind, "next": rows[PAGE - 1]["id"] if len(rows) > PAGE else 0,
        "kinds": [("", "")] + [(key, label) for key, (label, _names) in FAMILIES.items()],
    }  # fmt: skip
    return render(request, "tickets/history.html", context)


def rows_of(agent: Agent, ticket: Ticket, kind: str, *, before: int = 0, limit: int) -> list[dict[str, Any]]:
    """Prepare the events of one kind ("" for all) for a page or a file."""
    wanted = FAMILIES[kind][1] if kind else ()
    events = history(agent, ticket, names=wanted, before=before, limit=limit)
    causes = causes_of(agent, events)
    names = names_of([*events, *causes.values()])
    rows = []
    for event in events:
        icon, words = in_words(event, names)
        old, new = from_and_to(event, names)
        cause = causes.get(event.cause_id or 0)
        because = in_words(cause, names)[1] if cause else ""
        rows.append({
            "id": event.pk, "at": event.at, "event": event.name, "icon": icon, "who": who(event, names), "what": words,
            "before": old, "after": new, "because": because,
            "is_told": is_told(event.name, event.actor_kind),
        })  # fmt: skip
    return rows


def _file(agent: Agent, ticket: Ticket, kind: str, form: str) -> HttpResponse:
    rows = [
        {name: _plain(row[name]) for name in COLUMNS}
        for row in reversed(rows_of(agent, ticket, kind, limit=MOST))
    ]
    if form == "json":
        content = json.dumps(rows, ensure_ascii=False, indent=1)
        answer = HttpResponse(content, content_type="application/json; charset=utf-8")
    else:
        answer = HttpResponse(content_type="text/csv; charset=utf-8")
        sheet = csv.writer(answer)
        sheet.writerow(COLUMNS)
        sheet.writerows([_cell(row[name]) for name in COLUMNS] for row in rows)
    answer["Content-Disposition"] = f'attachment; filename="ticket-{ticket.pk}-history.{form}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _plain(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return " ".join(strip_tags(value).split()) if isinstance(value, str) else value


def _cell(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
