"""What the policies app has running in the worker: finding the clocks that are due."""

import asyncio

from asgiref.sync import sync_to_async

from careline.core.services import register_service
from careline.policies.actions.fire_due import BUSY_SECONDS, fire_due, seconds_to_next


async def find_due_clocks() -> None:
    """Do what is due until cancelled, and sleep until the next clock is; a look at one small index, whatever runs."""
    while True:
        if not await sync_to_async(fire_due)():
            await asyncio.sleep(max(BUSY_SECONDS, await sync_to_async(seconds_to_next)()))


register_service("clocks", find_due_clocks)
