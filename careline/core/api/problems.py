"""Errors as problem details (RFC 9457, `application/problem+json`), with a stable `code` for programs to look at."""

import json
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from ninja import Schema
from pydantic import Field

MEDIA_TYPE = "application/problem+json"
CODES = {
    400: "bad_request", 401: "unauthorized", 403: "forbidden", 404: "not_found", 405: "method_not_allowed",
    409: "conflict", 410: "gone", 412: "stale_version", 413: "too_large", 422: "invalid", 429: "too_many_requests",
    500: "internal_error", 503: "unavailable",
}  # fmt: skip


class Wrong(Schema):
    """One thing that is wrong with what was sent."""

    at: str = Field(description="Where: `body.subject`, `query.limit`.")
    message: str


class Problem(Schema):
    """What went wrong (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    code: str = Field(description="A word for programs, which stays the same.")
    detail: str = Field("", description="A sentence for people.")
    errors: list[Wrong] = Field(default_factory=list, description="What is wrong with what was sent.")
    version: int | None = Field(None, description="With a stale version: the one that stands now.")


def problem(status: int, detail: str = "", *, code: str = "", **more: Any) -> HttpResponse:
    """Make the answer that says what went wrong. `more` are further members, such as `version` or `errors`."""
    said: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code or CODES.get(status, "error"),
        "detail": detail,
        **more,
    }
    response = HttpResponse(json.dumps(said), status=status, content_type=MEDIA_TYPE)
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    if status == 503:
        response["Retry-After"] = "1"
    return response
