"""Whether a sender is blocked, by address or domain; the list is short and kept for a few seconds."""

import time
from threading import Lock

from careline.customers.queries.blocked import blocked_patterns

FRESH_SECONDS = 3.0
_lock = Lock()
_kept: tuple[float, frozenset[str]] = (0.0, frozenset())


def is_blocked(email: str) -> bool:
    """Whether mail from this address is to be held back."""
    address = email.strip().lower()
    domain = address.rpartition("@")[2]
    patterns = _patterns()
    return bool(patterns) and not patterns.isdisjoint((address, f"@{domain}"))


def forget_blocked() -> None:
    """Read the list again at the next use."""
    global _kept
    with _lock:
        _kept = (0.0, frozenset())


def _patterns() -> frozenset[str]:
    global _kept
    with _lock:
        if not _kept[0] or time.monotonic() - _kept[0] > FRESH_SECONDS:
            _kept = (time.monotonic(), frozenset(blocked_patterns()))
        return _kept[1]
