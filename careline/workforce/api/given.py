"""What callers send about the workforce: hours in the words that pages take, days, and moments."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from careline.core.api.values import BodyId, Flag, Given, GivenDay, GivenMoment, Line
from careline.workforce.actions.plan_absence import AbsenceDetails
from careline.workforce.actions.save_exception import ExceptionDetails
from careline.workforce.actions.save_hours import HoursDetails
from careline.workforce.day_words import read_day


def _readable(words: str) -> str:
    read_day(words)
    return words


DayLine = Annotated[
    str,
    Field(
        pattern=r"^[^\x00\r\n]*$", max_length=160, description="`09:00–12:30, 13:30–18:00`; empty for closed."
    ),
    AfterValidator(_readable),
]
Name = Annotated[str, Field(pattern=r"^[^\x00\r\n]*$", max_length=80)]
KindWord = Literal["language", "product", "licence", "other"]
Level = Annotated[int, Field(ge=1, le=5, strict=True, description="From 1, a beginner, to 5, an expert.")]


class HoursGiven(Given):
    """All about some business hours: `week` has a line a day, Monday first."""

    name: Name
    time_zone: Annotated[
        str, Field(max_length=60, pattern=r"^[A-Za-z0-9_+/-]+$", description="Such as Europe/Berlin.")
    ]
    week: Annotated[list[DayLine], Field(min_length=7, max_length=7)]
    country: Annotated[
        str, Field(pattern=r"^([A-Z]{2})?$", description="Whose public holidays are closed; or empty.")
    ] = ""
    subdivision: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]*$", max_length=20)] = ""

    def details(self) -> HoursDetails:
        """As the action takes it."""
        monday, tuesday, wednesday, thursday, friday, saturday, sunday = map(read_day, self.week)
        week = (monday, tuesday, wednesday, thursday, friday, saturday, sunday)
        return HoursDetails(self.name, self.time_zone, week, self.country, self.subdivision)


class ExceptionGiven(Given):
    """Some days in a row with other hours: in some business hours, or without `hours_id` in the whole company."""

    hours_id: BodyId | None = None
    name: Name
    first_day: GivenDay
    last_day: GivenDay | None = Field(None, description="Without it: the first.")
    open: DayLine = ""

    def details(self) -> ExceptionDetails:
        """As the action takes it."""
        return ExceptionDetails(
            self.name, self.first_day, self.last_day or self.first_day, read_day(self.open)
        )


class SkillGiven(Given):
    """A skill by its name and its kind; an archived one is offered no longer."""

    name: Name
    kind: KindWord = "other"


class SkillChangeGiven(SkillGiven):
    """All about a skill anew."""

    is_archived: Flag = False


class HolderGiven(Given):
    """How well somebody has a skill, and the last day on which it counts."""

    level: Level
    expires_on: GivenDay | None = None


class AbsenceGiven(Given):
    """From when to when somebody is away, who covers, and why: read by them and who plans for them only."""

    starts_at: GivenMoment
    ends_at: GivenMoment
    cover_id: BodyId | None = None
    reason: Annotated[Line, Field(max_length=200)] = ""

    def details(self) -> AbsenceDetails:
        """As the action takes it."""
        return AbsenceDetails(self.starts_at, self.ends_at, self.cover_id, self.reason)


class NewAbsenceGiven(AbsenceGiven):
    """An absence of the token's owner, or of somebody they plan for."""

    user_id: BodyId | None = Field(None, description="Who is away. Without it: the token's owner.")
