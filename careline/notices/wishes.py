"""Whether anybody chose to hear of each ticket of a team, kept in memory for a few seconds: intake asks for every ticket."""

import time
from threading import Lock

from careline.notices.queries.people import anybody_wants_teams

FRESH_SECONDS = 10.0
_kept: tuple[float, bool] | None = None
_lock = Lock()


def somebody_wants_teams() -> bool:
    """Whether anybody did, as it was at most ten seconds ago."""
    global _kept
    with _lock:
        if _kept is None or time.monotonic() - _kept[0] > FRESH_SECONDS:
            _kept = (time.monotonic(), anybody_wants_teams())
        return _kept[1]


def forget_wishes() -> None:
    """Ask again at the next use: somebody chose anew."""
    global _kept
    with _lock:
        _kept = None
