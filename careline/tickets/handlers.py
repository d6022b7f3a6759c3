"""What follows from what happened to tickets: an order for many of them is put in line in the transaction that gave it."""

from careline.core.events import Recorded, reacts_to
from careline.tickets.events import BulkStarted
from careline.tickets.tasks import defer_bulk


@reacts_to(BulkStarted, inline=True)
def on_bulk_started(fact: BulkStarted, recorded: Recorded) -> None:
    """Have the worker begin: one job, committed with the order."""
    defer_bulk(fact.run_id)
