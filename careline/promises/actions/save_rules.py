"""Settle what may be promised."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from careline.accounts.contracts import Right
from careline.core.events import emit
from careline.promises.contracts import PromiseRefused, PromiseRules
from careline.promises.events import PromiseRulesChanged
from careline.promises.queries.settings import promise_settings

if TYPE_CHECKING:
    from careline.accounts.models import Agent

MOST_DAYS, MOST_WORDS, LONGEST, MOST_MINUTES = 365, 100, 60, 7 * 24 * 60


@transaction.atomic
def save_rules(wanted: PromiseRules, *, by: Agent) -> None:
    """Set how near and how far ahead promises may be, and what nobody may say. Emits PromiseRulesChanged."""
    by.require(Right.MANAGE_TARGETS)
    words = tuple(dict.fromkeys(" ".join(one.split()) for one in wanted.never_words if one.strip()))
    if not 1 <= wanted.most_days <= MOST_DAYS:
        raise PromiseRefused(_("Between 1 and %(most)s days, please.") % {"most": MOST_DAYS})
    if not 0 <= wanted.least_minutes <= MOST_MINUTES or wanted.least_minutes >= wanted.most_days * 24 * 60:
        raise PromiseRefused(_("At least 0 minutes ahead, at most a week, and less than the most days."))
    if len(words) > MOST_WORDS or any(len(one) > LONGEST for one in words):
        raise PromiseRefused(_("At most 100 lines of 60 characters, please."))
    rules, settled = promise_settings(), asdict(replace(wanted, never_words=words))
    for name, value in settled.items():
        setattr(rules, name, [*value] if name == "never_words" else value)
    rules.save()
    emit(PromiseRulesChanged(**settled), by=by.actor)
