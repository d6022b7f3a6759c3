"""Promises in the words of a draft, in English, German and Spanish. Pure: sentences in, what they promise out.

A closed grammar that would rather miss one than find one where none is: a sentence promises if it says that we will do
something, or that something will come, without if and perhaps, and names a moment to come.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from html import unescape

import nh3

from careline.promises.contracts import LONGEST_WORDS, Found
from careline.promises.grammar import GRAMMARS
from careline.promises.moments import is_weekday, moment_of

MOST_CHARACTERS = 20_000
MOST_FOUND = 5
LONGEST_SENTENCE = 1000  # the patterns are quadratic at worst
_MONTHS = "januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember"
_SENTENCE = re.compile(rf"(?<=[.!?…])(?:(?<!\d\.)|(?!\s+(?i:{_MONTHS})))\s+(?=[^\W\d_a-zäöüß])|\n+")
_GREETING = re.compile(
    r"^(?:dear|hi|hello|good (?:morning|day|afternoon|evening)|sehr geehrte[rs]?|liebe[rs]?|guten (?:tag|morgen|abend)|hallo"
    r"|estimad[oa]s?|querid[oa]s?|hola|buen[oa]s (?:días|tardes|noches))\b[^,.!?]{0,60}, ?",
    re.IGNORECASE,
)
_TIME = re.compile(r"\d:\d\d|\d ?(?:am|pm|uhr|h)\b|noon|morning|afternoon|evening|tonight|hour|minute|17:00")
_QUOTED = re.compile(r"<blockquote.*?(?:</blockquote>|\Z)", re.DOTALL | re.IGNORECASE)
_BREAK = re.compile(r"<br[^>]*>|</(?:div|p|li|h\d|pre)>", re.IGNORECASE)


def plain(html: str) -> str:
    """The words of a draft's HTML as text, a line for each of its blocks; what it quotes is left out."""
    own = _QUOTED.sub(" ", html[: 5 * MOST_CHARACTERS])
    return unescape(nh3.clean(_BREAK.sub("\n", own), tags=set()))


def promises_in(text: str, now: datetime, *, is_worked: Callable[[date], bool] = is_weekday) -> list[Found]:
    """The promises in a text, in order, at most five. `now` is aware, and on the clock of whom the words are by.

    `is_worked` says which days count among working days, of Monday to Friday: holidays don't.
    """
    found: list[Found] = []
    for words in sentences(text):
        if words.endswith("?"):
            continue
        promise = next(
            (one for language in GRAMMARS if (one := _promise(words, language, now, is_worked))), None
        )
        if promise is not None and promise.words not in {one.words for one in found}:
            found.append(promise)
    return found[:MOST_FOUND]


def sentences(text: str) -> list[str]:
    """The sentences of a text of at most 20,000 characters, in order, without a greeting before them; walls of words are none."""
    found = [_GREETING.sub("", " ".join(one.split())) for one in _SENTENCE.split(text[:MOST_CHARACTERS])]
    return [one for one in found if 0 < len(one) <= LONGEST_SENTENCE]


def is_ours_to_do(sentence: str) -> bool:
    """Whether a sentence says that we will do something, or that the customer will get something."""
    return any(grammar.promises.search(sentence) for grammar in GRAMMARS.values())


def _promise(sentence: str, language: str, now: datetime, is_worked: Callable[[date], bool]) -> Found | None:
    grammar = GRAMMARS[language]
    if not grammar.promises.search(sentence) or grammar.hinders.search(sentence):
        return None
    moment = moment_of(sentence, language, now, is_worked)
    if moment is None:
        return None
    said, due_at = moment
    return Found(sentence[:LONGEST_WORDS], said, due_at, is_whole_day=not _TIME.search(said))
