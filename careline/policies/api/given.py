"""What callers send about service policies."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from careline.core.api.values import Anything, BodyId, Flag, Given
from careline.policies.actions.check_policy import MOST_STEPS, PolicyDetails
from careline.policies.actions.save_policy import MOST
from careline.policies.api.shown import PAUSES, PRIORITIES
from careline.policies.contracts import TARGETS, Step, Target
from careline.tickets.queries.conditions import from_json
from careline.ui.durations import LONGEST_SECONDS

KindWord = Literal[
    "first_response", "next_response", "periodic_update", "resolution", "requester_wait", "first_assignment"
]
Who = Annotated[str, Field(pattern=r"^(assignee|lead|team|(team|agent):[1-9][0-9]{0,14})$")]
Length = Annotated[int, Field(ge=1, le=LONGEST_SECONDS, strict=True)]
Offset = Annotated[int, Field(ge=-LONGEST_SECONDS, le=LONGEST_SECONDS, strict=True)]


class StepGiven(Given):
    """A warning before a moment (`offset_seconds` below 0), or a step at it or after it."""

    offset_seconds: Offset
    do: Literal["notify", "reassign", "raise"]
    who: Annotated[list[Who], Field(max_length=1, description="Nobody where the priority is raised.")] = []


class SecondsGiven(Given):
    """How long it may take, by priority; what is missing is promised nothing."""

    low: Length | None = None
    normal: Length | None = None
    high: Length | None = None
    urgent: Length | None = None


class TargetGiven(Given):
    """One thing that a policy promises."""

    kind: KindWord
    seconds: SecondsGiven
    steps: Annotated[list[StepGiven], Field(max_length=MOST_STEPS)] = []

    def target(self) -> Target:
        """As the action takes it."""
        given = {PRIORITIES[word]: value for word, value in self.seconds.model_dump().items() if value}
        return Target(
            self.kind, given, tuple(Step(one.offset_seconds, one.do, tuple(one.who)) for one in self.steps)
        )


class PolicyGiven(Given):
    """All about a service policy."""

    name: Annotated[str, Field(pattern=r"^[^\x00\r\n]*$", max_length=80)]
    targets: Annotated[list[TargetGiven], Field(min_length=1, max_length=len(TARGETS))]
    conditions: dict[str, Anything] = Field(
        default_factory=dict, description="As for `POST /tickets/query`; without any: every ticket."
    )
    is_business: Flag = Field(True, description="false: nights and holidays count too.")
    hours_id: BodyId | None = Field(
        None, description="Without it: those of organisation, inbox, team or house."
    )
    pauses: list[Literal["open", "pending", "on_hold"]] = Field(["pending"], max_length=len(PAUSES))
    is_active: Flag = True

    def details(self) -> PolicyDetails:
        """As the action takes it."""
        return PolicyDetails(
            self.name, from_json(self.conditions), tuple(one.target() for one in self.targets), self.is_business,
            self.hours_id, tuple(PAUSES[word] for word in self.pauses), self.is_active,
        )  # fmt: skip


class PolicyChangeGiven(PolicyGiven):
    """All about a service policy anew."""

    version: BodyId | None = Field(
        None, description="The version that you know: refused with 409 if it changed since."
    )


class OrderGiven(Given):
    """The ids of policies in the order in which they are to be asked; those left out follow as they stood."""

    ids: Annotated[list[BodyId], Field(max_length=MOST)]
