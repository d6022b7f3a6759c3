"""Events as programs outside are told of them: the words of the trade instead of numbers that stand for something.

A room registers the words of its facts; the export of events and the webhooks tell all facts in the same way.
"""

from collections.abc import Mapping
from typing import Any

from careline.core.models import Event

_words: dict[tuple[str, str], Mapping[int, str]] = {}


def register_words(name: str, field: str, words: Mapping[int, str]) -> None:
    """Say `words[number]` instead of the number in `field` of the fact called `name`."""
    _words[(name, field)] = words


def present(event: Event) -> dict[str, Any]:
    """An event, with its data in words."""
    data = {field: _word(event.name, field, value) for field, value in event.data.items()}
    return {
        "id": event.pk,
        "type": event.name,
        "at": event.at,
        "subject": event.subject,
        "actor": {"kind": event.actor_kind, "id": event.actor_id},
        "cause_id": event.cause_id,
        "data": data,
    }


def _word(name: str, field: str, value: Any) -> Any:
    words = _words.get((name, field))
    return words.get(value, value) if words is not None and isinstance(value, int) else value
