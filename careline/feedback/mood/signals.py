"""What shows a mood beside the words: capitals, repeated punctuation, repetition, and what the person has been through."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from careline.feedback.mood.contracts import Context, Evidence

_MARKS = re.compile(r"[!?¡¿]{2,}")
_WORD = re.compile(r"[^\W\d_]{4,}")
_MANY_CONTACTS, _LONG_HOURS = 3, 72
_STRESSED = re.compile(
    r"(?<!\w)(?:NO|NOT|NEVER|NOW|STOP|TODAY|AGAIN|STILL|NOTHING|NOBODY|ZERO|EVER|WHY|ENOUGH|LOST|ONE|NIE|NICHT|KEIN\w*|SOFORT|JETZT"
    r"|ENDLICH|IMMER|HEUTE|NICHTS|NIEMAND|NOCHMAL|WIEDER|EINE?|WARUM|NUNCA|JAMÁS|YA|SIN|NADIE|NADA|HOY|UNA?|NINGUN\w*|OTRA|BASTA)(?!\w)"
)
MOST_CONTEXT = 2.0


@dataclass(frozen=True, slots=True)
class _Shout:
    start: int
    words: str


def in_the_writing(text: str) -> Iterator[Evidence]:
    """Capitals, marks and repetition in a text."""
    for shout in _shouts(text):
        yield Evidence("capitals", shout.words[:80], shout.start, shout.start + len(shout.words), 2.0)
    if (stress := _STRESSED.search(text)) and not text.isupper():
        yield Evidence("stressed", stress[0], stress.start(), stress.end(), 1.0)
    marks = [
        match
        for match in _MARKS.finditer(text)
        if len({*match[0]} & {"!", "?"}) == 2 or len(match[0].strip("¡¿")) > 1
    ]
    if marks:
        longest = max(marks, key=lambda match: len(match[0]))
        points = 2.0 if len(longest[0].strip("¡¿")) > 2 or len(marks) > 2 else 1.0
        yield Evidence("marks", longest[0][:10], longest.start(), longest.end(), points)
    yield from _repeated(text)


def in_the_course(context: Context) -> Iterator[Evidence]:
    """How often they wrote, how long they have waited, how often it was thought solved: facts, with no place in the text."""
    if context.contacts >= _MANY_CONTACTS:
        yield Evidence("contacts", str(context.contacts), -1, -1, 1.0)
    if context.waiting_hours >= _LONG_HOURS:
        yield Evidence("waiting", str(int(context.waiting_hours // 24)), -1, -1, 1.0)
    if context.reopenings:
        yield Evidence("reopened", str(context.reopenings), -1, -1, 1.0)


def _shouts(text: str) -> Iterator[_Shout]:
    """The first run of three words in capitals, of which two have four letters: no abbreviation, no product code."""
    run: list[re.Match[str]] = []
    for match in [*re.finditer(r"(?<!\w)[^\W\d_]+(?!\w)", text), None]:
        if match is not None and match[0].isupper() and (len(match[0]) > 1 or run):
            run.append(match)
            continue
        if len(run) > 2 and sum(len(one[0]) > 3 for one in run) > 1:
            yield _Shout(run[0].start(), text[run[0].start() : run[-1].end()])
            return
        run = []


def _repeated(text: str) -> Iterator[Evidence]:
    """The same word three times in a row of at most twenty words: never, never, never."""
    words = [*_WORD.finditer(text)]
    for place in range(len(words) - 2):
        three = words[place : place + 3]
        if len({one[0].lower() for one in three}) == 1:
            yield Evidence("repeated", three[0][0], three[0].start(), three[2].end(), 1.5)
            return
    sentences = Counter(one.strip().lower() for one in re.split(r"[.!?\n]+", text) if len(one.strip()) > 12)
    if sentences and (most := sentences.most_common(1)[0])[1] > 1:
        start = text.lower().find(most[0])
        yield Evidence("repeated", most[0][:80], start, start + len(most[0]), 1.5)
