"""The values that something new begins with, remembered for some seconds: they are asked for with every new ticket."""

import time
from typing import Any

from careline.fields.queries.checking import usual_values

REMEMBERED_SECONDS = 10.0
_known: dict[str, tuple[float, dict[str, Any]]] = {}


def begun_with(target: str) -> dict[str, Any]:
    """The defaults of a target's fields, at most ten seconds old."""
    found = _known.get(target)
    if found is None or time.monotonic() - found[0] > REMEMBERED_SECONDS:
        found = _known[target] = (time.monotonic(), usual_values(target))
    return dict(found[1])


def forget_defaults() -> None:
    """Ask again at once, in this process; others follow in some seconds."""
    _known.clear()
