"""What may be promised, as the company settled it."""

from __future__ import annotations

import re

from careline.promises.models import PromiseSettings


def promise_settings() -> PromiseSettings:
    """The settings, or the defaults where nobody changed them."""
    return PromiseSettings.objects.first() or PromiseSettings()


def never_said(words: str) -> str | None:
    """The first of the words that nobody may promise which a promise has; None if it has none. One statement."""
    for never in promise_settings().never_words:
        if re.search(rf"(?<!\w){re.escape(never)}(?!\w)", words, re.IGNORECASE):
            return str(never)
    return None
