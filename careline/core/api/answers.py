"""The answers that an operation documents: its own, and those that any may give."""

from typing import Any

from careline.core.api.problems import Problem

ALWAYS = (401, 403, 422, 429, 500, 503)
ON_CHANGE = (400, 409, 413)


def reading(shown: Any, *others: int) -> dict[Any, Any]:
    """The answers of an operation that reads: 200 with `shown`, or a problem."""
    return {200: shown, frozenset({*ALWAYS, *others}): Problem}


def changing(shown: Any, *others: int, status: int = 200) -> dict[Any, Any]:
    """The answers of an operation that changes something: `status` with `shown`, or a problem."""
    return {status: shown, frozenset({*ALWAYS, *ON_CHANGE, *others}): Problem}
