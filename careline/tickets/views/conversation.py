"""The conversation: messages and what happened between them, in the order of time, the earlier ones folded."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString

from careline.core.models import Event
from careline.tickets.models import Message
from careline.tickets.slots import is_told
from careline.tickets.views.phrases import Names, phrase
from careline.tickets.views.said import Said, said
from careline.ui.times import local_time

UNFOLDED = 8
FOLDS_FROM = 11


@dataclass(frozen=True, slots=True)
class Happened:
    """One event line."""

    id: int
    icon: str
    words: SafeString
    at: SafeString


@dataclass(frozen=True, slots=True)
class Conversation:
    """What the thread shows: entries, oldest first, and how many earlier messages stay folded."""

    entries: list[Any]
    folded: int
    newest_id: int


def unfolded(messages: list[Message], *, first_id: int | None) -> tuple[list[Message], int]:
    """Return the messages to show, from `first_id` on or the latest, and how many earlier ones are folded away."""
    if first_id is not None:
        shown = [message for message in messages if message.pk >= first_id]
        return shown, len(messages) - len(shown)
    if len(messages) < FOLDS_FROM:
        return messages, 0
    return messages[-UNFOLDED:], len(messages) - UNFOLDED


def conversation(
    messages: list[Message], events: Iterable[Event], names: Names, *, first_id: int | None = None
) -> Conversation:
    """Weave messages and events together. Cancelled messages stay out: their event says so."""
    spoken = [message for message in messages if message.state != Message.State.CANCELLED]
    shown, folded = unfolded(spoken, first_id=first_id)
    since = shown[0].created_at if folded and shown else None
    lines = [(m.created_at, {"said": said(m)}) for m in shown] + _lines(events, names, since)
    lines.sort(key=lambda line: line[0])
    return Conversation(
        entries=[entry for _at, entry in lines],
        folded=folded,
        newest_id=max((m.pk for m in messages), default=0),
    )


def _lines(
    events: Iterable[Event], names: Names, since: datetime | None
) -> list[tuple[datetime, dict[str, Said | Happened]]]:
    lines: list[tuple[datetime, dict[str, Said | Happened]]] = []
    for event in events:
        if (since is not None and event.at < since) or is_told(event.name, event.actor_kind):
            continue
        told = phrase(event, names)
        if told:
            at = local_time(event.at)
            lines.append((event.at, {"happened": Happened(event.pk, told[0], told[1], at)}))
    return lines
