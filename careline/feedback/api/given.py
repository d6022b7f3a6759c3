"""What callers give of a complaint."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from careline.core.api.values import LARGEST_ID, NO_NUL, BodyId, Given, GivenMoment

Summary = Annotated[str, Field(pattern=r"^[^\x00\r\n]*[^\x00\s][^\x00\r\n]*$", max_length=300)]
Listed = Annotated[str, Field(pattern=r"^[^\x00\r\n]*$", max_length=60)]
Remedy = Annotated[str, Field(pattern=r"^[^\x00\r\n]*$", max_length=300)]
Body = Annotated[str, Field(pattern=r"^[^\x00\r\n]*$", max_length=120)]
Long = Annotated[str, Field(pattern=NO_NUL, max_length=20_000)]
Severity = Annotated[
    int, Field(ge=1, le=4, strict=True, description="1 minor, 2 moderate, 3 serious, 4 critical.")
]
Minor = Annotated[int, Field(ge=0, le=LARGEST_ID, strict=True, description="In minor units of `currency`.")]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$", description="ISO 4217.")]
Admitted = Literal["", "yes", "partly", "no"]
Consent = Literal["given", "refused", "silent"]
StageWord = Literal[
    "received", "acknowledged", "investigating", "responded", "escalated", "closed", "withdrawn"
]
PEOPLE = ("owner_id", "about_id")
FAULT = "Whether it was our fault; empty while that is not decided."
ABOUT = "The member of staff whom it is about: kept out of the complaint and of its tickets."


class OpeningGiven(Given):
    """What is known when a complaint is taken down."""

    summary: Summary
    category: Listed = Field(description="One of those in the settings.")
    severity: Severity = 2
    about_id: BodyId | None = Field(None, description=ABOUT)


class SomeGiven(Given):
    """What shall stand from now on; what is left out, or null, stays as it is, but for people: null is nobody."""

    def said(self) -> dict[str, Any]:
        """What the caller said, by the names of what stands of a complaint."""
        given = self.dict(exclude_unset=True)
        return {name: value for name, value in given.items() if value is not None or name in PEOPLE}


class ChangesGiven(SomeGiven):
    """What shall stand from now on; what is left out, or null, stays as it is, but for people: null is nobody."""

    stage: StageWord | None = None
    summary: Summary | None = None
    category: Listed | None = None
    cause: Listed | None = Field(None, description="The root cause: one of those in the settings, or empty.")
    severity: Severity | None = None
    finding: Long | None = None
    remedy: Remedy | None = None
    admitted: Admitted | None = Field(None, description=FAULT)
    cost_minor: Minor | None = None
    currency: Currency | None = None
    outside_body: Body | None = None
    outside_reference: Body | None = None
    consent: Literal["", "given", "refused", "silent"] | None = Field(
        None, description="Whether the customer agreed to close it; empty while they were not asked."
    )
    lessons: Long | None = None
    owner_id: BodyId | None = Field(None, description="Who looks after it.")
    about_id: BodyId | None = Field(None, description=ABOUT)
    acknowledge_by: GivenMoment | None = None
    respond_by: GivenMoment | None = None
    version: Annotated[int, Field(ge=1, strict=True)] | None = Field(
        None, description="The version that you know."
    )


class AnswerGiven(SomeGiven):
    """What was found out, and what was done about it; what is left out stays as it is."""

    finding: Long | None = None
    remedy: Remedy | None = None
    cause: Listed | None = None
    admitted: Admitted | None = Field(None, description=FAULT)
    cost_minor: Minor | None = None
    currency: Currency | None = None


class EscalationGiven(SomeGiven):
    """Where it went."""

    outside_body: Annotated[str, Field(pattern=r"^[^\x00\r\n]*[^\x00\s][^\x00\r\n]*$", max_length=120)]
    outside_reference: Body = ""


class ClosingGiven(SomeGiven):
    """Whether the customer agreed, and what is still to be said; what is left out stays as it is."""

    consent: Consent
    cause: Listed | None = None
    admitted: Admitted | None = Field(None, description=FAULT)
    lessons: Long | None = None


class TicketGiven(Given):
    """Another ticket."""

    ticket_id: BodyId
