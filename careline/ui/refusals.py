"""How a page says that nothing was done: in a toast where a part of the page asked, else on a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

View = Callable[..., HttpResponseBase]


def refused(request: HttpRequest, words: str, *, status: int = 422) -> HttpResponse:
    """Say why nothing was changed; what stands on the page stays. A part is told with 422: of other refusals htmx shows none."""
    is_part = request.headers.get("HX-Request") == "true"
    name = "ui/refused.html" if is_part else "ui/refusal.html"
    answer = render(request, name, {"words": words}, status=422 if is_part else status)
    if is_part:
        answer["HX-Reswap"] = "none"
    return answer


def telling(**statuses: tuple[type[Exception], ...]) -> Callable[[View], View]:
    """Make a decorator for pages of people who are logged in, on which these refusals become a sentence, not a crash.

    `telling(unprocessable=(Refused, …), forbidden=(Forbidden,))`: the text of the exception is said, with 422 or 403.
    """
    codes = {"unprocessable": 422, "forbidden": 403}

    def entered_by(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                return view(request, *args, **kwargs)
            except tuple(kind for kinds in statuses.values() for kind in kinds) as refusal:
                name = next(name for name, kinds in statuses.items() if isinstance(refusal, kinds))
                return refused(request, str(refusal), status=codes[name])

        return login_required(guarded)

    return entered_by
