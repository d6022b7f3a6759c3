"""What the tickets app has running in the worker: the folding of the queues' counters, and the finding of what is due."""

import asyncio

from asgiref.sync import sync_to_async

from careline.core.services import register_service
from careline.tickets.actions.count_macro_uses import count_macro_uses
from careline.tickets.actions.fold_counts import fold_counts
from careline.tickets.actions.tell_due import tell_due
from careline.tickets.actions.wake_due import wake_due

EVERY_SECONDS = 1.0
DUE_EVERY_SECONDS = 5.0
DUE = (wake_due, count_macro_uses, tell_due)


async def keep_counts() -> None:
    """Fold the counters until cancelled."""
    while True:
        await sync_to_async(fold_counts)()
        await asyncio.sleep(EVERY_SECONDS)


async def find_due() -> None:
    """Do what is due until cancelled: one look at a small index for each kind, never a job for each row."""
    while True:
        for act in DUE:
            await sync_to_async(act)()
        await asyncio.sleep(DUE_EVERY_SECONDS)


register_service("ticket-counts", keep_counts)
register_service("ticket-due", find_due)
