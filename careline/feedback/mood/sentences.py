"""The sentences of a text, and one of them as the evidence of how it is told."""

from __future__ import annotations

import re

from careline.feedback.mood.contracts import Evidence

_SENTENCE = re.compile(r"[^.!?\s][^.!?\n]*[.!?]*")
_LONGEST = 80


def sentences_of(text: str) -> list[re.Match[str]]:
    """Where the sentences of a text stand, each from its first letter to its last mark."""
    return [*_SENTENCE.finditer(text)]


def bluntness(sentence: re.Match[str], points: float) -> Evidence:
    """The sentence, at most 80 characters of it, as the evidence for so many points."""
    said = sentence[0].rstrip()[:_LONGEST]
    return Evidence("blunt", said, sentence.start(), sentence.start() + len(said), points)
