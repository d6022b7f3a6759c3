"""How pages of authority are entered: what is refused becomes a sentence, not a crash."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from careline.accounts.contracts import Forbidden, Right
from careline.authority.contracts import AuthorityRefused
from careline.authority.queries.settings import usual_currency
from careline.fields.contracts import read_money
from careline.tickets.contracts import Refused

if TYPE_CHECKING:
    from careline.accounts.models import Agent

View = Callable[..., HttpResponse]


def agent_page(view: View) -> View:
    """Let only people in who are logged in; a refusal is told in a toast, outside htmx on a page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (AuthorityRefused, Refused) as refusal:
            return refused(request, str(refusal), status=422)
        except Forbidden as refusal:
            return refused(request, str(refusal), status=403)

    return login_required(guarded)


def refused(request: HttpRequest, words: str, *, status: int) -> HttpResponse:
    """Say why nothing was changed."""
    is_part = request.headers.get("HX-Request") == "true"
    name = "authority/refused.html" if is_part else "authority/refusal.html"
    answer = render(request, name, {"words": words}, status=422 if is_part else status)
    if is_part:
        answer["HX-Reswap"] = "none"
    return answer


def agent_of(request: HttpRequest) -> Agent:
    """The person who asks; pages are entered through `agent_page`, so there is one."""
    return cast("Agent", request.user)


def keeper(request: HttpRequest) -> Agent:
    """The person who asks and looks after limits. Raises Forbidden."""
    agent = agent_of(request)
    agent.require(Right.MANAGE_LIMITS)
    return agent


def money(said: str) -> tuple[int | None, str]:
    """An amount in minor units with its currency as somebody wrote it; None for nothing. Raises AuthorityRefused."""
    if not said.strip():
        return None, ""
    try:
        return read_money(said, usual=usual_currency())
    except ValueError as error:
        raise AuthorityRefused(str(error)) from None


def number(said: str) -> int | None:
    """A whole number as somebody wrote it; None for nothing. Raises AuthorityRefused."""
    said = said.strip()
    if not said:
        return None
    if not (said.isascii() and said.isdigit() and len(said) < 7):
        raise AuthorityRefused(f"“{said[:20]}”?")
    return int(said)
