"""The moment that a sentence names, in English, German and Spanish. Pure.

What `careline.ui.when` does not know is put into its words first: the end of the week, working days (Monday to Friday,
and what the caller leaves out of them), a weekday of next week, 26.11.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from django.utils.translation import override

from careline.promises.grammar import GRAMMARS
from careline.ui.when import understand

Instead = str | Callable[..., str]
_NUMBERS = {
    word: number
    for number, words in {
        1: "a|an|one|einem|einer|ein|eine|un|una", 2: "two|zwei|dos", 3: "three|drei|tres", 4: "four|vier|cuatro",
        5: "five|fünf|cinco", 6: "six|sechs|seis", 7: "seven|sieben|siete", 8: "eight|acht|ocho", 9: "nine|neun|nueve",
        10: "ten|zehn|diez",
    }.items()
    for word in words.split("|")
}  # fmt: skip
_COUNT = rf"(\d{{1,2}}|{'|'.join(_NUMBERS)})"
_DAYS = {
    name: n
    for names in (
        "monday tuesday wednesday thursday friday saturday sunday", "montag dienstag mittwoch donnerstag freitag samstag sonntag",
        "lunes martes miércoles jueves viernes sábado domingo",
    )
    for n, name in enumerate(names.split())
}  # fmt: skip
_DAY = f"({'|'.join(_DAYS)})"
_LONGEST = 7
_FURTHEST = timedelta(days=366)


def is_weekday(day: date) -> bool:
    """Whether a day is one of Monday to Friday."""
    return day.weekday() < 5


@dataclass(frozen=True, slots=True)
class Today:
    """The day on which it is said, and which days are worked on."""

    day: date
    is_worked: Callable[[date], bool] = is_weekday


def _working_days(found: re.Match[str], today: Today) -> str:
    """The day so many working days on; where hardly any day is worked on, none is waited for beyond a year."""
    day, left = today.day, _NUMBERS.get(found[1]) or int(found[1])
    while left and day < today.day + _FURTHEST:
        day += timedelta(days=1)
        left -= is_weekday(day) and today.is_worked(day)
    return day.isoformat()


def _of_next_week(found: re.Match[str], today: Today) -> str:
    """A weekday of the week that begins on the Monday to come."""
    monday = today.day + timedelta(days=7 - today.day.weekday())
    return (monday + timedelta(days=_DAYS[found[1]])).isoformat()


def _day_of_month(found: re.Match[str], today: Today) -> str:
    """26.11. or 26.11.2026; without a year the next one to come."""
    number, month = int(found[1]), int(found[2])
    try:
        day = date(int(found[3] or today.day.year), month, number)
        day = day.replace(year=today.day.year + 1) if not found[3] and day < today.day else day
    except ValueError:
        return found[0]
    return day.isoformat()


def _end_of_week(_found: re.Match[str], today: Today) -> str:
    """Friday, 17:00; said at the weekend, that of the week to come."""
    return f"{(today.day + timedelta(days=(4 - today.day.weekday()) % 7)).isoformat()} 17:00"


def _part_of_day(found: re.Match[str], today: Today) -> str:
    return {"mañana": "morning", "tarde": "afternoon", "noche": "evening"}[found[1]]


_ALL: tuple[tuple[str, Instead], ...] = (
    (rf"\b{_COUNT} (?:business|working) days?\b", _working_days),
    (rf"\b{_COUNT} (?:werk|arbeits)tag(?:en?|s)?\b", _working_days),
    (rf"\b{_COUNT} d[ií]as? (?:laborables?|hábil(?:es)?)\b", _working_days),
    (rf"\b{_DAY} (?:of )?next week\b|\bnext week (?:on )?{_DAY}\b", _of_next_week),
    (rf"\b{_DAY} (?:der )?nächste[rn]? woche\b", _of_next_week),
    (rf"\b{_DAY} de la (?:próxima semana|semana que viene)\b", _of_next_week),
)
_SAYINGS: dict[str, tuple[tuple[str, Instead], ...]] = {
    "en": (
        (r"\b(?:the )?end of (?:the )?(?:day|business)\b", "today 17:00"),
        (r"\b(?:the )?end of (?:the|this) week\b", _end_of_week),
        (r"\b(?:the )?day after tomorrow\b", "in 2 days"),
        (r"\bthis (afternoon|evening)\b", r"today \1"),
        (r"\b(\d{1,2})(?:st|nd|rd|th)\b", r"\1"),
        (r"\b(\d{1,2}) (am|pm)\b", r"\1\2"),
        (r"\b(\d{1,2}(?::\d\d)? ?(?:am|pm)|\d{1,2}:\d\d|noon) (today|tomorrow)\b", r"\2 \1"),
        (rf"\b{_DAY[:-1]}|tomorrow|today) (?:at |by )?(?=noon|morning|afternoon|evening)", r"\1 "),
    ),
    "de": (
        (r"\bende (?:der|dieser) woche\b", _end_of_week),
        (r"\b(?:ende des tages|feierabend|heute ende)\b", "today 17:00"),
        (r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})?", _day_of_month),
        (r"\bnächste[rn]? woche\b", "next week"),
        (rf"\b{_DAY}(?:s)?(vormittag|mittag|nachmittag|abend)\b", r"\1 \2"),
        (r"\bheute (vormittag|mittag|nachmittag|abend)\b", r"today \1"),
        (r"\bmorgen früh\b", "tomorrow morning"),
        (r"\bmorgen (vormittag|mittag|nachmittag|abend)\b", r"tomorrow \1"),
        (r"\bvormittag\b", "morning"), (r"\bmittag\b", "noon"),
        (r"\bnachmittag\b", "afternoon"), (r"\babend\b", "evening"),
        (r"\bheute (?:bis|um|gegen) (?=\d)", "today "), (r"\bmorgen (?:bis|um|gegen) (?=\d)", "tomorrow "),
        (rf"\b{_DAY} (?:um|gegen) (?=\d)", r"\1 "), (r"(\d{1,2}\.) ?(?=[a-zä]{3})", r"\1 "),
    ),
    "es": (
        (r"\bfinal(?:es)? de (?:la|esta) semana\b", _end_of_week),
        (r"\bfinal del día\b", "today 17:00"),
        (r"\bpasado mañana\b", "in 2 days"),
        (r"\b(?:la )?(?:próxima semana|semana que viene)\b", "next week"),
        (r"\b(?:esta )tarde a las (?=\d)", "today "), (r"\besta (tarde|noche)\b", r"hoy por la \1"),
        (r"\bhoy antes de las (?=\d)", "today "), (r"\bhoy a las (?=\d)", "today "),
        (rf"\b{_DAY} a las? (?=\d)", r"\1 "),
        (r"\bal mediodía\b", "noon"),
        (r"\bpor la (mañana|tarde|noche)\b", _part_of_day),
        (r"\bhoy (?=afternoon|evening|noon)", "today "),
    ),
}  # fmt: skip
_COUNTED = re.compile(rf"\b(?:in|within|en|innerhalb von|dentro de) {_COUNT} (?=[a-zíñü]+)")


def moment_of(
    sentence: str, language: str, now: datetime, is_worked: Callable[[date], bool] = is_weekday
) -> tuple[str, datetime] | None:
    """The moment to come that a sentence names, and its words as they were understood; None for none.

    `is_worked` says which days count among working days, of Monday to Friday.
    """
    words, grammar = _plain(sentence, language, Today(now.date(), is_worked)), GRAMMARS[language]
    starts = re.finditer(
        rf"(?<!\w)(?:(?:{grammar.leads}) (?:the |den |dem )?|(?=(?:{grammar.nears})\b))", words
    )
    with override(language):
        for start in starts:
            said = [one.strip("!;…()") for one in words[start.end() :].split()[:_LONGEST]]
            for length in range(len(said), 0, -1):
                tried = " ".join(said[:length]).rstrip(".")
                due_at = understand(tried, now)
                if due_at is not None and due_at > now:
                    return tried, due_at
    return None


def _plain(sentence: str, language: str, today: Today) -> str:
    words = sentence.lower().replace(",", "")
    for pattern, instead in (*_ALL, *_SAYINGS[language]):
        words = re.sub(pattern, partial(instead, today=today) if callable(instead) else instead, words)
    return _COUNTED.sub(
        lambda found: found[0].replace(found[1], str(_NUMBERS.get(found[1], found[1]))), words
    )
