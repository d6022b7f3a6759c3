"""What happens with feedback. Facts never carry words of customers: those stay with the message."""

from dataclasses import dataclass

from careline.core.events import Fact
from careline.tickets.events import TicketFact


@dataclass(frozen=True)
class MoodNoticed(TicketFact):
    """A customer sounds upset or furious (`level`) in a message."""

    name = "mood.noticed"
    message_id: int = 0
    level: str = ""


@dataclass(frozen=True)
class MoodCorrected(TicketFact):
    """Somebody said that a message is not upset, though it was read so (`level`)."""

    name = "mood.corrected"
    message_id: int = 0
    level: str = ""


@dataclass(frozen=True)
class ComplaintFact(TicketFact):
    """Base: a fact about a complaint names it, and the ticket that it came from; `beside` are its other tickets.

    It is told to nobody who merely looks at the ticket or its queue: not all of them may know of complaints.
    """

    complaint_id: int = 0
    beside: tuple[int, ...] = ()

    @property
    def topics(self) -> tuple[str, ...]:
        """Those who look at one of its tickets and may know of complaints."""
        return tuple(f"complaints:{number}" for number in (self.ticket_id, *self.beside))


@dataclass(frozen=True)
class ComplaintOpened(ComplaintFact):
    """A complaint was taken into the register."""

    name = "complaint.opened"


@dataclass(frozen=True)
class ComplaintChanged(ComplaintFact):
    """What is known of a complaint changed: the names of what did, never the words."""

    name = "complaint.changed"
    changed: tuple[str, ...] = ()


@dataclass(frozen=True)
class ComplaintMoved(ComplaintFact):
    """A complaint came to another stage."""

    name = "complaint.moved"
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class ComplaintLinked(ComplaintFact):
    """A further ticket belongs to a complaint."""

    name = "complaint.linked"


@dataclass(frozen=True)
class ComplaintDue(ComplaintFact):
    """A deadline of a complaint has come (`which`: acknowledge or respond) and is not kept. `tell`: whom to tell."""

    name = "complaint.due"
    which: str = ""
    tell: tuple[int, ...] = ()


@dataclass(frozen=True)
class AbuseHandedOver(TicketFact):
    """An agent handed an abusive conversation over, and is away for so many minutes."""

    name = "abuse.handed_over"
    minutes: int = 0


@dataclass(frozen=True)
class MeasureTaken(TicketFact):
    """A measure against abuse was taken."""

    name = "abuse.measure_taken"
    measure_id: int = 0
    kind: str = ""
    review_on: str = ""


@dataclass(frozen=True)
class MeasureLifted(TicketFact):
    """A measure against abuse was lifted."""

    name = "abuse.measure_lifted"
    measure_id: int = 0
    kind: str = ""


@dataclass(frozen=True)
class MeasureKept(TicketFact):
    """A measure against abuse was looked at and kept, until it is looked at again."""

    name = "abuse.measure_kept"
    measure_id: int = 0
    kind: str = ""
    review_on: str = ""


@dataclass(frozen=True)
class MeasureReviewDue(TicketFact):
    """The day to look at a measure again has come. `tell`: whom to tell."""

    name = "abuse.review_due"
    measure_id: int = 0
    kind: str = ""
    tell: tuple[int, ...] = ()


@dataclass(frozen=True)
class RestrictionFollowed(TicketFact):
    """A ticket went to the one person who serves a restricted customer."""

    name = "abuse.restriction_followed"
    measure_id: int = 0
    agent_id: int = 0


@dataclass(frozen=True)
class FeedbackFact(Fact):
    """Base: a fact about the room itself rather than a ticket."""

    @property
    def subject(self) -> str:
        """The register."""
        return "feedback:1"


@dataclass(frozen=True)
class ComplaintsExported(FeedbackFact):
    """Somebody took complaints out as a file: how many."""

    name = "complaints.exported"
    count: int = 0


@dataclass(frozen=True)
class FeedbackSettingsChanged(FeedbackFact):
    """What the company decides about complaints and upset customers changed: which of it."""

    name = "feedback.settings_changed"
    changed: tuple[str, ...] = ()
