"""What conditions of views and rules can ask about clocks: how they stand, which comes first, and by which policy."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from careline.policies.models import ServicePolicy
from careline.policies.queries.standing import LATEST_POLICY, NEAREST, NONE, STANDING, standings
from careline.policies.words import KIND_WORDS, STANDING_WORDS
from careline.tickets.queries.conditions import Facts, Field, register_field, register_source
from careline.tickets.queries.conditions.kinds import Choice

if TYPE_CHECKING:
    from careline.accounts.models import Agent

_GROUP = _("Service targets")


def _states(agent: Agent | None) -> list[tuple[str, str]]:
    return [(key, str(words)) for key, words in STANDING_WORDS.items()]


def _kinds(agent: Agent | None) -> list[tuple[str, str]]:
    return [(NONE, str(STANDING_WORDS[NONE]))] + [
        (key, str(words)) for key, words in KIND_WORDS.items() if key != "internal"
    ]


def _policies(agent: Agent | None) -> list[tuple[str, str]]:
    rows = ServicePolicy.objects.filter(removed_at=None).values_list("pk", "name")
    return [("0", str(_("None"))), *((str(pk), name) for pk, name in rows)]


def _reading(place: int) -> Callable[[Facts], Any]:
    return lambda facts: (facts.of("policies.standing") or (NONE, NONE, "0"))[place]


register_source("policies.standing", lambda batch: standings([*batch.tickets]))
for _key, _label, _sql, _choices, _place in (
    ("clock_state", _("What is owed"), STANDING, _states, 0),
    ("clock_kind", _("Nearest target"), NEAREST, _kinds, 1),
):
    register_field(Field(_key, _label, Choice(_sql), _GROUP, _choices, reading=_reading(_place)))
register_field(
    Field(
        "service_policy", _("Service policy"), Choice(LATEST_POLICY, int, is_number=True), _GROUP, _policies,
        reading=_reading(2),
    )
)  # fmt: skip
