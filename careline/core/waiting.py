"""How long the request at hand stood in line before a thread took it up."""

import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

_came_at: ContextVar[float] = ContextVar("came_at")
_seconds_in_line: ContextVar[float] = ContextVar("seconds_in_line", default=0.0)


def came() -> None:
    """Take note that a request came, in the context that its thread will run in."""
    _came_at.set(time.monotonic())


def noting_when_taken_up(application: Callable[..., Any]) -> Callable[..., Any]:
    """The same WSGI application, which first takes note of how long its request waited for a thread."""

    def taken_up(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        now = time.monotonic()
        _seconds_in_line.set(now - _came_at.get(now))
        return application(environ, start_response)

    return taken_up


def stood_in_line(seconds: float) -> None:
    """Take note of what another process measured, when its request is answered in this one."""
    _seconds_in_line.set(seconds)


def seconds_in_line() -> float:
    """Seconds that the request at hand waited for a thread; 0 outside of one."""
    return _seconds_in_line.get()
