"""What a channel and the house say to each other: the outcomes of one attempt to deliver."""

from dataclasses import dataclass

from careline.tickets.contracts import BouncedRecipient


@dataclass(frozen=True, slots=True)
class Sent:
    """The other side took it. `external_id` is its name there; `refused` are recipients it would not take."""

    external_id: str
    refused: tuple[BouncedRecipient, ...] = ()
    said: str = ""


@dataclass(frozen=True, slots=True)
class Later:
    """Not now: a network fault, a busy server, a limit. `after_seconds` if the other side said when."""

    reason: str
    after_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Never:
    """This will not work however often it is tried; a person has to look. `refused` says which recipients."""

    reason: str
    refused: tuple[BouncedRecipient, ...] = ()


@dataclass(frozen=True, slots=True)
class Unsure:
    """It may have gone out, and the channel can't recognise a second attempt: a person decides."""

    reason: str


Outcome = Sent | Later | Never | Unsure
