"""What crosses the border of playbooks: refusals, what is said of a step, and how a run stands. Values only."""

from __future__ import annotations

from dataclasses import dataclass


class PlaybookRefused(ValueError):
    """What was asked for makes no sense as things stand; the text is meant for the person who asked."""


class Moved(PlaybookRefused):
    """Somebody else did this step meanwhile: nothing was written."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it arrived."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody says of a step: what became of it, and the evidence; `turn` how often they had seen it done."""

    answer: str = "done"
    evidence: str = ""
    message_id: int = 0
    attachment_id: int = 0
    team_id: int = 0
    turn: int = 0
    files: tuple[Upload, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """How the latest run on a ticket stands: `state` is running, finished or stopped; `step` and `outcome` by key."""

    key: str
    version: int
    state: str
    step: str
    outcome: str
