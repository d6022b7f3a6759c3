"""How pages of routing are entered: what is refused becomes a sentence, not a crash."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from careline.routing.contracts import RoutingRefused

if TYPE_CHECKING:
    from careline.accounts.models import Agent

View = Callable[..., HttpResponse]


def agent_page(view: View) -> View:
    """Let only people in who are logged in; a refusal is told on a page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except RoutingRefused as refusal:
            return render(request, "routing/refusal.html", {"words": str(refusal)}, status=422)

    return login_required(guarded)


def agent_of(request: HttpRequest) -> Agent:
    """The person who asks; pages are entered through `agent_page`, so there is one."""
    return cast("Agent", request.user)
