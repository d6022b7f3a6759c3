"""Under the API's address every error is a problem: also those that no operation gives (404, 405, 500)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from careline.core.api.problems import MEDIA_TYPE, problem

PREFIX = "/api/"
_DETAILS = {
    404: "There is nothing at this address.",
    405: "This can't be done with this address: see the header Allow.",
}


class ProblemMiddleware:
    """Turns error pages under `/api/` into problem details."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        response = self.get_response(request)
        if not request.path.startswith(PREFIX) or response.status_code < 400:
            return response
        if response.headers.get("Content-Type", "").startswith(MEDIA_TYPE):
            return response
        return _same_said_as_problem(response)


def _same_said_as_problem(response: HttpResponseBase) -> HttpResponse:
    said = problem(response.status_code, _DETAILS.get(response.status_code, ""))
    for name, value in response.headers.items():
        if name not in ("Content-Type", "Content-Length", "Content-Language"):
            said.headers.setdefault(name, value)
    return said
