"""Why clocks are computed anew: read from the event that changed hours or policies."""

from __future__ import annotations

from careline.core.models import Event
from careline.policies.contracts import Because
from careline.workforce.queries import hours_names


def because_of(event_id: int) -> Because | None:
    """The event in a word, with the name of what it changed; None where there is none. One statement or two."""
    event = Event.objects.filter(pk=event_id).first() if event_id else None
    if event is None:
        return None
    title = event.data.get("title") or hours_names().get(event.data.get("hours_id", 0), "")
    return Because(event.name, str(title))
