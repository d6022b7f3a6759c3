"""What is known of tickets, for conditions judged in memory: read for many at once, and only what is asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from careline.core.rows import row_from_json
from careline.tickets.models import Ticket

Loader = Callable[["Batch"], Mapping[int, Any]]
_loaders: dict[str, Loader] = {}


@dataclass(slots=True)
class Batch:
    """Tickets that are looked at together, and who asks (0: nobody). Each source is read once, when it is first needed."""

    tickets: dict[int, Ticket]
    me: int = 0
    loaded: dict[str, Mapping[int, Any]] = field(default_factory=dict)

    def source(self, key: str) -> Mapping[int, Any]:
        """What a source says, by ticket; read for all tickets of the batch at once."""
        found = self.loaded.get(key)
        if found is None:
            found = self.loaded[key] = _loaders[key](self)
        return found


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one ticket. The rest of what it stands with is read when a condition asks for it."""

    ticket: Ticket
    batch: Batch

    def of(self, key: str) -> Any:
        """What a source says of this ticket, None where it says nothing."""
        return self.batch.source(key).get(self.ticket.pk)


def register_source(key: str, load: Loader) -> None:
    """Name a source of facts: `load` reads it for all tickets of a batch, in as few statements as it can.

    An upper app does so for the fields it registers; their `reading` is then `lambda facts: facts.of(key)`.
    """
    _loaders[key] = load


def facts_of(ticket_ids: Collection[int], *, me: int = 0) -> dict[int, Facts]:
    """The facts of these tickets, for work without a person; one statement now, one per source when it is asked for.

    `me` is the agent for whom personal fields (unread, watched) are read.
    """
    tickets = {ticket.pk: ticket for ticket in Ticket.objects.filter(pk__in=ticket_ids)}
    batch = Batch(tickets, me)
    return {pk: Facts(ticket, batch) for pk, ticket in tickets.items()}


def facts_from_json(rows: Iterable[dict[str, Any]]) -> dict[int, Facts]:
    """As `facts_of`, of tickets that another statement read along as `to_jsonb(t)`: no statement of its own."""
    tickets = {row["id"]: row_from_json(Ticket, row) for row in rows}
    batch = Batch(tickets)
    return {pk: Facts(ticket, batch) for pk, ticket in tickets.items()}
