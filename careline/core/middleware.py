"""One id for each request, in its logs and in its answer; one log line a request, without its address's secrets."""

import re
import time
import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponseBase

from careline.core.logs import bind
from careline.core.metrics import count

HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")
QUIET_PREFIXES = ("/static/", "/health/", "/metrics")
log = structlog.get_logger("careline.web")
Answer = Callable[[HttpRequest], HttpResponseBase]


class RequestIdMiddleware:
    """Binds `request_id`, takes over a well-formed one from a proxy, and counts and logs the request.

    The log names the route (`tickets:thread`), not the path: paths can hold tokens.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request inside its log context."""
        given = request.headers.get(HEADER, "")
        request_id = given if WELL_FORMED.fullmatch(given) else uuid.uuid4().hex
        started = time.perf_counter()
        with bind(request_id=request_id):
            response = self.get_response(request)
            self._record(request, response.status_code, time.perf_counter() - started)
        response.headers[HEADER] = request_id
        return response

    def _record(self, request: HttpRequest, status: int, seconds: float) -> None:
        match = request.resolver_match
        route = (match.view_name or match.route) if match else "unknown"
        count((request.method or "", route, str(status), seconds))
        if not request.path.startswith(QUIET_PREFIXES):
            log.info(
                "request", method=request.method, route=route, status=status, ms=round(seconds * 1000, 1)
            )
