"""Who calls: found from the `Authorization: Bearer` header (RFC 6750), by whoever registered to know tokens."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.http import HttpRequest
from ninja.security import HttpBearer

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Caller:
    """The person in whose name a request comes, what the token was made for, and a key to count its requests by."""

    person: Any
    scopes: frozenset[str]
    key: str


class MissingScope(Exception):
    """The token was not made for this; the text names the scope that is missing."""


class TooManyGuesses(Exception):
    """Somebody tries tokens that don't exist, again and again."""


Authenticator = Callable[[HttpRequest, str], Caller | None]
_authenticators: list[Authenticator] = []


def register_authenticator(authenticator: Authenticator) -> Authenticator:
    """Have `authenticator(request, token)` find the caller of a token; None where it knows none."""
    _authenticators.append(authenticator)
    return authenticator


def find_caller(request: HttpRequest) -> Caller | None:
    """The caller of this request, looked up once. Raises TooManyGuesses."""
    if not hasattr(request, "api_caller"):
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        found = (one(request, token.strip()) for one in _authenticators) if kind.lower() == "bearer" else ()
        request.api_caller = next((one for one in found if one), None)  # type: ignore[attr-defined]
    caller: Caller | None = request.api_caller  # type: ignore[attr-defined]
    return caller


class Bearer(HttpBearer):
    """Lets a request in whose token has the scope."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Caller | None:
        """The caller; None (and so 401) without a token that is known. Raises MissingScope."""
        caller = find_caller(request)
        if caller is not None and self.scope not in caller.scopes:
            raise MissingScope(self.scope)
        return caller

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """As `__call__`: the token in the header is the one."""
        return self(request)


def caller_of(request: HttpRequest) -> Any:
    """The person in whose name an operation runs: it asked for a scope, so there is one."""
    caller = find_caller(request)
    assert caller is not None
    return caller.person


def asked_once(request: HttpRequest, what: str, ask: Callable[[], Result]) -> Result:
    """What `ask` answers, asked once for all items of an answer."""
    known: dict[str, Any] = request.__dict__.setdefault("api_known", {})
    if what not in known:
        known[what] = ask()
    found: Result = known[what]
    return found
