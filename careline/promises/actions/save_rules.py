"""Settle what may be promised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.promises.contracts import PromiseRefused
from careline.promises.events import PromiseRulesChanged
from careline.promises.queries.settings import promise_settings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from careline.accounts.models import Agent

MOST_DAYS, MOST_WORDS, LONGEST = 365, 100, 60


@transaction.atomic
def save_rules(most_days: int, never_words: Iterable[str], *, by: Agent) -> None:
    """Set how many days ahead promises may reach, and the words that nobody may promise. Emits PromiseRulesChanged."""
    by.require(Right.MANAGE_TARGETS)
    words = [*dict.fromkeys(" ".join(one.split()) for one in never_words if one.strip())]
    if not 1 <= most_days <= MOST_DAYS:
        raise PromiseRefused(_("Between 1 and %(most)s days, please.") % {"most": MOST_DAYS})
    if len(words) > MOST_WORDS or any(len(one) > LONGEST for one in words):
        raise PromiseRefused(_("At most 100 lines of 60 characters, please."))
    rules = promise_settings()
    rules.most_days, rules.never_words = most_days, words
    rules.save()
    emit(PromiseRulesChanged(most_days, tuple(words)), by=by.actor)
