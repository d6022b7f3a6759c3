"""What crosses the border of authority: answers, levels of a ladder, what is refused. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class AuthorityRefused(ValueError):
    """What was asked for makes no sense as things stand; the text is meant for the person who asked."""


class Verdict(StrEnum):
    """What may be done."""

    ALLOWED = "allowed"
    NEEDS_APPROVAL = "needs_approval"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether somebody may decide something alone. `reason` says why not, or by what, in the active language.

    `approvers` are the people who could approve it at `level` of the ladder (from 1); empty unless it needs approval.
    """

    verdict: Verdict
    reason: str
    approvers: tuple[int, ...] = ()
    level: int = 0

    @property
    def is_allowed(self) -> bool:
        """Whether they may decide alone."""
        return self.verdict is Verdict.ALLOWED


@dataclass(frozen=True, slots=True)
class Ruling:
    """How a decision stands: `state` is waiting, granted, refused or withdrawn, `words` what was said to it.

    `asked` and `granted` in minor units of `currency`; None where it is not about money, or not granted.
    """

    decision_id: int
    kind: str
    state: str
    asked: int | None
    granted: int | None
    currency: str
    words: str
    by_id: int | None


@dataclass(frozen=True, slots=True)
class Step:
    """One level of a team's ladder. `who` is lead, manager, agent:5, team:3 or skill:4; `hours` how long it may take."""

    level: int
    who: str
    name: str = ""
    hours: int = 4


USUAL_LADDER = (Step(1, "lead"), Step(2, "manager"))
"""The ladder of a team that has none of its own."""
MOST_STEPS = 8
USUAL_CURRENCY = "EUR"
"""The currency that is meant where no limit and no budget names one."""
