"""How pages of service targets are entered: what is refused becomes a sentence, not a crash."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from careline.accounts.contracts import Forbidden
from careline.policies.contracts import PolicyRefused
from careline.tickets.contracts import Refused

if TYPE_CHECKING:
    from careline.accounts.models import Agent

View = Callable[..., HttpResponse]


def agent_page(view: View) -> View:
    """Let only people in who are logged in; a refusal is told in a toast."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (PolicyRefused, Refused) as refusal:
            return refused(request, str(refusal), status=422)
        except Forbidden as refusal:
            return refused(request, str(refusal), status=403)

    return login_required(guarded)


def refused(request: HttpRequest, words: str, *, status: int) -> HttpResponse:
    """Say why nothing was changed, in a toast; outside htmx as a page."""
    is_part = request.headers.get("HX-Request") == "true"
    name = "policies/refused.html" if is_part else "policies/refusal.html"
    answer = render(request, name, {"words": words}, status=422 if is_part else status)
    if is_part:
        answer["HX-Reswap"] = "none"
    return answer


def agent_of(request: HttpRequest) -> Agent:
    """The person who asks; pages are entered through `agent_page`, so there is one."""
    return cast("Agent", request.user)
