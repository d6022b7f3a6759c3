"""How pages of feedback are entered: what is refused becomes a sentence, not a crash."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from careline.accounts.contracts import Forbidden
from careline.customers.contracts import CustomersRefused
from careline.feedback.contracts import FeedbackRefused
from careline.tickets.contracts import Conflict, Refused
from careline.workforce.contracts import WorkforceRefused

if TYPE_CHECKING:
    from careline.accounts.models import Agent

View = Callable[..., HttpResponseBase]


def agent_page(view: View) -> View:
    """Let only people in who are logged in; a refusal is told in a toast."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Forbidden as refusal:
            return refused(request, str(refusal), status=403)
        except (FeedbackRefused, Refused, Conflict, CustomersRefused, WorkforceRefused) as refusal:
            return refused(request, str(refusal))

    return login_required(guarded)


def refused(request: HttpRequest, words: str, *, status: int = 422) -> HttpResponse:
    """Say why nothing was changed, in a toast; outside htmx as a page."""
    is_part = request.headers.get("HX-Request") == "true"
    name = "feedback/refused.html" if is_part else "feedback/refusal.html"
    answer = render(request, name, {"words": words}, status=status)
    if is_part:
        answer["HX-Reswap"] = "none"
    return answer


def agent_of(request: HttpRequest) -> Agent:
    """The person who asks; pages are entered through `agent_page`, so there is one."""
    return cast("Agent", request.user)


def number_of(words: str) -> int:
    """The whole number that a form carries; 0 if it carries none."""
    return int(words) if words.isascii() and words.isdigit() and len(words) < 18 else 0
