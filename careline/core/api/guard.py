"""What every request of the API passes before its operation: the limit of its token, and its idempotency key."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from careline.core.api.callers import TooManyGuesses, find_caller
from careline.core.api.limits import spend
from careline.core.api.once import once, wants_once
from careline.core.api.problems import problem

Run = Callable[..., HttpResponseBase]


def guarded(run: Run) -> Run:
    """Wrap an operation. Without a known token it answers by itself, with 401."""

    @wraps(run)
    def answer(request: HttpRequest, **given: Any) -> HttpResponseBase:
        try:
            caller = find_caller(request)
        except TooManyGuesses:
            return _slow_down()
        if caller is None:
            return run(request, **given)
        allowance = spend(caller.key)
        if allowance.is_spent:
            response: HttpResponseBase = problem(429, "Too many requests with this token: wait a little.")
        elif wants_once(request):
            response = once(request, caller.key, lambda: run(request, **given))
        else:
            response = run(request, **given)
        allowance.tell(response)
        response["Cache-Control"] = "private, no-store"
        return response

    return answer


def _slow_down() -> HttpResponseBase:
    response = problem(429, "Too many tokens that don't exist: wait a minute.")
    response["Retry-After"] = "60"
    return response
