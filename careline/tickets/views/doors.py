"""How every page of the desk is entered: logged in, and with a kind word where something is refused."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from careline.accounts.contracts import Forbidden

if TYPE_CHECKING:
    from careline.accounts.models import Agent

View = Callable[..., HttpResponse]


def agent_page(view: View) -> View:
    """Let only people in who are logged in; what their role does not allow becomes a sentence, not a crash."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Forbidden as refusal:
            return refused(request, str(refusal), status=403)

    return login_required(guarded)


def agent_of(request: HttpRequest) -> "Agent":
    """The person who asks; pages are entered through `agent_page`, so there is one."""
    return cast("Agent", request.user)


def is_part(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page, not the browser for the whole."""
    return request.headers.get("HX-Request") == "true" and not request.headers.get("HX-History-Restore-Request")


def refused(request: HttpRequest, words: str, *, status: int) -> HttpResponse:
    """Say in a toast why nothing was changed; outside htmx as a page."""
    if is_part(request):
        answer = render(request, "tickets/refused.html", {"words": words}, status=422)
        answer["HX-Reswap"] = "none"
        return answer
    return render(request, "tickets/refusal.html", {"words": words, "title": _("That did not work")}, status=status)
