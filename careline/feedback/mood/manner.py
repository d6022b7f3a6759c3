"""In which manner something is told: bluntly, of us, with "no" and "not even", and without a request or a kind word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from careline.feedback.mood.contracts import Evidence
from careline.feedback.mood.manner_words import AGAINST, ASKING, DENYING, OF_US, asks
from careline.feedback.mood.sentences import bluntness, sentences_of

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_LEAST_WORDS, _SHORT = 9, 5
_LONG, _AT_LENGTH = 18, 1.0
_EACH, _MOST = 0.75, 1.5


def is_asking(text: str, spoken: Sequence[str]) -> bool:
    """Whether a text asks for something or has a kind word, as calm people do."""
    words = {one.lower() for one in _WORD.findall(text)}
    return any(words & ASKING[one] for one in spoken) or any(asks[one].search(text) for one in spoken)


def told_bluntly(text: str, spoken: Sequence[str], *, tells: bool = False) -> Evidence | None:
    """The sentence that shows best how bluntly a text is told; nothing where it is short, or not blunt.

    Counts words that speak of us, that deny, that go against what one may expect, said three times, and short sentences.
    """
    words = _WORD.findall(text)
    if len(words) < _LEAST_WORDS:
        return None
    sentences = sentences_of(text)
    told = [_WORD.findall(match[0]) for match in sentences]
    sharp = {match: _sharpness(each, spoken) for match, each in zip(sentences, told, strict=True)}
    short = sum(len(each) <= _SHORT for each in told)
    counted = [*map(sum, zip(*sharp.values(), strict=True)), max(0, short - 1), _said_thrice(words)]
    points = sum(min(_MOST, _EACH * count) for count in counted)
    points += _AT_LENGTH if len(words) >= _LONG and (points or tells) else 0
    best = max(sentences, key=lambda match: sum(sharp[match]))
    return bluntness(best, points) if points >= 1 else None


def _sharpness(words: list[str], spoken: Sequence[str]) -> tuple[int, int, int]:
    """How many words speak of us, deny, and go against what one may expect; in the language that has most of them."""
    lowered = [one.lower() for one in words]
    found = [
        (
            sum((one if each == "de" else one.lower()) in OF_US[each] for one in words),
            sum(one in DENYING[each] for one in lowered),
            sum(one in AGAINST[each] for one in lowered),
        )
        for each in spoken
    ]
    return max(found, key=sum)


def _said_thrice(words: list[str]) -> int:
    return sum(2 for count in Counter(one.lower() for one in words if len(one) > 3).values() if count > 2)
