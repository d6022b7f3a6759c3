"""Who asks, and for what: the person, the period, what narrows it, and whether business or calendar time is counted."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

from django.http import HttpRequest

from careline.accounts.contracts import Right
from careline.insight.contracts import DIMENSIONS, MOMENTS, OPEN_KEYS, Slice
from careline.insight.periods import UNITS, Period
from careline.insight.queries.slices import agents_seen_by, slice_for
from careline.insight.words import PRIORITY_WORDS, TYPE_WORDS

if TYPE_CHECKING:
    from careline.accounts.models import Agent

PERIODS = tuple(UNITS)
USUAL_DAYS = 28


def reader_of(request: HttpRequest) -> Agent:
    """The person who asks, who may read tickets. Raises Forbidden for everybody else."""
    agent = cast("Agent", request.user)
    agent.require(Right.READ_TICKETS)
    return agent


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; what it can't mean is the usual."""

    days: int = USUAL_DAYS
    time: str = "business"
    team: int = 0
    agent: int = 0
    channel: str = ""
    priority: int = 0
    type: str = ""
    of: str = "solved"
    by: str = DIMENSIONS[0]
    apart: str = OPEN_KEYS[0]
    assignee: str = ""

    @property
    def is_business(self) -> bool:
        """Whether business hours are counted."""
        return self.time == "business"

    def address(self, **other: object) -> str:
        """The query of this question, with some of it other than now; what is usual is left out."""
        wanted = replace(self, **other)  # type: ignore[arg-type]
        usual = asdict(Asked())
        said = {key: value for key, value in asdict(wanted).items() if value != usual[key]}
        return "?" + urlencode(said) if said else "?"

    @property
    def anew(self) -> str:
        """The query that waits for sums made now."""
        address = self.address()
        return f"{address}{'&' if len(address) > 1 else ''}sum=anew"

    @property
    def is_created(self) -> bool:
        """Whether the tickets are those created in the period, solved or not."""
        return self.of == "created"

    def slice(self, agent: Agent, period: Period) -> Slice:
        """What the person may see of it."""
        return slice_for(
            agent, period.since, period.until, team_id=self.team or None, agent_id=self.agent, is_business=self.is_business,
            channel=self.channel, priority=self.priority, type=self.type,
            moment=MOMENTS[self.is_created],
        )  # fmt: skip


def asked_by(request: HttpRequest, agent: Agent) -> Asked:
    """Read the question from the address; for whose figures the person may not see it doesn't ask."""
    said = request.GET
    days, channel, kind, by = (said.get(name, "") for name in ("days", "channel", "type", "by"))
    return Asked(
        days=int(days) if days in {str(one) for one in PERIODS} else USUAL_DAYS,
        time="calendar" if said.get("time") == "calendar" else "business",
        team=_number(said.get("team", "")),
        agent=_whose(_number(said.get("agent", "")), agent),
        channel=channel if channel.isascii() and channel.isalnum() and len(channel) <= 16 else "",
        priority=_number(said.get("priority", ""), most=max(PRIORITY_WORDS)),
        type=kind if kind in TYPE_WORDS else "",
        of="created" if said.get("of") == "created" else "solved",
        by=by if by in DIMENSIONS else DIMENSIONS[0],
        apart=apart if (apart := said.get("apart", "")) in OPEN_KEYS else OPEN_KEYS[0],
        assignee=str(_number(whose)) if (whose := said.get("assignee", "")) else "",
    )


def _whose(agent_id: int, viewer: Agent) -> int:
    seen = agents_seen_by(viewer) if agent_id else None
    return agent_id if seen is None or agent_id in seen else 0


def _number(said: str, *, most: int = 10**17) -> int:
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 18 else 0
    return number if number <= most else 0
