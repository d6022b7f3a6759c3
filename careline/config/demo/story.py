"""The story of the demo company, read from `radhaus.toml`."""

import tomllib
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Line:
    """One thing said: by whom (a first name, or `customer`), how many hours ago, whether it is an internal note.

    `then` is the status that goes with an answer.
    """

    who: str
    hours: float
    words: str
    is_note: bool
    then: str = ""


@dataclass(frozen=True)
class Aside:
    """A side conversation with a third party, who speaks as `they` in the talk; an agent begins it."""

    name: str
    email: str
    subject: str
    talk: tuple[Line, ...]


@dataclass(frozen=True)
class Told:
    """One ticket of the story. `customer` is `Name <address>`; an empty `status` is left to what the talk makes of it."""

    customer: str
    subject: str
    team: str
    type: str
    talk: tuple[Line, ...]
    priority: str = "normal"
    status: str = ""
    assignee: str = ""
    language: str = "en"
    tags: tuple[str, ...] = ()
    aside: Aside | None = None


@dataclass(frozen=True)
class Work:
    """What colleagues did in one ticket beside talking; `ticket` begins its subject, hours count from now.

    `tasks`: words, owner, due in hours, done. `remind`: in hours, words. `times`: minutes, activity, note, and why it
    was corrected. `links`: what another ticket, named by its subject, is to this. A date among `fields` is `+days`.
    `worth` is what the customer buys in a year.
    """

    ticket: str
    who: str
    snooze: int = 0
    tasks: list[list[Any]] = field(default_factory=list)
    remind: list[Any] = field(default_factory=list)
    times: list[list[Any]] = field(default_factory=list)
    signs: list[str] = field(default_factory=list)
    links: list[list[str]] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    worth: str = ""


@dataclass(frozen=True)
class Story:
    """The whole company."""

    company: str
    teams: tuple[dict[str, Any], ...]
    agents: tuple[dict[str, Any], ...]
    macros: tuple[dict[str, Any], ...]
    views: tuple[dict[str, Any], ...]
    rules: tuple[dict[str, Any], ...]
    tickets: tuple[Told, ...]
    fields: tuple[dict[str, Any], ...]
    work: tuple[Work, ...]
    workforce: dict[str, Any]
    promises: tuple[dict[str, Any], ...]
    complaints: tuple[dict[str, Any], ...]
    decisions: tuple[dict[str, Any], ...]
    escalations: tuple[dict[str, Any], ...]
    apart: tuple[dict[str, Any], ...]
    restrictions: tuple[dict[str, Any], ...]


def load() -> Story:
    """Read the story."""
    told = tomllib.loads(files("careline.config.demo").joinpath("radhaus.toml").read_text(encoding="utf-8"))
    return Story(
        told["company"],
        tuple(told["team"]),
        tuple(told["agent"]),
        tuple(told["macro"]),
        tuple(told["view"]),
        tuple(told["rule"]),
        tuple(_ticket(entry) for entry in told["ticket"]),
        tuple(told["field"]),
        tuple(Work(**entry) for entry in told["work"]),
        told["workforce"],
        *(
            tuple(told[name])
            for name in ("promise", "complaint", "decision", "escalation", "apart", "restriction")
        ),
    )


def _ticket(entry: dict[str, Any]) -> Told:
    talk = tuple(_line(*said) for said in entry.pop("talk"))
    aside = entry.pop("aside", None)
    return Told(talk=talk, tags=tuple(entry.pop("tags", ())), aside=_aside(aside) if aside else None, **entry)


def _aside(entry: dict[str, Any]) -> Aside:
    talk = tuple(_line(*said) for said in entry.pop("talk"))
    return Aside(talk=talk, **entry)


def _line(who: str, hours: float, words: str) -> Line:
    note, _, name = who.rpartition(":")
    return Line(name, hours, words, is_note=bool(note))
