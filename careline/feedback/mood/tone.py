"""The tone of a whole mail: many small words and pairs of words, each a weak sign of being upset or calm, weighed together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from math import fsum, sqrt

from careline.feedback.mood import tone_de, tone_en, tone_es
from careline.feedback.mood.contracts import Evidence
from careline.feedback.mood.sentences import bluntness, sentences_of

_TOLD = {"en": tone_en.TONE, "de": tone_de.TONE, "es": tone_es.TONE}
_PIECE = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\?")
_PLAIN = str.maketrans("äöüáéíóúñÄÖÜÁÉÍÓÚÑ", "aouaeiounAOUAEIOUN")
_SPELT = (("ß", "ss"), ("ae", "a"), ("oe", "o"), ("ue", "u"))
_FORMAL = frozenset(["Sie", "Ihr", "Ihre", "Ihren", "Ihrem", "Ihrer", "Ihnen"])
_WEIGHT, _MOST, _LEAST_KNOWN = 1.5, 3.0, 3.0


def pieces(text: str) -> list[str]:
    """The words of a text, plainly spelt: without umlauts and accents, for many leave them out. German "Sie" stays apart."""
    plain = text.translate(_PLAIN)
    for written, short in _SPELT:
        plain = plain.replace(written, short)
    return [f"_{one.lower()}" if one in _FORMAL else one.lower() for one in _PIECE.findall(plain)]


def tone(text: str, spoken: Sequence[str]) -> float:
    """Points of the tone, from -3 (calm) to 3 (upset); 0 where little of the text is known. In the language known best."""
    words = pieces(text)
    heard = {*words, *map(" ".join, pairwise(words))}
    weights = max(([told[one] for one in heard if one in told] for told in map(_weights, spoken)), key=len)
    return max(-_MOST, min(_MOST, _WEIGHT * fsum(weights) / max(_LEAST_KNOWN, sqrt(len(weights)))))


def sharpest(text: str, spoken: Sequence[str], points: float) -> Evidence:
    """The sentence in which the tone is heard best, as the evidence for so many points."""
    sentences = sentences_of(text)
    best = max(sentences, key=lambda match: tone(match[0], spoken)) if len(sentences) > 1 else sentences[0]
    return bluntness(best, points)


@cache
def _weights(language: str) -> dict[str, float]:
    return {one: points for points, said in _TOLD[language].items() for one in said.split(",")}
