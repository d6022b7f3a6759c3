"""Who may watch what: each app registers how its topics are checked."""

from collections.abc import Callable, Iterable
from typing import Any

Gate = Callable[[Any, list[int]], set[int]]

_gates: dict[str, Gate] = {}


def register_gate(prefix: str, gate: Gate) -> None:
    """Check topics `prefix:<id>` by `gate(person, ids) -> ids that this person may see`."""
    _gates[prefix] = gate


def allowed_topics(person: Any, topics: Iterable[str]) -> frozenset[str]:
    """Those of the topics that the person may watch now; unknown kinds and malformed ones are refused."""
    by_prefix: dict[str, list[int]] = {}
    for topic in topics:
        prefix, _, number = topic.partition(":")
        if prefix in _gates and number.isdecimal() and len(number) < 19:
            by_prefix.setdefault(prefix, []).append(int(number))
    return frozenset(
        f"{prefix}:{i}" for prefix, ids in by_prefix.items() for i in _gates[prefix](person, ids)
    )
