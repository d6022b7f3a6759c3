"""Promises in the words of a draft, in English, German and Spanish. Pure: sentences in, what they promise out.

A closed grammar that would rather miss one than find one where none is: a sentence promises if we say in it that we
will do something, without if and perhaps, and it names a moment that `careline.ui.when` understands.
"""

from __future__ import annotations

import re
from datetime import datetime
from html import unescape

import nh3
from django.utils.translation import override

from careline.promises.contracts import LONGEST_WORDS, Found
from careline.ui.when import understand

LANGUAGES = ("en", "de", "es")
MOST_CHARACTERS = 20_000
MOST_FOUND = 5
_MONTHS = "januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember"
_SENTENCE = re.compile(rf"(?<=[.!?…])(?:(?<!\d\.)|(?!\s+(?i:{_MONTHS})))\s+(?=[^\W\d_a-zäöüß])|\n+")
_WE = {
    "en": re.compile(
        r"\b(?:i|we)(?:['’]ll| will| shall| promise|(?: am|['’]m| are|['’]re) going to)\b"
        r"|\byou(?:['’]ll| will) (?:hear|get|have|receive)\b"
        r"|\b(?:somebody|someone|a colleague|our \w+|the \w+) will (?:call|contact|write|reply|get|visit|come|be in touch|send)\b",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"\b(?:ich|wir)\b.*?\b(?:rufe|melde|schick|sende|liefer|prüf|erstatt|werde|gebe|kümmer|antwort|bring|schreib|versend|überweis|klär)\w*"
        r"|\b(?:rufe|melde|schick|sende|liefer|prüf|erstatt|werde|gebe|kümmer|antwort|bring|schreib|versend|überweis|klär)\w* (?:ich|wir)\b"
        r"|\b(?:sie|du|ihr) (?:erh\w+|bekomm\w+|hör\w+)\b|\b(?:erhalten|bekommen|hören) sie\b|\bmeld\w* sich\b",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"\b\w+(?:aré|eré|iré|aremos|eremos|iremos|dremos|dré)\b|\b(?:voy|vamos) a \w+r(?:le|les|te|lo|la)?\b"
        r"|\b(?:recibirá|tendrá|recibirás|tendrás)n?\b",
        re.IGNORECASE,
    ),
}  # fmt: skip
_PERHAPS = re.compile(
    r"\b(?:if|unless|try|trying|hope|hopefully|maybe|perhaps|might|cannot|can['’]t|won['’]t|will not|not be able"
    r"|wenn|falls|sofern|versuch\w*|hoff\w*|vielleicht|nicht|kein\w*|könnt\w*"
    r"|si|intentar\w*|quizá\w*|ojalá|no)\b",
    re.IGNORECASE,
)
_LEAD = {
    "en": "by|before|until|till|on|within|in|at|not later than|no later than|latest",
    "de": "bis spätestens|spätestens|bis zum|bis|am|um|vor|innerhalb von|binnen|in",
    "es": "antes del|antes de|a más tardar el|para el|hasta el|el|en|dentro de",
}
_NEAR = {
    "en": "today|tonight|tomorrow|this afternoon|this evening",
    "de": "heute|morgen|übermorgen",
    "es": "hoy|mañana",
}
_SAYINGS = {
    "en": (
        (re.compile(r"\b(?:the )?end of (?:the )?(?:day|business)\b"), "today 17:00"),
        (re.compile(r"\b(?:the )?end of (?:the|this) week\b"), "friday 17:00"),
        (re.compile(r"\bthis (afternoon|evening)\b"), r"today \1"),
        (re.compile(r"\b(monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|today) (?:at |by )?(?=noon|morning|afternoon|evening)"), r"\1 "),
    ),
    "de": (
        (re.compile(r"\bende (?:der|dieser) woche\b"), "friday 17:00"),
        (re.compile(r"\b(?:ende des tages|feierabend|heute ende)\b"), "today 17:00"),
        (re.compile(r"\b(montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)(?:s)?(vormittag|mittag|nachmittag|abend)\b"), r"\1 \2"),
        (re.compile(r"\bheute (vormittag|mittag|nachmittag|abend)\b"), r"today \1"),
        (re.compile(r"\bmorgen früh\b"), "tomorrow morning"),
        (re.compile(r"\bmorgen (vormittag|mittag|nachmittag|abend)\b"), r"tomorrow \1"),
        (re.compile(r"\bvormittag\b"), "morning"), (re.compile(r"\bmittag\b"), "noon"),
        (re.compile(r"\bnachmittag\b"), "afternoon"), (re.compile(r"\babend\b"), "evening"),
        (re.compile(r"\b(\w+tag) um (?=\d)"), r"\1 "), (re.compile(r"(\d{1,2}\.) ?(?=[a-zä]{3})"), r"\1 "),
    ),
    "es": (
        (re.compile(r"\bfinal(?:es)? de (?:la|esta) semana\b"), "friday 17:00"),
        (re.compile(r"\bfinal del día\b"), "today 17:00"),
        (re.compile(r"\bal mediodía\b"), "noon"),
        (re.compile(r"\bpor la (mañana|tarde|noche)\b"), lambda m: {"mañana": "morning", "tarde": "afternoon", "noche": "evening"}[m[1]]),
    ),
}  # fmt: skip
_TIME = re.compile(r"\d:\d\d|\d ?(?:am|pm|uhr|h)\b|noon|morning|afternoon|evening|tonight|hour|minute|17:00")
_LONGEST_SAYING = 7
_QUOTED = re.compile(r"<blockquote.*?(?:</blockquote>|\Z)", re.DOTALL | re.IGNORECASE)
_BREAK = re.compile(r"<br[^>]*>|</(?:div|p|li|h\d|pre)>", re.IGNORECASE)


def plain(html: str) -> str:
    """The words of a draft's HTML as text, a line for each of its blocks; what it quotes is left out."""
    own = _QUOTED.sub(" ", html[: 5 * MOST_CHARACTERS])
    return unescape(nh3.clean(_BREAK.sub("\n", own), tags=set()))


def promises_in(text: str, now: datetime) -> list[Found]:
    """The promises in a text, in order, at most five. `now` is aware, and on the clock of whom the words are by."""
    found: list[Found] = []
    for words in sentences(text):
        if words.endswith("?"):
            continue
        promise = next((one for language in LANGUAGES if (one := _promise(words, language, now))), None)
        if promise is not None and promise.words not in {one.words for one in found}:
            found.append(promise)
    return found[:MOST_FOUND]


def sentences(text: str) -> list[str]:
    """The sentences of a text, in order, of at most 20,000 characters."""
    found = [" ".join(one.split()) for one in _SENTENCE.split(text[:MOST_CHARACTERS])]
    return [one for one in found if one]


def is_ours_to_do(sentence: str) -> bool:
    """Whether a sentence says that we will do something, or that the customer will get something."""
    return any(pattern.search(sentence) for pattern in _WE.values())


def _promise(sentence: str, language: str, now: datetime) -> Found | None:
    if not _WE[language].search(sentence) or _PERHAPS.search(sentence):
        return None
    moment = _moment(sentence, language, now)
    if moment is None:
        return None
    said, due_at = moment
    return Found(sentence[:LONGEST_WORDS], said, due_at, is_whole_day=not _TIME.search(said))


def _moment(sentence: str, language: str, now: datetime) -> tuple[str, datetime] | None:
    """The moment that a sentence names, and its words as they were understood."""
    plain = sentence.lower().replace(",", "")
    for pattern, instead in _SAYINGS[language]:
        plain = pattern.sub(instead, plain)
    starts = re.finditer(
        rf"(?<!\w)(?:(?:{_LEAD[language]}) (?:the )?|(?={_NEAR[language]}|today|tomorrow))", plain
    )
    with override(language):
        for start in starts:
            words = [one.strip("!;…()") for one in plain[start.end() :].split()]
            for length in range(min(_LONGEST_SAYING, len(words)), 0, -1):
                said = " ".join(words[:length]).rstrip(".")
                due_at = understand(said, now)
                if due_at is not None and due_at > now:
                    return said, due_at
    return None
