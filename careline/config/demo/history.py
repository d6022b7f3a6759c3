"""What the demo company solved in the last weeks: told in `history.toml`, so that its figures have a past.

Through the real actions, as the story is; who writes when and how long it took is drawn, always alike, whatever day it is.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any

from django.utils import timezone

from careline.config.demo.story import Line, Told

SEED = 1885  # the year of the safety bicycle
FIRST_HOURS, LAST_HOURS, SLOW_HOURS = 3.0, 0.7, 6.0  # how long half of the answers took at most
FORGOTTEN, FORGOTTEN_FOR = 3.4, 12  # of sixteen one takes so many times the usual: forgotten, so much longer
OPENS_HOUR, CLOSES_HOUR, SUNDAY = 8, 17, 6
_SIZES = ("S", "M", "L", "XL")
_DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes"),
}
_HELLO = {"en": "Hello {name},", "de": "Guten Tag {name},", "es": "Hola {name}:"}


@dataclass(frozen=True)
class Past:
    """What was solved, the oldest first, and the complaints that were about some of it."""

    tickets: tuple[Told, ...]
    complaints: tuple[dict[str, Any], ...]


def load_past() -> Past:
    """Read the past; the same at every reading, but for the moment from which it is counted back."""
    told = tomllib.loads(files("careline.config.demo").joinpath("history.toml").read_text(encoding="utf-8"))
    drawn = random.Random(SEED)  # noqa: S311  (a story, no secret)
    return Past(tuple(_tickets(told, drawn)), tuple(told["complaint"]))


def _tickets(told: Mapping[str, Any], drawn: random.Random) -> Iterator[Told]:
    now, weeks = timezone.now(), told["weeks"]
    for week, count in enumerate(weeks):
        topics = [one for one in told["topic"] if week in one.get("when", [week])]
        begins = now - timedelta(weeks=len(weeks) - week)
        for at in sorted(_moment(begins, drawn) for _one in range(count)):
            is_slow = week in told["slow"]
            pace = SLOW_HOURS if is_slow else FIRST_HOURS + (LAST_HOURS - FIRST_HOURS) * week / len(weeks)
            ticket = _ticket(drawn.choice(topics), drawn.choice(told["customers"]), at, pace, drawn)
            if at < now - timedelta(days=1):
                yield ticket


def _moment(begins: datetime, drawn: random.Random) -> datetime:
    """A moment of that week in which people write: by day, hardly on Sundays."""
    at = begins + timedelta(days=drawn.randrange(7))
    rests = drawn.random() < 0.8  # drawn on every day, so that the same follows whatever day it is
    if at.weekday() == SUNDAY and rests:
        at -= timedelta(days=1)
    return at.replace(hour=drawn.randrange(OPENS_HOUR - 1, CLOSES_HOUR + 3), minute=drawn.randrange(60))


def _ticket(topic: Mapping[str, Any], customer: str, at: datetime, pace: float, drawn: random.Random) -> Told:
    language = topic.get("language", "en")
    filled = {
        "order": str(drawn.randrange(19000, 20400)), "size": drawn.choice(_SIZES), "day": drawn.choice(_DAYS[language]),
    }  # fmt: skip

    def fill(key: str) -> str:
        return str(topic[key]).format(**filled)

    return Told(
        customer=customer, subject=fill("subject"), team=topic["team"], type=topic["type"], language=language,
        tags=tuple(topic.get("tags", ())), status="solved", talk=tuple(_talk(topic, fill, customer, at, pace, drawn)),
        priority=drawn.choices(("low", "normal", "high"), (1, 6, 2))[0],
    )  # fmt: skip


def _talk(
    topic: Mapping[str, Any], fill: Callable[[str], str], customer: str, at: datetime, pace: float, drawn: random.Random
) -> Iterator[Line]:  # fmt: skip
    """Who said what, in hours ago. `solved` is said with the last answer before the customer only thanked, or wrote again."""
    now, who = timezone.now(), drawn.choice(topic["who"])
    hello = _HELLO[topic.get("language", "en")].format(name=customer.split()[0])

    def ago(moment: datetime) -> float:
        return (now - moment).total_seconds() / 3600

    yield Line("customer", ago(at), fill("ask"), is_note=False)
    at = _answered(at, pace, drawn)
    goes_on, comes_back = "again" in topic and drawn.random() < 0.6, drawn.random() < 0.12
    then = "solved" if not goes_on or comes_back else "pending"
    yield Line(who, ago(at), f"{hello}\n\n{fill('answer')}\n\n{who}", is_note=False, then=then)
    if goes_on:
        at += timedelta(hours=drawn.uniform(1, 20))
        yield Line("customer", ago(at), fill("again"), is_note=False)
    if goes_on and "then" in topic:
        at = _answered(at, pace, drawn)
        yield Line(who, ago(at), f"{hello}\n\n{fill('then')}\n\n{who}", is_note=False, then="solved")
    elif "thanks" in topic and drawn.random() < 0.5:
        at += timedelta(minutes=drawn.randrange(5, 90))
        yield Line("customer", ago(at), fill("thanks"), is_note=False)


def _answered(at: datetime, pace: float, drawn: random.Random) -> datetime:
    """When somebody answered: some hours later, by day."""
    took = drawn.lognormvariate(0, 0.8)
    at += timedelta(hours=took * pace * (FORGOTTEN_FOR if took > FORGOTTEN else 1))
    minute = drawn.randrange(15, 59)
    if at.hour >= CLOSES_HOUR or at.hour < OPENS_HOUR or at.weekday() == SUNDAY:
        days = 1 if at.hour >= CLOSES_HOUR else 0
        at = (at + timedelta(days=days)).replace(hour=OPENS_HOUR, minute=minute)
        if at.weekday() == SUNDAY:
            at += timedelta(days=1)
    return min(at, timezone.now() - timedelta(minutes=30))
