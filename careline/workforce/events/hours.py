"""What happens to business hours."""

from dataclasses import dataclass

from careline.core.events import Fact


@dataclass(frozen=True)
class HoursFact(Fact):
    """Base: every fact about business hours names them."""

    hours_id: int

    @property
    def subject(self) -> str:
        """The hours."""
        return f"hours:{self.hours_id}"


@dataclass(frozen=True)
class HoursCreated(HoursFact):
    """Somebody wrote down business hours."""

    name = "hours.created"
    title: str = ""


@dataclass(frozen=True)
class HoursChanged(HoursFact):
    """Business hours were changed: the names of what changed."""

    name = "hours.changed"
    changed: tuple[str, ...] = ()


@dataclass(frozen=True)
class HoursRemoved(HoursFact):
    """Business hours are gone; what went by them goes by the default."""

    name = "hours.removed"
    title: str = ""


@dataclass(frozen=True)
class HoursAssigned(HoursFact):
    """A team, an inbox, an organisation or an agent goes by other hours; `hours_id` 0 stands for the default."""

    name = "hours.assigned"
    kind: str = ""
    subject_id: int = 0


@dataclass(frozen=True)
class HoursExceptionAdded(HoursFact):
    """One or more days have other hours; `hours_id` 0 stands for the whole company."""

    name = "hours.exception_added"
    title: str = ""
    first_day: str = ""
    last_day: str = ""


@dataclass(frozen=True)
class HoursExceptionRemoved(HoursFact):
    """Days have their usual hours again."""

    name = "hours.exception_removed"
    title: str = ""
    first_day: str = ""
    last_day: str = ""
