"""The shape of a playbook: frozen models that hold what the document says, and refuse every key they don't know."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from careline.playbooks.procedure.findings import CURRENCY, KEY, LANGUAGE, NAME, SPAN

Key = Annotated[str, Field(pattern=KEY)]
Language = Annotated[str, Field(pattern=LANGUAGE)]
Words = Annotated[dict[Language, Annotated[str, Field(min_length=1, max_length=5000)]], Field(min_length=1)]
WordLists = dict[Language, tuple[Annotated[str, Field(min_length=1, max_length=80)], ...]]
Span = Annotated[str, Field(pattern=SPAN)]
Role = Literal["agent", "team_lead", "manager", "admin"]
TicketType = Literal["question", "incident", "problem", "task", "request", "complaint"]
Amount = int | float | str
_DECIDED_AS = {"refund": "refund", "price_reduction": "refund", "goodwill": "goodwill"}
END, DECIDE = "end", "decide"
AWAIT = "await-decision"
"""Where a run stands while somebody has yet to decide on its outcome; no step can have this key."""


class Part(BaseModel):
    """Base: frozen, and strict about keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Applies(Part):
    """When a playbook is suggested: one of the types, and one of the words, and the house's conditions; each if given.

    `words` are looked for in the subject and in what the customer wrote first, as beginnings of words.
    """

    types: tuple[TicketType, ...] = ()
    words: WordLists = {}
    where: dict[str, Any] = {}


class Fact(Part):
    """One thing to establish. `source` says who knows it; `look_up` where the desk itself may know it already."""

    ask: Words
    kind: Literal["yes_no", "choice", "money", "number", "date", "text"]
    source: Literal["ask", "look_up", "decide"]
    look_up: str = ""
    hint: Words | None = None
    choices: dict[Key, Words] = {}
    least: Amount | None = None
    most: Amount | None = None
    optional: bool = False


class Row(Part):
    """One row of the decision table: where all its conditions hold, its outcome does; `why` says it in words."""

    when: dict[str, Any] = {}
    then: str
    why: Words
    law: tuple[str, ...] = ()


class Decision(Part):
    """The decision table. `unique`: at most one row may fit; `first`: the first that fits counts."""

    policy: Literal["unique", "first"] = "unique"
    rows: tuple[Row, ...] = Field(min_length=1)


class Outcome(Part):
    """What may come of it. Those that cost money have a `limit`: an amount, or a fact of the kind money.

    `authority` names the kind of decision by whose limits people may decide on it alone; see `decided_as`.
    """

    title: Words
    kind: Literal[
        "refund", "price_reduction", "goodwill", "replacement", "repair", "exchange", "information", "refusal",
        "escalation", "measure",
    ]  # fmt: skip
    first: str
    limit: Amount | None = None
    authority: Annotated[str, Field(pattern=NAME)] | None = None
    law: tuple[str, ...] = ()

    @property
    def decided_as(self) -> str:
        """The kind of decision that goes by limits; money given back is a refund, if nothing else is said. "" for none."""
        return self.authority or _DECIDED_AS.get(self.kind, "")


class StepBase(Part):
    """Base of all steps: what to do, who does it, by when, what proves it, and what comes next.

    Its time counts in the business hours of the ticket, or (`time: calendar`) day and night.
    """

    title: Words
    role: Role = "agent"
    within: Span | None = None
    time: Literal["business", "calendar"] = "business"
    evidence: Literal["none", "text", "file", "message", "any"] = "none"
    help: Words | None = None


class Say(StepBase):
    """Tell the customer something: the wording is offered in the composer."""

    kind: Literal["say"]
    text: Words
    next: str


class Ask(StepBase):
    """Establish facts. Those that can't change the outcome any more are not asked for."""

    kind: Literal["ask"]
    facts: tuple[str, ...] = Field(min_length=1)
    text: Words | None = None
    next: str


class Action(Part):
    """What a step does to the ticket."""

    add_tags: tuple[Annotated[str, Field(min_length=1, max_length=60)], ...] = ()
    status: Literal["open", "pending", "on_hold", "solved"] | None = None
    priority: Literal["low", "normal", "high", "urgent"] | None = None
    type: TicketType | None = None
    task: Words | None = None
    note: Words | None = None


class Do(StepBase):
    """Do something: by hand, as the title says, and what `action` does to the ticket by itself."""

    kind: Literal["do"]
    action: Action | None = None
    next: str


class Wait(StepBase):
    """Wait for somebody, at most so long: a reminder task is made. `late` is where it goes on when nothing came."""

    kind: Literal["wait"]
    wait_for: Literal["customer", "courier", "supplier", "colleague", "time"] = Field(alias="for")
    at_most: Span
    next: str
    late: str | None = None


class Check(StepBase):
    """A question that is answered with yes or no, and leads to two places."""

    kind: Literal["check"]
    question: Words
    if_yes: str
    if_no: str


class HandOver(StepBase):
    """Hand the ticket over to a team, with a note. A team that the desk doesn't have is chosen when it comes to it."""

    kind: Literal["hand_over"]
    to: Annotated[str, Field(min_length=1, max_length=80)]
    note: Words | None = None
    next: str


Step = Annotated[Say | Ask | Do | Wait | Check | HandOver, Field(discriminator="kind")]


class MustSay(Part):
    """Words of which one must stand in the answer, and why; only for some outcomes, if they are named."""

    title: Words
    words: WordLists = Field(min_length=1)
    outcomes: tuple[str, ...] = ()


class MustNotSay(Part):
    """Words that must not stand in any answer, and why."""

    why: Words
    words: WordLists = Field(min_length=1)


class Law(Part):
    """A rule that the playbook rests on: what it says, where it stands, where it is in force, when somebody last looked."""

    title: Words
    source: Annotated[str, Field(min_length=1, max_length=200)]
    country: Annotated[str, Field(min_length=2, max_length=40)]
    checked: date | None = None
    url: Annotated[str, Field(pattern=r"^https://[!-~]+$", max_length=500)] = ""


class Playbook(Part):
    """A standard operating procedure: when it applies, what to find out, what follows, and how it is done."""

    playbook: Annotated[str, Field(pattern=NAME)]
    title: Words
    about: Words
    languages: tuple[Language, ...] = Field(min_length=1)
    currency: Annotated[str, Field(pattern=CURRENCY)] = "EUR"
    priority: Literal["normal", "high", "urgent"] = "normal"
    restricted_to: Role | None = None
    required_for: tuple[TicketType, ...] = ()
    tell_lead_after: Span = "4h"
    applies: Applies
    facts: dict[Key, Fact] = Field(min_length=1)
    decision: Decision
    outcomes: dict[Key, Outcome] = Field(min_length=1)
    steps: dict[Key, Step] = Field(min_length=1)
    must_say: tuple[MustSay, ...] = ()
    must_not_say: tuple[MustNotSay, ...] = ()
    law: dict[Key, Law] = {}

    @property
    def begin(self) -> str:
        """The key of the first step."""
        return next(iter(self.steps))

    def in_words(self, words: dict[str, str] | None, language: str) -> str:
        """The words in this language, else in its main language, else in the playbook's first."""
        if not words:
            return ""
        wanted = (language, language.split("-")[0], self.languages[0])
        return next((words[one] for one in wanted if one in words), next(iter(words.values())))
