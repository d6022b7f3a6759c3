"""What other rooms know of playbooks: refusals, and how a run stands."""

from __future__ import annotations

from dataclasses import dataclass


class PlaybookRefused(ValueError):
    """What was asked for makes no sense as things stand; the text is meant for the person who asked."""


class Moved(PlaybookRefused):
    """Somebody else did this step meanwhile: nothing was written."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the latest run on a ticket stands: `state` is running, finished or stopped; `step` and `outcome` by key."""

    key: str
    version: int
    state: str
    step: str
    outcome: str
