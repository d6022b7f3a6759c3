"""What conditions can ask about feedback: how upset the customer sounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from careline.feedback.contracts import Level
from careline.feedback.queries.moods import STANDING_SQL, standings
from careline.feedback.words import LEVEL_WORDS
from careline.tickets.queries.conditions import Batch, Facts, Field, register_field, register_source
from careline.tickets.queries.conditions.kinds import Choice

if TYPE_CHECKING:
    from careline.accounts.models import Agent


def _levels(agent: Agent | None) -> list[tuple[str, str]]:
    return [(level.word, str(words)) for level, words in LEVEL_WORDS.items()]


def _stored(key: str) -> int:
    return Level[key.upper()].value


def _load(batch: Batch) -> dict[int, object]:
    return {**standings([*batch.tickets])}


def _found(facts: Facts) -> str:
    return (facts.of("feedback.mood") or Level.CALM).word


register_source("feedback.mood", _load)
register_field(
    Field(
        "mood",
        _("Mood of the customer"),
        Choice(STANDING_SQL, stored=_stored, is_number=True),
        _("Customer"),
        _levels,
        reading=_found,
    )
)
