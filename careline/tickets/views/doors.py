"""How every page of the desk is entered: logged in, and with a kind word where something is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from careline.accounts.contracts import Forbidden, Right
from careline.tickets.contracts import Refused
from careline.tickets.queries.side import may_write_aside

if TYPE_CHECKING:
    from careline.accounts.models import Agent

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class May:
    """What the person who asks may do with tickets: pages show no control that would be refused."""

    reply: bool
    note: bool
    change: bool
    merge: bool
    spam: bool
    aside: bool


def agent_page(view: View) -> View:
    """Let only people in who are logged in; what is refused becomes a sentence, not a crash."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Forbidden as refusal:
            return refused(request, str(refusal), status=403)
        except Refused as refusal:
            return refused(request, str(refusal), status=409)

    return login_required(guarded)


def may_of(agent: Agent) -> May:
    """What this person may do."""
    return May(
        reply=agent.may(Right.REPLY),
        note=agent.may(Right.NOTE),
        change=agent.may(Right.CHANGE_TICKETS),
        merge=agent.may(Right.MERGE_TICKETS),
        spam=agent.may(Right.CHANGE_TICKETS) and agent.may(Right.CHANGE_CUSTOMERS),
        aside=may_write_aside(agent),
    )


def is_part(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page, not the browser for the whole."""
    return request.headers.get("HX-Request") == "true" and not request.headers.get(
        "HX-History-Restore-Request"
    )


def refused(request: HttpRequest, words: str, *, status: int) -> HttpResponse:
    """Say why nothing was changed: in a toast, or outside htmx as a page."""
    if is_part(request):
        answer = render(request, "tickets/refused.html", {"words": words}, status=422)
        answer["HX-Reswap"] = "none"
        return answer
    context = {"words": words, "title": _("That did not work")}
    return render(request, "tickets/refusal.html", context, status=status)
