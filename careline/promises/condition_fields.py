"""What conditions of views and rules can ask about promises: whether one is owed on a ticket, and by when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from careline.promises.queries.standing import BROKEN, ENDED, NONE, OPEN, STANDING_SQL, standings
from careline.tickets.contracts.course import NEVER
from careline.tickets.queries.conditions import Batch, Facts, Field, register_field, register_source
from careline.tickets.queries.conditions.kinds import Choice
from careline.tickets.queries.conditions.times import Due

if TYPE_CHECKING:
    from careline.accounts.models import Agent

STANDING_WORDS = {
    NONE: _("Nothing was promised"),
    OPEN: _("Something is promised, and not late"),
    BROKEN: _("A promise was broken, and is not made good"),
    ENDED: _("All that was promised is done with"),
}
_GROUP = _("Promises")


def _choices(agent: Agent | None) -> list[tuple[str, str]]:
    return [(key, str(words)) for key, words in STANDING_WORDS.items()]


def _load(batch: Batch) -> dict[int, object]:
    return {**standings([*batch.tickets])}


def _found(facts: Facts) -> str:
    standing: str = facts.of("promises.standing") or NONE
    return standing


register_source("promises.standing", _load)
register_field(
    Field("promise_state", _("What is promised"), Choice(STANDING_SQL), _GROUP, _choices, reading=_found)
)
register_field(
    Field(
        "promised_by",
        _("Promised by"),
        Due(f"coalesce(t.promised_at, '{NEVER.isoformat()}'::timestamptz)", NEVER),
        _GROUP,
        reading=lambda facts: facts.ticket.promised_at or NEVER,
    )
)
