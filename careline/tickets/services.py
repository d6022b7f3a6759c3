"""What the tickets app has running in the worker: the folding of the queues' counters, each second."""

import asyncio

from asgiref.sync import sync_to_async

from careline.core.services import register_service
from careline.tickets.actions.fold_counts import fold_counts

EVERY_SECONDS = 1.0


async def keep_counts() -> None:
    """Fold the counters until cancelled."""
    while True:
        await sync_to_async(fold_counts)()
        await asyncio.sleep(EVERY_SECONDS)


register_service("ticket-counts", keep_counts)
