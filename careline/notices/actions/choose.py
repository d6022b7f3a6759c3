"""Keep what a person wants to hear of, where and when. Each only their own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
from typing import TYPE_CHECKING

from django.db import transaction

from careline.notices.contracts import USUAL, Digest, Kind, Way
from careline.notices.models import Preference
from careline.notices.wishes import forget_wishes

if TYPE_CHECKING:
    from careline.accounts.models import Agent


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person chose; `Preference` says what each means. Kinds that are not named stay as they were."""

    ways: dict[Kind, frozenset[Way]] = field(default_factory=dict)
    quiet_from: time | None = None
    quiet_until: time | None = None
    quiet_days: frozenset[int] = frozenset()
    days_off: frozenset[int] = frozenset()
    urgent_passes: bool = False
    digest: Digest = Digest.OFF
    digest_at: time = time(8)
    shows_words: bool = False


@transaction.atomic
def choose(choices: Choices, *, by: Agent) -> Preference:
    """Keep the choices of a person. What is as usual is not kept, so that it follows when the usual changes."""
    kept, _made = Preference.objects.select_for_update().get_or_create(agent=by)
    chosen = dict(kept.chosen)
    for kind, ways in choices.ways.items():
        if ways == USUAL[kind].ways:
            chosen.pop(kind.value, None)
        else:
            chosen[kind.value] = sorted(way.value for way in ways)
    kept.chosen = chosen
    kept.quiet_from, kept.quiet_until = choices.quiet_from, choices.quiet_until
    kept.quiet_days, kept.days_off = sorted(choices.quiet_days), sorted(choices.days_off)
    kept.urgent_passes, kept.shows_words = choices.urgent_passes, choices.shows_words
    kept.digest, kept.digest_at = choices.digest.value, choices.digest_at
    kept.save()
    transaction.on_commit(forget_wishes)
    return kept
