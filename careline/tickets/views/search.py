"""The search page: what was asked, what was found of each kind, and how far back we looked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from careline.accounts.queries import agent_of
from careline.tickets.queries.beside import KINDS, find_beside
from careline.tickets.queries.meant import meant
from careline.tickets.queries.search import Answer, search
from careline.tickets.views.doors import agent_page, is_part, may_of
from careline.tickets.views.narrowing import groups_of
from careline.tickets.views.results import Section, results_of, sections_of

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from careline.accounts.models import Agent

FEW, MANY = 3, 25
NAMES: dict[str, _StrPromise] = {
    "": gettext_lazy("Everything"),
    "tickets": gettext_lazy("Tickets"),
    "customers": gettext_lazy("Customers"),
    "organisations": gettext_lazy("Organisations"),
    "macros": gettext_lazy("Macros"),
}
ORDERS: dict[str, _StrPromise] = {"best": gettext_lazy("Best first"), "newest": gettext_lazy("Newest first")}
EXAMPLES = (
    ("status:open", gettext_lazy("new, open, pending, on_hold, solved or closed")),
    ("assignee:me", gettext_lazy("or nobody, or an address")),
    ("from:ana@shop.example", gettext_lazy("the customer’s name or address")),
    ("has:attachment", gettext_lazy("with files")),
    ("tag:warranty", gettext_lazy("with this tag")),
    ("inbox:shop", gettext_lazy("by where it came in")),
    ("field.colour:red", gettext_lazy("by a field of your own")),
    ("created:>2026-01-31", gettext_lazy("since a day")),
    ('"rear brake"', gettext_lazy("these words in this order")),
    ("brak*", gettext_lazy("words that begin so")),
    ("-helmet", gettext_lazy("without this word")),
)


@dataclass(frozen=True, slots=True)
class Tab:
    """One kind of result in the line of tabs: its address, name and count ("" if none was made)."""

    href: str
    name: str
    count: str
    is_current: bool


@agent_page
@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Show what was found; a single `#12` goes straight to the ticket. For htmx only the next results."""
    agent, words = agent_of(request), request.GET.get("q", "").strip()
    kind = request.GET.get("in", "") if request.GET.get("in", "") in NAMES else ""
    order = "newest" if request.GET.get("sort") == "newest" else "best"
    with_tickets = kind in {"", "tickets"}
    answer = (
        search(agent, words, after=request.GET.get("after", ""), order=order) if with_tickets else Answer()
    )
    if words.startswith("#") and words[1:].isdecimal() and len(answer.found) == 1:
        return redirect("tickets:ticket", answer.found[0].row.number)
    asked = {"q": words, "in": kind, "sort": "newest" if order == "newest" else ""}
    context: dict[str, Any] = {
        "words": words,
        "kind": kind,
        "results": results_of(answer),
        "problems": answer.problems,
        "back_to": answer.back_to,
        "more_url": _url(asked, after=answer.next) if answer.next else "",
    }
    if is_part(request):
        return render(request, "tickets/_results.html", context)
    sections = _sections(agent, words, kind)
    context |= {
        "may": may_of(agent),
        "sections": sections if kind != "tickets" else [],
        "tabs": _tabs(asked, answer, sections),
        "orders": [(_url(asked, sort=key), name, key == order) for key, name in ORDERS.items()],
        "meant": meant(agent, words) if with_tickets and not answer.found and not answer.next else "",
        "groups": groups_of(answer, words) if words else [],
        "examples": EXAMPLES,
    }
    return render(request, "tickets/search.html", context)


def _sections(agent: Agent, words: str, kind: str) -> list[Section]:
    """Those beside tickets: a few of each kind, or many of the one that is looked at."""
    if kind in KINDS:
        return sections_of(agent, find_beside(agent, words, limit=MANY, kinds=(kind,)), words)
    return sections_of(agent, find_beside(agent, words, limit=FEW), words)


def _tabs(asked: dict[str, str], answer: Answer, sections: list[Section]) -> list[Tab]:
    kind = asked["in"]
    counts = {section.kind: section.count for section in sections}
    if kind in {"", "tickets"}:
        counts["tickets"] = f"{len(answer.found)}{'+' if answer.next else ''}"
    return [
        Tab(_url(asked | {"in": one}), str(name), counts.get(one, ""), one == kind)
        for one, name in NAMES.items()
    ]


def _url(asked: dict[str, str], **more: str) -> str:
    return "?" + urlencode({key: value for key, value in (asked | more).items() if value})
