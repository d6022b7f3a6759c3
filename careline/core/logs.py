"""Structured logs: JSON in production, readable in a terminal, one id along a message's whole way, no secrets.

`bind(arrival_id=12)` marks every line that is written inside, here and in what it calls.
"""

import re
import sys
from collections.abc import MutableMapping
from contextlib import AbstractContextManager
from typing import Any

import structlog

SECRET_NAME = re.compile(
    r"passw|secret|token|authorization|cookie|api_?key|private|dsn|credential", re.IGNORECASE
)
CREDENTIALS = re.compile(r"(://)[^/\s:@]*:[^/\s@]*@")
HIDDEN = "***"
INTERNAL = {"_record", "_from_structlog"}  # what structlog passes along beside the line
QUIET = {
    "mail.log": "WARNING",
    "procrastinate": "WARNING",
    "uvicorn.access": "WARNING",
    "django.request": "ERROR",
    "httpx": "WARNING",
    "httpcore": "WARNING",
    "botocore": "WARNING",
}


def bind(**ids: object) -> AbstractContextManager[None]:
    """Add ids (`request_id`, `arrival_id`, `job_id`, …) to every log line written inside the `with`."""
    return structlog.contextvars.bound_contextvars(**ids)


def mask(value: Any) -> Any:
    """Return a value without what a log must not hold: secrets by their name, and passwords inside addresses."""
    if isinstance(value, str):
        return CREDENTIALS.sub(rf"\1{HIDDEN}@", value)
    if isinstance(value, dict):
        return {k: HIDDEN if v and SECRET_NAME.search(str(k)) else mask(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [mask(each) for each in value]
    return value


def _masked(logger: Any, method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for name in line.keys() - INTERNAL:
        line[name] = HIDDEN if line[name] and SECRET_NAME.search(name) else mask(line[name])
    if line.get("logger") == "django.request":
        line["event"] = str(line["event"]).partition(":")[
            0
        ]  # after the colon comes the path: it may hold a token
    return line


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def configure() -> None:
    """Let structlog hand its lines to the standard library's logging."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def settings(*, form: str, level: str) -> dict[str, Any]:
    """Return Django's LOGGING: every line, ours and the libraries', in one `form` ("json", "console", "auto")."""
    is_console = form == "console" or (form == "auto" and sys.stderr.isatty())
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": SHARED,
        "processors": _console() if is_console else _json(),
    }
    handler = {"class": "logging.StreamHandler", "formatter": "line"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {"stderr": handler},
        "root": {"handlers": ["stderr"], "level": level.upper()},
        "loggers": {name: {"level": quiet} for name, quiet in QUIET.items()}
        | {"django": {"handlers": [], "propagate": True, "level": level.upper()}},
    }


def _json() -> list[Any]:
    return [
        structlog.processors.format_exc_info,
        _masked,
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.JSONRenderer(default=str),
    ]


def _console() -> list[Any]:
    return [
        _masked,
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        ),
    ]
