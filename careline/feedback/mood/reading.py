"""From a customer's words to a level with its evidence. Never a judgement on the agent: only the customer's words are read."""

from __future__ import annotations

import re
from dataclasses import replace

from careline.feedback.mood.contracts import Context, Evidence, Level, Mood
from careline.feedback.mood.lexicon import LANGUAGES, ease, negation, pleased, word_starts, worth_trying
from careline.feedback.mood.manner import is_asking, told_bluntly
from careline.feedback.mood.own_words import own_words
from careline.feedback.mood.signals import MOST_CONTEXT, in_the_course, in_the_writing
from careline.feedback.mood.tone import sharpest, tone

_FROM = ((8.0, Level.FURIOUS), (4.0, Level.UPSET), (2.0, Level.ANNOYED))
_MOST_OF_A_KIND = {"urgency": 1.0, "frustration": 3.5}
_QUOTATION = re.compile(r"\"[^\"\n]{12,300}\"|“[^”\n]{12,300}”|„[^“”\n]{12,300}[“”]|«[^»\n]{12,300}»")
_RELIEF, _EASE, _ASKING, _COURTESY = 3.0, 1.5, 1.0, 0.5
_MOST_ASKED = {"legal": 3.5}
_LEAST_HEARD = 64
_COURTEOUS = re.compile(
    r"\b(please|kindly|a (bit|little)|somewhat|slightly|bitte|ein (bisschen|wenig)|etwas|langsam|por favor|un poco)\b",
    re.IGNORECASE,
)
_HARD = frozenset({"insult", "ultimatum", "anger", "disbelief"})
_THEIRS = re.compile(
    r"\b(my|our|his|her|their|the) \w+ ((is|are|was|were|got|gets|looks?|went) )?(\w+ )?$|\b(meine?|unsere?) \w+ (ist|war|sind|waren|wird) (\w+ )?$"
    r"|\b(mis?|nuestr[oa]s?) \w+ (está|estaba|están|es|se puso|anda) (\w+ )?$",
    re.IGNORECASE,
)
"""Before a word for anger: it is somebody else who is angry, perhaps about a game or a remote control."""
MOST_EVIDENCE = 12


def read_mood(text: str, *, language: str = "", context: Context | None = None) -> Mood:
    """How upset the writer of a text sounds. `language` as in `en` or `de-AT`; another one, or "": all that are known.

    Signs in the writing and in the course count only beside words, or where they are strong: a cheerful "Great!!" is calm.
    """
    text = own_words(text)
    known = language[:2].lower()
    spoken = [known] if known in LANGUAGES else [*LANGUAGES]
    own = _of_others(text)
    asks = is_asking(text, spoken)
    said = _apart(_said(own, tuple(spoken), asks=asks))
    written = [*in_the_writing(text)]
    course = [*in_the_course(context)] if context and said else []
    points = max(0.0, _of_words(text, said, spoken, asks=asks))
    if points or any(one.kind == "capitals" for one in written):
        points += sum(one.points for one in written)
    points += min(MOST_CONTEXT, sum(one.points for one in course)) if points else 0
    heard = _heard(own, spoken, asks=asks, has_words=bool(said)) if points or not asks else 0.0
    if not asks and (blunt := _bluntly(text, spoken, heard, has_words=bool(said))):
        points += blunt.points - max(0.0, heard)
        said.append(blunt)
    points = max(min(points, _FROM[-1][0]), points + heard)
    level = next((level for least, level in _FROM if points >= least), Level.CALM)
    evidence = sorted(
        [*said, *(written if points else ()), *course],
        key=lambda one: (one.kind == "blunt", -one.points, one.start),
    )
    return Mood(level, points, tuple(evidence[:MOST_EVIDENCE]))


def _of_words(text: str, said: list[Evidence], spoken: list[str], *, asks: bool) -> float:
    """Points of the words and turns of phrase, less what speaks for calm."""
    points = _sum(said) - (_relief(text, said, spoken, asks=asks) if said else 0.0)
    if "?" in text and len({one.kind for one in said}) == 1:
        points = min(points, _MOST_ASKED.get(said[0].kind, points))
    return points


def _heard(text: str, spoken: list[str], *, asks: bool, has_words: bool) -> float:
    """Points of the tone. It makes nobody upset who merely asks, and nobody calm who is annoyed; of several languages it counts only beside words."""
    if len(text) < _LEAST_HEARD or (not has_words and len(spoken) > 1):
        return 0.0
    points = tone(text, spoken)
    return points if has_words or not asks else min(0.0, points)


def _bluntly(text: str, spoken: list[str], heard: float, *, has_words: bool) -> Evidence | None:
    """How bluntly it is told, with what the tone adds; the sentence that shows it best."""
    blunt = told_bluntly(text, spoken, tells=has_words)
    if heard <= 0:
        return blunt
    return replace(blunt, points=blunt.points + heard) if blunt else sharpest(text, spoken, heard)


def _of_others(text: str) -> str:
    """The text with blanks for what is quoted of others within it."""
    return _QUOTATION.sub(lambda match: " " * len(match[0]), text)


def _relief(text: str, said: list[Evidence], spoken: list[str], *, asks: bool) -> float:
    """What is taken off where somebody is pleased, or takes it easily and says nothing hard."""
    if any(pleased(each).search(text) for each in spoken):
        return _RELIEF
    is_hard = any(one.kind in _HARD and one.points > 3 for one in said)
    if not is_hard and any(ease(each).search(text) for each in spoken):
        return _EASE
    if asks and not is_hard:
        return _ASKING
    return _COURTESY if _COURTEOUS.search(text) else 0.0


def _said(text: str, spoken: tuple[str, ...], *, asks: bool) -> list[Evidence]:
    found, starts = [], word_starts(text)
    for entry in worth_trying(spoken, text.lower(), starts):
        for match in entry.found_in(text, starts):
            before = text[max(0, match.start() - 60) : match.start()]
            if entry.is_negatable and negation(entry.language).search(before):
                continue
            if asks and entry.kind == "anger" and _THEIRS.search(before):
                continue
            found.append(Evidence(entry.kind, match[0], match.start(), match.end(), entry.points))
    return found


def _apart(found: list[Evidence]) -> list[Evidence]:
    """Of what overlaps the strongest, so that no word counts twice."""
    kept: list[Evidence] = []
    for one in sorted(found, key=lambda one: (-one.points, one.start - one.end)):
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return kept


def _sum(said: list[Evidence]) -> float:
    """Points of all, where each further word of a kind counts half, and some kinds never count for much."""
    total = 0.0
    for kind in {one.kind for one in said}:
        points = sorted((one.points for one in said if one.kind == kind), reverse=True)
        total += min(_MOST_OF_A_KIND.get(kind, 99.0), points[0] + sum(points[1:]) / 2)
    return total
