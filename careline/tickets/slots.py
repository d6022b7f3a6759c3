"""What upper rooms hand in: who follows a ticket's changes, who answers for what is written into it, and how their own
facts about tickets read in words.

Registered in their `AppConfig.ready()`; so actions and pages of tickets serve them without importing them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise
    from django.utils.safestring import SafeString

    from careline.accounts.contracts import Right
    from careline.accounts.models import Agent
    from careline.tickets.models import Ticket

Greeter = Callable[["Ticket"], None]
Follower = Callable[["Ticket", int | None], None]
RowMark = Callable[[str], "SafeString"]
Say = Callable[[str, Any, Any], "SafeString | None"]


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a ticket should not be solved yet. `yields` says that this person may do so all the same, with a reason."""

    words: str
    yields: bool


@dataclass(frozen=True, slots=True)
class Warden:
    """Who says whether somebody may write values into a ticket's fields on their own authority.

    `take(ticket, before, by, cause)` is asked in the transaction in which values were written; the ticket has the new ones,
    `by` is None where a rule wrote them; it raises FieldsRefused. `foretell(agent, tickets, given)` says of raw values by
    key what would be refused, in words by the ticket's number; few statements for many tickets.
    """

    take: Callable[[Ticket, Mapping[str, Any], Agent | None, int | None], None]
    foretell: Callable[[Agent, Sequence[Ticket], Mapping[str, Any]], dict[int, str]]


Objector = Callable[["Ticket", "Agent"], Objection | None]

_followers: dict[str, Follower] = {}
_objectors: dict[str, Objector] = {}
_greeters: dict[str, Greeter] = {}
_phrases: dict[str, tuple[str, Say]] = {}
_quiet: set[str] = set()
_reserved: dict[str, tuple[Right, str]] = {}
_values: dict[str, Callable[[str], str]] = {}
_told: set[tuple[str, str]] = set()
_actors: dict[str, tuple[_StrPromise, Callable[[int], str] | None]] = {}
_row_marks: dict[str, RowMark] = {}
_wardens: dict[str, Warden] = {}


def register_follower(name: str, follower: Follower) -> None:
    """Call `follower(ticket, event id)` after each change of a ticket's row or ledger, in its transaction, the row locked.

    For what must be true when the page returns, and costs little. The events of what it does name that event as cause.
    """
    _followers[name] = follower


def follow(ticket: Ticket, cause_id: int | None) -> None:
    """Tell those who follow that a ticket's row and ledger stand as they will be committed."""
    for follower in _followers.values():
        follower(ticket, cause_id)


def register_greeter(name: str, greeter: Greeter) -> None:
    """Call `greeter(ticket)` for each ticket that is received, in the transaction that makes it.

    The ticket is in memory as it was written, so that nobody has to read it: each statement here is one a message.
    """
    _greeters[name] = greeter


def greeters() -> list[Greeter]:
    """Those who greet new tickets."""
    return [*_greeters.values()]


def register_phrase(event_name: str, icon: str, say: Say, *, only_in_history: bool = False) -> None:
    """Have an event of an upper room shown in conversation and history: `say(who, data, names)` returns HTML, or None."""
    _phrases[event_name] = (icon, say)
    if only_in_history:
        _quiet.add(event_name)


def register_actor(kind: str, words: _StrPromise, *, name: Callable[[int], str] | None = None) -> None:
    """Say how a kind of actor that is no person is called at the head of a sentence: "A rule".

    `name(id)` says which one it was, "" where that is not known.
    """
    _actors[kind] = (words, name)


def actor_words(kind: str, actor_id: int) -> str:
    """How an actor that is no agent is called at the head of a sentence: by its own words, else as Careline itself."""
    words, name = _actors.get(kind, ("Careline", None))
    which = name(actor_id) if name else ""
    return f"{words} ({which})" if which else str(words)


def register_told(event_name: str, actor_kind: str) -> None:
    """Leave an event out of conversation and history page where this kind of actor did it: their own fact beside it tells it.

    Files of the history, and what it was because of, still have it.
    """
    _told.add((event_name, actor_kind))


def is_told(event_name: str, actor_kind: str) -> bool:
    """Whether another fact of the same actor tells this one."""
    return (event_name, actor_kind) in _told


def phrases_added(*, in_history: bool = True) -> dict[str, tuple[str, Say]]:
    """What upper rooms say of their own facts: icon and words by the name of the event."""
    return {name: said for name, said in _phrases.items() if in_history or name not in _quiet}


def register_values(event_name: str, say: Callable[[str], str]) -> None:
    """Have what an event was `before` and is `after` shown in the history as `say` puts it: words for a code."""
    _values[event_name] = say


def value_words() -> dict[str, Callable[[str], str]]:
    """How upper rooms say the values of their own events, by the events' names."""
    return _values


def register_reserved(beginning: str, right: Right, *, topic: str) -> None:
    """Have events of tickets whose names begin so told in conversation and history only to those with a right.

    They are told live on `topic:<number of the ticket>`, which the room keeps for the same people.
    """
    _reserved[beginning] = (right, topic)


def withheld_from(agent: Agent) -> tuple[str, ...]:
    """The beginnings of names of events that somebody is not told of."""
    return tuple(beginning for beginning, (right, _topic) in _reserved.items() if not agent.may(right))


def topics_of(agent: Agent, ticket_id: int) -> str:
    """What somebody who looks at a ticket follows: the ticket, and what rooms reserved of it for a right that they have."""
    reserved = dict.fromkeys(topic for right, topic in _reserved.values() if agent.may(right))
    return " ".join(f"{topic}:{ticket_id}" for topic in ("ticket", *reserved))


def register_objector(name: str, objector: Objector) -> None:
    """Have `objector(ticket, agent)` asked before a person solves a ticket; it reads little and changes nothing."""
    _objectors[name] = objector


def objections(ticket: Ticket, by: Agent) -> list[Objection]:
    """What speaks against this person solving this ticket now."""
    return [found for objector in _objectors.values() if (found := objector(ticket, by)) is not None]


def register_row_mark(name: str, say: RowMark) -> None:
    """Show a mark on the rows of tickets that have one of this name: `say(value)` makes HTML of what `set_mark` wrote.

    It lies on the ticket's own row, so that no list reads more for it. `say` is called for each row: it reads nothing,
    and is quick; "" shows nothing. The mark says in words what its colour or picture says.
    """
    _row_marks[name] = say


def row_marks(marks: Mapping[str, str]) -> list[SafeString]:
    """The marks of one ticket as HTML, in the order in which rooms registered them."""
    return [say(marks[name]) for name, say in _row_marks.items() if name in marks] if marks else []


def register_warden(name: str, warden: Warden) -> None:
    """Have a warden answer for the values of fields, on every path by which a person or a rule writes them."""
    _wardens[name] = warden


def answer_for_fields(
    ticket: Ticket, before: Mapping[str, Any], *, by: Agent | None, cause: int | None
) -> None:
    """Ask the wardens about values that were just written. Raises FieldsRefused: the caller takes the writing back."""
    for warden in _wardens.values():
        warden.take(ticket, before, by, cause)


def foretell_fields(agent: Agent, tickets: Sequence[Ticket], given: Mapping[str, Any]) -> dict[int, str]:
    """What the wardens would refuse of these raw values, in words by the ticket's number."""
    found: dict[int, str] = {}
    for warden in _wardens.values() if given else ():
        found |= warden.foretell(agent, tickets, given)
    return found
