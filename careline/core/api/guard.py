"""What a request of the API passes before its operation: the limit of its token, its query's names, its idempotency key."""

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
    """Wrap the running of an operation. Without a known token it answers by itself, with 401.

    A parameter that the operation doesn't know is a mistake: to leave it out would answer another question.
    """
    known = _query_names(run)

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
        elif unknown := sorted(request.GET.keys() - known):
            response = _no_such_parameters(unknown)
        elif wants_once(request):
            response = once(request, caller.key, lambda: run(request, **given))
        else:
            response = run(request, **given)
        allowance.tell(response)
        response["Cache-Control"] = "private, no-store"
        return response

    return answer


def _query_names(run: Any) -> set[str]:
    """What the query may hold, as the operation whose bound method this is reads it."""
    models = [one for one in run.__self__.models if one.__ninja_param_source__ == "query"]
    return {name for model in models for name in model.__ninja_flatten_map__}


def _no_such_parameters(names: list[str]) -> HttpResponseBase:
    errors = [{"at": f"query.{name}", "message": "There is no such parameter."} for name in names[:20]]
    return problem(422, "What was sent is not what this operation takes.", errors=errors)


def _slow_down() -> HttpResponseBase:
    response = problem(429, "Too many tokens that don't exist: wait a minute.")
    response["Retry-After"] = "60"
    return response
