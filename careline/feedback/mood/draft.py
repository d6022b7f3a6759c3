"""What in a draft may pour oil on the fire: soft warnings for who writes to an upset customer. Pure; never a block."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from careline.feedback.mood.draft_words import ALTERNATIVE, APOLOGY, ASKED, BLAME, GREETING, KNOWN, REFUSAL

MOST_CHARACTERS = 20_000
_QUESTION = re.compile(
    r"[^.!?\n]*(?:\?|(?:please|bitte|por favor|need|brauche|benötige|necesit)[^.!?\n]*)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Warning:
    """One soft warning: its kind (greeting, apology, blame, no_way_out, asked_again), and the words it is about."""

    kind: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Thread:
    """What the customer told already: all their words, and whether they sent files."""

    text: str = ""
    has_files: bool = False


def warnings_for(draft: str, thread: Thread) -> list[Warning]:
    """The soft warnings for a draft in English, German or Spanish; none for a draft of fewer than four words."""
    draft = draft[:MOST_CHARACTERS].replace("’", "'").strip()
    if len(draft.split()) < 4:
        return []
    found = []
    if not _any(GREETING).match(draft):
        found.append(Warning("greeting"))
    if not _any(APOLOGY).search(draft):
        found.append(Warning("apology"))
    if blame := _any(BLAME).search(draft):
        found.append(Warning("blame", blame[0][:60]))
    refusal = _any(REFUSAL).search(draft)
    if refusal and not _any(ALTERNATIVE).search(draft):
        found.append(Warning("no_way_out", refusal[0][:60]))
    return found + _asked_again(draft, thread)


def known_facts(thread: Thread) -> dict[str, str]:
    """Facts that stand in the thread already, by kind; of a file only that there is one."""
    found = {kind: match[1] for kind, pattern in KNOWN.items() if (match := pattern.search(thread.text))}
    return found | ({"photo": ""} if thread.has_files else {})


def _asked_again(draft: str, thread: Thread) -> list[Warning]:
    known = known_facts(thread)
    questions = " ".join(match[0] for match in _QUESTION.finditer(draft))
    return [
        Warning(f"asked_{kind}", known[kind])
        for kind, pattern in ASKED.items()
        if kind in known and pattern.search(questions)
    ]


@cache
def _any(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in patterns), re.IGNORECASE)
