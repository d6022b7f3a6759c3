"""What tickets have to do with each other: merged, split, linked."""

from dataclasses import dataclass

from careline.tickets.events.base import TicketFact


@dataclass(frozen=True)
class TicketMerged(TicketFact):
    """This ticket was merged into another one."""

    name = "ticket.merged"
    into_id: int = 0
    merge_id: int = 0


@dataclass(frozen=True)
class TicketAbsorbed(TicketFact):
    """Another ticket was merged into this one."""

    name = "ticket.absorbed"
    source_id: int = 0
    merge_id: int = 0


@dataclass(frozen=True)
class MergeUndone(TicketFact):
    """A merge was taken back; said of both tickets."""

    name = "ticket.merge_undone"
    other_id: int = 0
    merge_id: int = 0


@dataclass(frozen=True)
class TicketSplit(TicketFact):
    """Messages of this ticket became a ticket of their own, linked with it."""

    name = "ticket.split"
    other_id: int = 0
    split_id: int = 0
    message_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class TicketSplitOff(TicketFact):
    """This ticket was made of messages of another one."""

    name = "ticket.split_off"
    source_id: int = 0
    split_id: int = 0
    message_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class TicketLinked(TicketFact):
    """A relation to another ticket was made or removed.

    `role` is what the other one is to this: the kind, with `of-` before it where this one is that to the other;
    `later` and `earlier` where a customer answered a closed ticket.
    """

    name = "ticket.linked"
    other_id: int = 0
    kind: str = ""
    removed: bool = False
    role: str = ""


@dataclass(frozen=True)
class IncidentsOrdered(TicketFact):
    """All open incidents of this problem are to be answered and solved, by one order for many tickets."""

    name = "ticket.incidents_ordered"
    run_id: int = 0
    numbers: tuple[int, ...] = ()
