"""Words that leave no way out, in English, German and Spanish: false hope, should something come between. Pure.

Only in what we say that we will do: "your guarantee", "certainly, here it is" and "we can't guarantee" hope for nothing.
"""

from __future__ import annotations

import re

from careline.promises.detecting import is_ours_to_do, sentences

_VOWS = re.compile(
    r"\b(?:i|we)(?: can| do|['’]ll| will)? (?:personally )?guarantee\b|\b(?:is|are|be) guaranteed\b"
    r"|\b(?:ich|wir) garantier\w+|\bgarantier(?:e|en) (?:ich|wir)\b|\b(?:ist|sind|wird|werden) garantiert\b"
    r"|\b(?:le|les|te|os) garanti(?:zo|zamos)\b|\bgarantizamos\b|\best(?:á|án) garantizad\w+",
    re.IGNORECASE,
)
_SURELY = re.compile(
    r"\b(?:definitely|certainly|guaranteed|absolutely|without fail|for sure|no matter what|come what may)\b|\b100 ?%"
    r"|\b(?:definitiv|garantiert|hundertprozentig|unter allen umständen|auf jeden fall|auf alle fälle|ganz sicher"
    r"|mit sicherheit|zu 100 ?prozent)\b"
    r"|\b(?:sin falta|con toda seguridad|definitivamente|garantizado|pase lo que pase|seguro que|cien por cien)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:cannot|can['’]t|not|never|no one can|nobody can|kein\w*|nicht|nie|keine|no|nunca|jamás|unable)\b",
    re.IGNORECASE,
)


def certain_words(text: str) -> list[str]:
    """The words that leave no way out, each once, in the order in which a text says them."""
    found = [
        said[0]
        for sentence in sentences(text)
        if not sentence.endswith("?") and (said := _certain(sentence)) is not None
    ]
    return [*dict.fromkeys(found)]


def _certain(sentence: str) -> re.Match[str] | None:
    said = _VOWS.search(sentence)
    if said is None and is_ours_to_do(sentence):
        said = _SURELY.search(sentence)
    if said is None or _DENIED.search(sentence):
        return None
    return said
