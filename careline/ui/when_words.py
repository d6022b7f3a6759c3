"""The words of moments in the viewer's language, with the English ones that `when` understands.

Each catalogue says for an English word all that may be written for it, with commas between; longer ones may be several
words, as "a las" for "at".
"""

import re
from functools import lru_cache

from django.utils.translation import get_language, pgettext


def in_english(said: str) -> str:
    """Return what a person wrote (lower case, single blanks) with every word known in their language in English."""
    known = _known(get_language() or "")
    if not known:
        return said
    longest_first = sorted(known, key=len, reverse=True)
    pattern = r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)"
    return " ".join(re.sub(pattern, lambda found: known[found[0]], said).split())


@lru_cache(maxsize=20)
def _known(language: str) -> dict[str, str]:
    """The words of the active language with their English ones; the same language always has the same."""
    return {
        word: english
        for english, written in _written().items()
        for word in (one.strip().lower() for one in written.split(","))
        if word and word != english
    }


def _written() -> dict[str, str]:
    return {
        "today": pgettext("words for a moment, commas between", "today"),
        "tonight": pgettext("words for a moment, commas between", "tonight"),
        "tomorrow": pgettext("words for a moment, commas between", "tomorrow"),
        "in 2 days": pgettext("words for a moment, commas between", "day after tomorrow"),
        "morning": pgettext("words for a moment, commas between", "morning"),
        "noon": pgettext("words for a moment, commas between", "noon"),
        "afternoon": pgettext("words for a moment, commas between", "afternoon"),
        "evening": pgettext("words for a moment, commas between", "evening"),
        "in": pgettext("words for a moment, commas between", "in"),
        "on": pgettext("words for a moment, commas between", "on"),
        "at": pgettext("words for a moment, commas between", "at"),
        "next": pgettext("words for a moment, commas between", "next"),
        "one": pgettext("words for a moment, commas between", "one"),
        "two": pgettext("words for a moment, commas between", "two"),
        "three": pgettext("words for a moment, commas between", "three"),
        "minutes": pgettext("words for a moment, commas between", "minutes"),
        "hours": pgettext("words for a moment, commas between", "hours"),
        "days": pgettext("words for a moment, commas between", "days"),
        "weeks": pgettext("words for a moment, commas between", "weeks"),
        "months": pgettext("words for a moment, commas between", "months"),
        "years": pgettext("words for a moment, commas between", "years"),
    }
