"""Who may watch what: each app registers how its topics are checked."""

from collections.abc import Callable, Iterable
from typing import Any

Gate = Callable[[Any, list[int]], set[int]]

_gates: dict[str, Gate] = {}


def register_gate(prefix: str, gate: Gate) -> None:
    """Check topics `prefix:<id>` by `gate(person, ids) -> ids that this person may see`.

    The topic `prefix` alone, of which there is but one, is asked for as id 0.
    """
    _gates[prefix] = gate


def allowed_topics(person: Any, topics: Iterable[str]) -> frozenset[str]:
    """Those of the topics that the person may watch now; unknown kinds and malformed ones are refused."""
    by_prefix: dict[str, dict[int, str]] = {}
    for topic in topics:
        prefix, colon, number = topic.partition(":")
        if prefix in _gates and (not colon or (number.isdecimal() and len(number) < 19)):
            by_prefix.setdefault(prefix, {})[int(number or 0)] = topic
    return frozenset(
        wanted[i] for prefix, wanted in by_prefix.items() for i in _gates[prefix](person, list(wanted))
    )
