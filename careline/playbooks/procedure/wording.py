"""Words that must be said and words that must not: looked for in a draft, softly."""

from __future__ import annotations

import re
from collections.abc import Iterable

from careline.playbooks.procedure.schema import MustNotSay, MustSay, Playbook, WordLists


def missing_words(playbook: Playbook, text: str, language: str, *, outcome: str = "") -> list[MustSay]:
    """What must be said with this outcome and isn't in the text. Without words in this language, nothing is missed."""
    wanted = (one for one in playbook.must_say if not one.outcomes or outcome in one.outcomes)
    return [one for one in wanted if (words := in_language(one.words, language)) and not found(words, text)]


def wrong_words(playbook: Playbook, text: str, language: str) -> list[tuple[MustNotSay, str]]:
    """What must not be said and is in the text, with the words that were found."""
    told = ((one, found(in_language(one.words, language), text)) for one in playbook.must_not_say)
    return [(one, words) for one, words in told if words]


def in_language(words: WordLists, language: str) -> tuple[str, ...]:
    """The words of a language, or of its main language; none where there are none."""
    return words.get(language) or words.get(language.split("-")[0]) or ()


def found(words: Iterable[str], text: str) -> str:
    """The first of some words, as the text has it; they count as beginnings of words, whatever their case."""
    for one in words:
        pattern = r"(?<!\w)" + r"\s+".join(re.escape(part) for part in one.split())
        if hit := re.search(pattern, text, re.IGNORECASE):
            return hit.group()
    return ""
