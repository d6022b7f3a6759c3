"""The API object of the house: django-ninja with problems instead of its own errors, guarded, open to machines only."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar

import structlog
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from careline.core.api.callers import MissingScope
from careline.core.api.guard import guarded
from careline.core.api.paging import BadCursor
from careline.core.api.problems import problem
from careline.core.api.schema import polish

log = structlog.get_logger("careline.api")
Handler = Callable[[HttpRequest, Any], HttpResponse]


class HouseAPI(NinjaAPI):
    """One API under one prefix. It knows no session and no cookie: a token in a header, or nothing."""

    of_the_house: ClassVar["HouseAPI | None"] = None  # the one that is served, for pages that tell of it

    def __init__(self, *, prefix: str, **given: Any) -> None:
        super().__init__(openapi_url=None, docs_url=None, urls_namespace="api", **given)
        self.prefix = prefix
        self._described: OpenAPISchema | None = None
        HouseAPI.of_the_house = self
        self.add_decorator(guarded, mode="view")
        for wrong, handler in _HANDLERS.items():
            self.add_exception_handler(wrong, handler)

    def say(self, wrong: type[Exception], status: int, code: str = "", **more: Callable[[Any], Any]) -> None:
        """Answer an exception of a room with a problem; its text is the detail, `more` are members taken from it."""

        def handler(request: HttpRequest, error: Any) -> HttpResponse:
            return problem(
                status, str(error), code=code, **{name: take(error) for name, take in more.items()}
            )

        self.add_exception_handler(wrong, handler)

    def get_openapi_schema(self, **given: Any) -> OpenAPISchema:
        """The description of the API (OpenAPI 3.1), with what holds for every operation added; made once: it takes a second."""
        if self._described is None:
            schema = super().get_openapi_schema(path_prefix=self.prefix)
            polish(schema, self._scopes())
            self._described = schema
        return self._described

    def _scopes(self) -> dict[str, str]:
        return {
            str(operation.operation_id): operation.auth_callbacks[0].scope  # type: ignore[attr-defined]
            for router in self._get_bound_routers()
            for view in router.path_operations.values()
            for operation in view.operations
            if operation.include_in_schema
        }

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Operations name themselves: a name made of modules would change when code moves."""
        raise TypeError(f"{operation.view_func.__name__} needs an operation_id")

    def _get_urls(self) -> list[URLResolver | URLPattern]:
        urls = super()._get_urls()
        for pattern in urls:
            if isinstance(pattern, URLPattern):
                pattern.callback = _for_machines(pattern.callback)
        return urls


def _for_machines(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a view as one that asks for no session: its operation asks for a token."""
    if isinstance(
        view, partial
    ):  # a partial's attributes can be set as well, but the mark belongs on a function
        view = partial(view.func, *view.args, **view.keywords)
    view.login_required = False  # type: ignore[attr-defined]
    return view


def _unauthorized(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(401, "Send a valid token: “Authorization: Bearer …”.")


def _missing_scope(request: HttpRequest, error: MissingScope) -> HttpResponse:
    return problem(403, f"This token has not the scope {error}.", code="missing_scope")


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [{"at": _place(one["loc"]), "message": _words(one["msg"])} for one in error.errors]
    return problem(422, "What was sent is not what this operation takes.", errors=errors)


def _place(found: Sequence[Any]) -> str:
    """Where it is wrong for who sent it: they don't know what the operation calls the whole body."""
    place = [*map(str, found)]
    return ".".join(place[:1] + place[2:] if place[0] == "body" else place)


def _words(message: str) -> str:
    """The sentence of a check of our own, without what pydantic writes before it."""
    return message.removeprefix("Value error, ")


def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, str(error))


def _bad_cursor(request: HttpRequest, error: BadCursor) -> HttpResponse:
    return problem(422, "This is no cursor of this list.", code="bad_cursor")


def _database(request: HttpRequest, error: OperationalError) -> HttpResponse:
    log.warning("api_database", error=str(error)[:200])
    return problem(503, "Not possible at this moment. Try again.")


def _unexpected(request: HttpRequest, error: Exception) -> HttpResponse:
    log.exception("api_failed")
    return problem(500, "Something went wrong here. It is in our log under the X-Request-ID of this answer.")


_HANDLERS: dict[type[Exception], Handler] = {
    Exception: _unexpected,
    AuthenticationError: _unauthorized,
    MissingScope: _missing_scope,
    ValidationError: _invalid,
    HttpError: _http_error,
    BadCursor: _bad_cursor,
    OperationalError: _database,
    Http404: lambda request, error: problem(404, "There is no such thing, or not for you."),
    PermissionDenied: lambda request, error: problem(403, str(error)),
    RequestDataTooBig: lambda request, error: problem(413, "This is too large."),
    SuspiciousOperation: lambda request, error: problem(400, "This request can't be read."),
}
