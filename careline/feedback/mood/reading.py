"""From a customer's words to a level with its evidence. Never a judgement on the agent: only the customer's words are read."""

from __future__ import annotations

import re

from careline.feedback.mood.contracts import Context, Evidence, Level, Mood
from careline.feedback.mood.lexicon import LANGUAGES, ease, negation, pleased, word_starts, worth_trying
from careline.feedback.mood.manner import is_asking, told_bluntly
from careline.feedback.mood.own_words import own_words
from careline.feedback.mood.signals import MOST_CONTEXT, in_the_course, in_the_writing

_FROM = ((8.0, Level.FURIOUS), (4.0, Level.UPSET), (2.0, Level.ANNOYED))
_MOST_OF_A_KIND = {"urgency": 1.0, "frustration": 3.5}
_QUOTATION = re.compile(r"\"[^\"\n]{12,300}\"|“[^”\n]{12,300}”|„[^“”\n]{12,300}[“”]|«[^»\n]{12,300}»")
_RELIEF, _EASE, _ASKING, _COURTESY = 3.0, 1.5, 1.0, 0.5
_MOST_ASKED = {"legal": 3.5}
_COURTEOUS = re.compile(
    r"\b(please|kindly|a (bit|little)|somewhat|slightly|bitte|ein (bisschen|wenig)|etwas|langsam|por favor|un poco)\b",
    re.IGNORECASE,
)
_HARD = frozenset({"insult", "ultimatum", "anger", "disbelief"})
MOST_EVIDENCE = 12


def read_mood(text: str, *, language: str = "", context: Context | None = None) -> Mood:
    """How upset the writer of a text sounds. `language` as in `en` or `de-AT`; another one, or "": all that are known.

    Signs in the writing and in the course count only beside words, or where they are strong: a cheerful "Great!!" is calm.
    """
    text = own_words(text)
    known = language[:2].lower()
    spoken = [known] if known in LANGUAGES else [*LANGUAGES]
    said = _apart(_said(_of_others(text), tuple(spoken)))
    written = [*in_the_writing(text)]
    course = [*in_the_course(context)] if context and said else []
    asks = is_asking(text, spoken)
    blunt = None if asks else told_bluntly(text, spoken, tells=bool(said))
    points = _sum(said) - (_relief(text, said, spoken, asks=asks) if said else 0.0)
    if "?" in text and len({one.kind for one in said}) == 1:
        points = min(points, _MOST_ASKED.get(said[0].kind, points))
    loud = sum(one.points for one in written)
    points = max(points, 0.0)
    if points or any(one.kind == "capitals" for one in written):
        points += loud
    points += min(MOST_CONTEXT, sum(one.points for one in course)) if points else 0
    if blunt:
        points += blunt.points
        said.append(blunt)
    level = next((level for least, level in _FROM if points >= least), Level.CALM)
    evidence = sorted(
        [*said, *(written if points else ()), *course],
        key=lambda one: (one.kind == "blunt", -one.points, one.start),
    )
    return Mood(level, points, tuple(evidence[:MOST_EVIDENCE]))


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


def _said(text: str, spoken: tuple[str, ...]) -> list[Evidence]:
    found, starts = [], word_starts(text)
    for entry in worth_trying(spoken, text.lower(), starts):
        for match in entry.found_in(text, starts):
            before = text[max(0, match.start() - 60) : match.start()]
            if entry.is_negatable and negation(entry.language).search(before):
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
