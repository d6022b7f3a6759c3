"""A rule as a form builds it: read from what was posted, with what a button asked for done to it; and prepared for its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from careline.rules.contracts import MOST_ACTIONS, Act, Do, RuleDetails, Trigger
from careline.rules.queries.words import DO_WORDS, TRIGGER_WORDS
from careline.tickets.queries.conditions.building import read_posted

if TYPE_CHECKING:
    from django.http import QueryDict

    from careline.rules.queries.choosing import Choices
    from careline.tickets.queries.conditions import Field

ASKS = {
    Do.TAG: "words", Do.UNTAG: "words", Do.FIELD: "field", Do.SNOOZE: "hours", Do.NOTE: "text", Do.TASK: "task",
    Do.NOTIFY: "people", Do.RAISE: "nothing", Do.CHILD: "child", Do.ESCALATE: "level",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ActRow:
    """One action, ready to be asked for. `asks` says how: select, words, text, hours, field, task, people,
    level, child or nothing."""

    place: int
    do: str
    asks: str
    choices: list[tuple[str, str, bool]]
    text: str
    more: str
    error: str


def read_rule(posted: QueryDict, known: Mapping[str, Field]) -> RuleDetails:
    """What was posted; nothing is checked."""
    hours = posted.get("hours", "").strip()
    return RuleDetails(
        name=posted.get("name", ""),
        trigger=posted.get("trigger", Trigger.MESSAGE),
        conditions=read_posted(posted, known),
        acts=_acts(posted),
        hours=int(hours) if hours.isascii() and hours.isdigit() and len(hours) < 7 else 0,
        stops=bool(posted.get("stops")),
    )


def _acts(posted: QueryDict) -> tuple[Act, ...]:
    places = [one for one in posted.getlist("act") if one.isascii() and one.isdigit() and len(one) < 3]
    acts = [_act(posted, place) for place in places if posted.get("do") != f"drop-act-{place}"]
    if posted.get("do") == "add-act":
        acts.append(Act(Do.TAG, []))
    return tuple(acts[:MOST_ACTIONS])


def _act(posted: QueryDict, place: str) -> Act:
    do, values = posted.get(f"a{place}-do", ""), posted.getlist(f"a{place}-value")
    value: Any = values if do == Do.NOTIFY else (values[0] if values else None)
    return Act(do, value, posted.get(f"a{place}-more", ""))


def act_rows(acts: tuple[Act, ...], choices: Choices, errors: Mapping[str, str]) -> list[ActRow]:
    """Actions ready to be asked for."""
    return [_row(n, act, choices, errors.get(f"act-{n}", "")) for n, act in enumerate(acts)]


def _row(place: int, act: Act, choices: Choices, error: str) -> ActRow:
    asks = ASKS.get(Do(act.do), "select") if act.do in {*Do} else "nothing"
    chosen = {str(one) for one in (act.value if isinstance(act.value, list) else [act.value])}
    chosen |= {act.more} if asks in ("field", "child") else set()
    offered = choices.get(act.do, {}) if asks in ("select", "people", "level", "field", "child") else {}
    text = ", ".join(act.value) if isinstance(act.value, list) and asks == "words" else act.value
    return ActRow(
        place,
        act.do,
        asks,
        [(key, word, key in chosen) for key, word in offered.items()],
        "" if text is None or asks in ("select", "people", "level") else str(text),
        act.more,
        error,
    )


def trigger_choices() -> list[tuple[str, str, bool]]:
    """What can set a rule off: key, words, and whether hours count."""
    return [(key.value, str(words), key.is_timed) for key, words in TRIGGER_WORDS.items()]


def do_choices() -> list[tuple[str, str]]:
    """What a rule can do."""
    return [(key.value, str(words)) for key, words in DO_WORDS.items()]
